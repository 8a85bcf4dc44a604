#include "identify/file_name_words.h"

#include "identify/ascii.h"

#include <algorithm>
#include <string>

namespace photoscrub::identify {

namespace {

constexpr std::string_view kWords[] = {
    "android",    "anniversary", "annual",    "april",      "august",      "autumn",
    "award",      "awards",      "back",      "background", "banner",      "bbc",
    "before",     "after",       "birthday",  "black",      "blue",        "blur",
    "brown",      "burst",       "cake",      "camera",     "canon",       "car",
    "christmas",  "cimg",        "clean",     "cleaned",    "collage",     "compressed",
    "conference", "copy",        "corporate", "cover",      "crop",        "cropped",
    "december",   "desktop",     "doc",       "document",   "download",    "draft",
    "dsc",        "dscf",        "dscn",      "easter",     "edit",        "edited",
    "equipment",  "event",       "export",    "facebook",   "fb",          "february",
    "file",       "final",       "flyer",     "front",      "full",        "garden",
    "gif",        "gopr",        "gopro",     "google",     "green",       "grey",
    "groups",     "halloween",   "hdr",       "header",     "heic",        "huawei",
    "icon",       "image",       "images",    "img",        "instagram",   "ios",
    "iphone",     "january",     "jpeg",      "jpg",        "july",        "june",
    "landscape",  "large",       "launch",    "live",       "logo",        "machine",
    "main",       "march",       "may",       "media",      "messenger",   "microsoft",
    "mobile",     "morning",     "motion",    "mvimg",      "new",         "newsletter",
    "nikon",      "november",    "october",   "old",        "opening",     "orange",
    "original",   "page",        "pano",      "panorama",   "party",       "phone",
    "photo",      "photos",      "pic",       "pics",       "picture",     "pictures",
    "pink",       "pixel",       "png",       "poster",     "portrait",    "presentation",
    "preview",    "print",       "project",   "purple",     "pxl",         "quality",
    "raw",        "received",    "red",       "resized",    "samsung",     "save",
    "scan",       "scanned",     "screen",    "screenshot", "screenshots", "selfie",
    "september",  "shared",      "shot",      "signal",     "site",        "slide",
    "small",      "snapchat",    "social",    "sony",       "spring",      "summer",
    "telegram",   "thumbnail",   "training",  "tree",       "twitter",     "untitled",
    "upload",     "version",     "vid",       "video",      "view",        "visit",
    "web",        "website",     "week",      "whatsapp",   "white",       "winter",
    "yellow",     "zoom"};

} // namespace

bool isFileNameWord(std::string_view word) {
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view known) { return sameIgnoringCase(known, word); });
}

} // namespace photoscrub::identify
