#include "formats/video_name_tables.h"

#include <algorithm>
#include <span>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;
using enum FindingKind;

constexpr Named kBoxes[] = {
    {"udta"sv, other, "user data"sv},
    {"meta"sv, other, "metadata box"sv},
    {"free"sv, other, "free space"sv},
    {"skip"sv, other, "free space"sv},
    {"wide"sv, other, "free space"sv},
    {"pnot"sv, thumbnail, "preview picture"sv},
    {"PICT"sv, thumbnail, "preview picture"sv},
    {"thum"sv, thumbnail, "preview picture"sv},
    {"THMB"sv, thumbnail, "preview picture"sv},
    {"jumb"sv, provenance, "content credentials (C2PA)"sv},
    {"Exif"sv, device, "Exif block of a video"sv},
    {"xml "sv, other, "XML text"sv},
    {"iods"sv, other, "object descriptor"sv},
    {"tref"sv, other, "links between tracks"sv},
    {"tapt"sv, other, "track apertures"sv},
    {"load"sv, other, "loading hints"sv},
    {"sidx"sv, other, "index of fragments"sv},
    {"ssix"sv, other, "index of fragments"sv},
    {"mfra"sv, other, "index of fragments"sv},
    {"styp"sv, other, "type of a fragment"sv},
    {"prft"sv, time, "clock time of recording"sv},
    {"emsg"sv, other, "timed message"sv},
    {"sdtp"sv, other, "playback hints"sv},
    {"cslg"sv, other, "playback hints"sv},
    {"stps"sv, other, "playback hints"sv},
    {"stsh"sv, other, "playback hints"sv},
    {"sgpd"sv, other, "groups of samples"sv},
    {"sbgp"sv, other, "groups of samples"sv},
    {"subs"sv, other, "parts of samples"sv},
    {"saiz"sv, other, "data beside the samples"sv},
    {"saio"sv, other, "data beside the samples"sv},
    {"senc"sv, other, "data beside the samples"sv},
    {"mpvd"sv, hiddenVideo, "motion-photo video"sv},
    {"sefd"sv, device, "Samsung block"sv},
};

constexpr Named kItems[] = {
    {"\xA9xyz"sv, location, "GPS position"sv},
    {"loci"sv, location, "place"sv},
    {"GPMF"sv, location, "GoPro telemetry"sv},
    {"gps "sv, location, "GPS data"sv},
    {"\xA9gpt"sv, location, "camera direction"sv},
    {"\xA9gyw"sv, location, "camera direction"sv},
    {"\xA9grl"sv, location, "camera direction"sv},
    {"\xA9mak"sv, device, "camera maker"sv},
    {"\xA9mod"sv, device, "camera model"sv},
    {"manu"sv, device, "camera maker"sv},
    {"modl"sv, device, "camera model"sv},
    {"FIRM"sv, device, "camera firmware"sv},
    {"LENS"sv, identity, "lens serial number"sv},
    {"CAME"sv, identity, "camera serial number"sv},
    {"MUID"sv, identity, "unique id of the recording"sv},
    {"GUMI"sv, identity, "unique id of the recording"sv},
    {"BCID"sv, identity, "unique id of the recording"sv},
    {"SETT"sv, device, "camera settings"sv},
    {"HMMT"sv, other, "highlight times"sv},
    {"TAGS"sv, device, "maker's block"sv},
    {"PANA"sv, device, "maker's block"sv},
    {"MVTG"sv, device, "maker's block"sv},
    {"PENT"sv, device, "maker's block"sv},
    {"SMTA"sv, device, "maker's block"sv},
    {"mtyp"sv, device, "maker's block"sv},
    {"auth"sv, identity, "author"sv},
    {"\xA9"
     "aut"sv,
     identity, "author"sv},
    {"\xA9"
     "ART"sv,
     identity, "artist"sv},
    {"aART"sv, identity, "artist"sv},
    {"perf"sv, identity, "performer"sv},
    {"\xA9prd"sv, identity, "producer"sv},
    {"\xA9wrt"sv, identity, "writer"sv},
    {"\xA9"
     "dir"sv,
     identity, "director"sv},
    {"cprt"sv, identity, "copyright notice"sv},
    {"\xA9"
     "cpy"sv,
     identity, "copyright notice"sv},
    {"\xA9nam"sv, caption, "title"sv},
    {"titl"sv, caption, "title"sv},
    {"\xA9"
     "alb"sv,
     caption, "album"sv},
    {"albm"sv, caption, "album"sv},
    {"\xA9"
     "cmt"sv,
     comment, "comment"sv},
    {"\xA9"
     "des"sv,
     caption, "description"sv},
    {"\xA9inf"sv, caption, "description"sv},
    {"desc"sv, caption, "description"sv},
    {"dscp"sv, caption, "description"sv},
    {"ldes"sv, caption, "description"sv},
    {"\xA9gen"sv, caption, "genre"sv},
    {"gnre"sv, caption, "genre"sv},
    {"kywd"sv, caption, "keywords"sv},
    {"chpl"sv, caption, "chapters"sv},
    {"rtng"sv, caption, "rating"sv},
    {"clsf"sv, caption, "rating"sv},
    {"\xA9"
     "day"sv,
     time, "date"sv},
    {"date"sv, time, "date"sv},
    {"yrrc"sv, time, "year"sv},
    {"\xA9"
     "TIM"sv,
     time, "time code"sv},
    {"\xA9"
     "TSC"sv,
     time, "time code"sv},
    {"\xA9"
     "TSZ"sv,
     time, "time code"sv},
    {"\xA9swr"sv, software, "program"sv},
    {"\xA9too"sv, software, "program"sv},
    {"\xA9"
     "enc"sv,
     software, "program"sv},
    {"\xA9req"sv, software, "program"sv},
    {"tool"sv, software, "program"sv},
    {"thmb"sv, thumbnail, "preview picture"sv},
    {"THMB"sv, thumbnail, "preview picture"sv},
    {"SNAL"sv, thumbnail, "preview picture"sv},
    {"tnal"sv, thumbnail, "preview picture"sv},
    {"covr"sv, thumbnail, "cover picture"sv},
    {"XMP_"sv, other, "XMP of a video"sv},
    {"hnti"sv, other, "streaming hints"sv},
    {"name"sv, caption, "track name"sv},
};

constexpr Named kKeys[] = {
    {"ISO6709"sv, location, "GPS position"sv},
    {"location"sv, location, "place"sv},
    {"accuracy.horizontal"sv, location, "GPS accuracy"sv},
    {"direction.facing"sv, location, "camera direction"sv},
    {"direction.motion"sv, location, "camera direction"sv},
    {"location.name"sv, location, "place"sv},
    {"location.note"sv, location, "place"sv},
    {"location.body"sv, location, "place"sv},
    {"location.role"sv, location, "place"sv},
    {"location.date"sv, time, "date"sv},
    {"make"sv, device, "camera maker"sv},
    {"model"sv, device, "camera model"sv},
    {"manufacturer"sv, device, "camera maker"sv},
    {"version"sv, software, "program"sv},
    {"software"sv, software, "program"sv},
    {"encoder"sv, software, "program"sv},
    {"creationdate"sv, time, "date"sv},
    {"creation_time"sv, time, "date"sv},
    {"date"sv, time, "date"sv},
    {"year"sv, time, "year"sv},
    {"author"sv, identity, "author"sv},
    {"artist"sv, identity, "artist"sv},
    {"director"sv, identity, "director"sv},
    {"producer"sv, identity, "producer"sv},
    {"publisher"sv, identity, "publisher"sv},
    {"copyright"sv, identity, "copyright notice"sv},
    {"user"sv, identity, "owner"sv},
    {"collection.user"sv, identity, "owner"sv},
    {"camera.identifier"sv, identity, "camera serial number"sv},
    {"content.identifier"sv, identity, "unique id of the recording"sv},
    {"live-photo.vitality-score"sv, other, "Live Photo data"sv},
    {"title"sv, caption, "title"sv},
    {"displayname"sv, caption, "title"sv},
    {"description"sv, caption, "description"sv},
    {"information"sv, caption, "description"sv},
    {"keywords"sv, caption, "keywords"sv},
    {"comment"sv, comment, "comment"sv},
    {"artwork"sv, thumbnail, "cover picture"sv},
};

constexpr Named kUserTypes[] = {
    {"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv, other, "XMP"sv},
    {"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"sv, provenance,
     "content credentials (C2PA)"sv},
    {"PROF!\xD2\x4F\xCE\xBB\x88\x69\x5C\xFA\xC9\xC7\x40"sv, device, "Sony block"sv},
    {"USMT!\xD2\x4F\xCE\xBB\x88\x69\x5C\xFA\xC9\xC7\x40"sv, caption, "Sony block"sv},
    {"\x85\xC0\xB6\x87\x82\x0F\x11\xE0\x81\x11\xF4\xCE\x46\x2B\x6A\x48"sv, device, "Canon block"sv},
    {"\xFF\xCC\x82\x63\xF8\x55\x4A\x93\x88\x14\x58\x7A\x02\x52\x1F\xDD"sv, other,
     "description of a 360-degree video"sv},
};

constexpr Named kTracks[] = {
    {"gpmd"sv, location, "GoPro telemetry track (GPS and motion)"sv},
    {"camm"sv, location, "camera motion and GPS track"sv},
    {"mebx"sv, location, "timed metadata track"sv},
    {"rtmd"sv, location, "timed metadata track"sv},
    {"djmd"sv, location, "drone flight data track"sv},
    {"dbgi"sv, location, "drone flight data track"sv},
    {"fdsc"sv, device, "camera data track"sv},
    {"CTMD"sv, device, "camera data track"sv},
    {"tmcd"sv, time, "time code track"sv},
    {"text"sv, caption, "text track (subtitles or chapters)"sv},
    {"tx3g"sv, caption, "text track (subtitles or chapters)"sv},
    {"sbtl"sv, caption, "text track (subtitles or chapters)"sv},
    {"subt"sv, caption, "text track (subtitles or chapters)"sv},
    {"subp"sv, caption, "text track (subtitles or chapters)"sv},
    {"clcp"sv, caption, "text track (subtitles or chapters)"sv},
    {"auxv"sv, hiddenVideo, "auxiliary video (depth or transparency)"sv},
    {"pict"sv, hiddenImage, "track of still pictures"sv},
    {"vide"sv, hiddenVideo, "video track that players do not show"sv},
    {"soun"sv, hiddenVideo, "sound track that players do not play"sv},
    {"meta"sv, location, "timed metadata track"sv},
    {"data"sv, other, "data track"sv},
    {"hint"sv, other, "streaming hints track"sv},
};

const Named* find(std::span<const Named> table, std::string_view key) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [key](const Named& named) { return named.key == key; });
  return found == table.end() ? nullptr : &*found;
}

} // namespace

const Named* boxNamed(std::string_view type) {
  return find(kBoxes, type);
}

const Named* itemNamed(std::string_view type) {
  return find(kItems, type);
}

const Named* keyNamed(std::string_view key) {
  const auto last = key.rfind('.');
  if (last == std::string_view::npos)
    return find(kKeys, key);
  const auto before = last == 0 ? std::string_view::npos : key.rfind('.', last - 1);
  const auto* two = find(kKeys, before == std::string_view::npos ? key : key.substr(before + 1));
  return two ? two : find(kKeys, key.substr(last + 1));
}

const Named* userTypeNamed(std::string_view userType) {
  return find(kUserTypes, userType);
}

const Named* trackNamed(std::string_view code) {
  return find(kTracks, code);
}

} // namespace photoscrub::formats::video
