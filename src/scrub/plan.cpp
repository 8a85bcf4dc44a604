#include "scrub/plan.h"

#include "formats/exif_block.h"
#include "formats/exif_fields.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {

using formats::FindingKind;
using formats::MetadataBlock;

std::string_view prefix(MetadataBlock::Syntax syntax) {
  switch (syntax) {
  case MetadataBlock::Syntax::exif:
    return "Exif";
  case MetadataBlock::Syntax::xmp:
    return "XMP";
  case MetadataBlock::Syntax::iptc:
    return "IPTC";
  }
  return "";
}

// The file's Exif block is the very one the output will have: nothing leaves.
bool exifStays(const Evidence& evidence, const formats::Edits& edits) {
  const MetadataBlock* only = nullptr;
  for (const auto& block : evidence.document.blocks) {
    if (block.syntax != MetadataBlock::Syntax::exif)
      continue;
    if (only)
      return false;
    only = &block;
  }
  return only && !edits.exif.empty() &&
         sameBytes(evidence.file.subspan(static_cast<std::size_t>(only->offset),
                                         static_cast<std::size_t>(only->size)),
                   edits.exif);
}

// The worker's block as this program writes it itself: what comes back from a saved file can then
// be compared byte by byte, also where the format has no place for a block but for its fields.
Bytes inOneForm(const Bytes& block) {
  const auto fields = formats::readCleanExif(block);
  return fields.ok() ? formats::writeCleanExif(fields.value()) : block; // the audit refuses others
}

bool anyFrom(const std::vector<metadata::Finding>& findings, std::string_view place) {
  return std::any_of(findings.begin(), findings.end(), [place](const metadata::Finding& finding) {
    return finding.where.starts_with(place);
  });
}

// Exiv2 has named the fields of this part one by one.
bool namedByExiv2(const formats::Part& part, const Evidence& evidence) {
  if (!part.describedByExiv2 || !evidence.inventory)
    return false;
  for (const auto syntax :
       {MetadataBlock::Syntax::exif, MetadataBlock::Syntax::xmp, MetadataBlock::Syntax::iptc}) {
    const auto place = prefix(syntax);
    if (part.where.find(place) != std::string::npos && anyFrom(evidence.inventory->findings, place))
      return true;
  }
  return false;
}

void addProfileFindings(metadata::FindingList& list, const Evidence& evidence,
                        const formats::Edits& edits) {
  const auto& original = evidence.document.colourProfile;
  if (original.empty() || sameBytes(original, edits.colourProfile))
    return;
  if (evidence.toJpeg) { // its meaning is in the pixels now
    if (!evidence.inventory || evidence.inventory->colourHadText)
      list.add(FindingKind::colourText, "colour profile");
    return;
  }
  if (edits.colourProfile.empty())
    list.add(FindingKind::other, "colour profile");
  else if (!evidence.inventory || evidence.inventory->colourHadText)
    list.add(FindingKind::colourText, "colour profile");
}

} // namespace

bool needsConversion(const formats::Document& document, std::string_view colourName) {
  return document.type != formats::FileType::jpeg || document.orientation != Orientation::normal ||
         document.adobeRgbByExif || document.cmyk ||
         (!document.colourProfile.empty() && colourName != "sRGB" && colourName != "grey sRGB");
}

Exiv2Reads exiv2Reads(const formats::Document& document) {
  if (!document.knownToExiv2)
    return Exiv2Reads::nothing;
  switch (document.type) {
  case formats::FileType::jpeg:
  case formats::FileType::png:
  case formats::FileType::webp:
  case formats::FileType::gif:
  case formats::FileType::tiff:
  case formats::FileType::bmp:
    return Exiv2Reads::anyFile;
  case formats::FileType::heif:
  case formats::FileType::avif:
    return Exiv2Reads::cleanFiles;
  default:
    return Exiv2Reads::nothing;
  }
}

formats::Edits planEdits(const Evidence& evidence, const ScrubOptions& options) {
  const auto& document = evidence.document;
  const bool takesFields = document.takesFields || evidence.toJpeg;
  formats::Edits edits;
  if (takesFields && !evidence.toJpeg)
    edits.exif = formats::orientationBlock(document.orientation);
  if (!evidence.inventory)
    return edits;
  if (takesFields && !evidence.inventory->keptFields.empty())
    edits.exif = inOneForm(evidence.inventory->exif);
  if (options.policy.keepColour && document.takesColourProfile && !evidence.toJpeg)
    edits.colourProfile = evidence.inventory->colourProfile;
  return edits;
}

std::vector<metadata::Finding> planRemoval(const Evidence& evidence, const formats::Edits& edits) {
  const bool keepsExif = exifStays(evidence, edits);
  metadata::FindingList list;
  if (evidence.inventory) {
    auto findings = evidence.inventory->findings;
    if (keepsExif)
      std::erase_if(findings, [](const metadata::Finding& finding) {
        return finding.where.starts_with("Exif");
      });
    list.merge(findings);
  }
  for (const auto& part : evidence.document.dropped) {
    if (namedByExiv2(part, evidence))
      continue;
    if (keepsExif && part.where == "Exif block")
      continue;
    list.add(part.kind, part.where);
  }
  addProfileFindings(list, evidence, edits);
  return std::move(list).take();
}

std::vector<Kept> planKept(const Evidence& evidence, const formats::Edits& edits) {
  std::vector<Kept> kept;
  if (!edits.colourProfile.empty())
    kept.push_back({"colour", evidence.inventory->colourName + ", so that colours look the same"});
  if (evidence.document.orientation != Orientation::normal && !evidence.toJpeg)
    kept.push_back({"orientation", "so that viewers show the photo upright"});
  if (evidence.inventory && (evidence.document.takesFields || evidence.toJpeg))
    for (const auto& field : evidence.inventory->keptFields)
      kept.push_back({field, "asked for; written afresh"});
  return kept;
}

} // namespace photoscrub::scrub
