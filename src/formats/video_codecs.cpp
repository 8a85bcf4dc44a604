#include "formats/video_codecs.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;

constexpr Media kPicture = Media::picture, kSound = Media::sound;

// The registry at mp4ra.org, and the QuickTime File Format for the older ones.
constexpr Codec kCodecs[] = {
    {"avc1"sv, kPicture, "avcC"sv}, // H.264
    {"avc2"sv, kPicture, "avcC"sv},     {"avc3"sv, kPicture, "avcC"sv},
    {"avc4"sv, kPicture, "avcC"sv},     {"dva1"sv, kPicture, "avcC"sv},
    {"dvav"sv, kPicture, "avcC"sv},     {"hvc1"sv, kPicture, "hvcC"sv}, // H.265
    {"hev1"sv, kPicture, "hvcC"sv},     {"dvh1"sv, kPicture, "hvcC"sv},
    {"dvhe"sv, kPicture, "hvcC"sv},     {"av01"sv, kPicture, "av1C"sv},
    {"vp08"sv, kPicture, "vpcC"sv},     {"vp09"sv, kPicture, "vpcC"sv},
    {"mp4v"sv, kPicture, "esds"sv},     {"s263"sv, kPicture, "d263"sv},
    {"h263"sv, kPicture, ""sv},         {"H263"sv, kPicture, ""sv},
    {"jpeg"sv, kPicture, ""sv}, // Motion JPEG of older cameras
    {"mjpa"sv, kPicture, ""sv},         {"mjpb"sv, kPicture, ""sv},
    {"png "sv, kPicture, ""sv},         {"apch"sv, kPicture, ""sv}, // ProRes
    {"apcn"sv, kPicture, ""sv},         {"apcs"sv, kPicture, ""sv},
    {"apco"sv, kPicture, ""sv},         {"ap4h"sv, kPicture, ""sv},
    {"ap4x"sv, kPicture, ""sv},         {"dvc "sv, kPicture, ""sv}, // DV
    {"dvcp"sv, kPicture, ""sv},         {"dvpp"sv, kPicture, ""sv},
    {"dv5n"sv, kPicture, ""sv},         {"dv5p"sv, kPicture, ""sv},
    {"m1v "sv, kPicture, ""sv}, // MPEG-1 and MPEG-2
    {"mp1v"sv, kPicture, ""sv},         {"m2v1"sv, kPicture, ""sv},
    {"mp2v"sv, kPicture, ""sv},         {"CFHD"sv, kPicture, ""sv},
    {"2vuy"sv, kPicture, ""sv}, // without compression
    {"yuv2"sv, kPicture, ""sv},         {"v210"sv, kPicture, ""sv},
    {"raw "sv, kPicture, ""sv},         {"mp4a"sv, kSound, "esds"sv}, // AAC, MP3
    {"alac"sv, kSound, "alac"sv},       {"Opus"sv, kSound, "dOps"sv},
    {"fLaC"sv, kSound, "dfLa"sv},       {"samr"sv, kSound, "damr"sv}, // AMR
    {"sawb"sv, kSound, "damr"sv},       {"ac-3"sv, kSound, "dac3"sv},
    {"ec-3"sv, kSound, "dec3"sv},       {"dtsc"sv, kSound, "ddts"sv},
    {"dtsh"sv, kSound, "ddts"sv},       {"dtsl"sv, kSound, "ddts"sv},
    {"dtse"sv, kSound, "ddts"sv},       {".mp3"sv, kSound, ""sv},
    {"ipcm"sv, kSound, "pcmC"sv, 1, 0}, {"fpcm"sv, kSound, "pcmC"sv, 1, 0},
    {"lpcm"sv, kSound, ""sv, 1, 0},     {"twos"sv, kSound, ""sv, 1, 0},
    {"sowt"sv, kSound, ""sv, 1, 0},     {"raw "sv, kSound, ""sv, 1, 0},
    {"NONE"sv, kSound, ""sv, 1, 0},     {"in24"sv, kSound, ""sv, 1, 3},
    {"in32"sv, kSound, ""sv, 1, 4},     {"fl32"sv, kSound, ""sv, 1, 4},
    {"fl64"sv, kSound, ""sv, 1, 8},     {"alaw"sv, kSound, ""sv, 1, 1},
    {"ulaw"sv, kSound, ""sv, 1, 1},     {"ima4"sv, kSound, ""sv, 64, 34},
    {"MAC3"sv, kSound, ""sv, 6, 2},     {"MAC6"sv, kSound, ""sv, 6, 1},
    {"agsm"sv, kSound, ""sv, 160, 33},
};

constexpr std::array kPictureConfigs{"pasp"sv, "clap"sv, "fiel"sv, "gama"sv, "colr"sv, "btrt"sv,
                                     "mdcv"sv, "clli"sv, "SmDm"sv, "CoLL"sv, "dvcC"sv, "dvvC"sv};
constexpr std::array kSoundConfigs{"btrt"sv, "chan"sv, "enda"sv};

} // namespace

const Codec* codecFor(std::string_view code, Media media) {
  const auto* found = std::find_if(std::begin(kCodecs), std::end(kCodecs), [&](const Codec& codec) {
    return codec.code == code && codec.media == media;
  });
  return found == std::end(kCodecs) ? nullptr : found;
}

bool isProtected(std::string_view code) {
  constexpr std::array codes{"encv"sv, "enca"sv, "drmi"sv, "drms"sv, "encs"sv, "resv"sv};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool isCommonConfig(std::string_view type, Media media) {
  if (media == Media::picture)
    return std::find(kPictureConfigs.begin(), kPictureConfigs.end(), type) != kPictureConfigs.end();
  return std::find(kSoundConfigs.begin(), kSoundConfigs.end(), type) != kSoundConfigs.end();
}

} // namespace photoscrub::formats::video
