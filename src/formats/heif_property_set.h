/// The properties that stay: each once, in the order of their first use. Private to the HEIF
/// format.
#pragma once

#include "formats/heif_document.h"
#include "formats/heif_selection.h"

#include <map>

namespace photoscrub::formats::heif {

class PropertySet {
public:
  /// REQUIRES: all of them outlive this.
  PropertySet(const Tables& tables, const Limits& limits, HeifDocument& document);

  /// The plain hvcC or av1C property of a coded image. Errors: malformed.
  Result<Bytes> configuration(const Selected& selected) const;

  struct Sizes {
    Size stored; ///< as the property says
    Size shown;  ///< after the transformations
  };
  /// Gives `item` its properties. `whole`: its data stay as they are. Errors: malformed, limit,
  /// unsupported (a property no reader may ignore).
  Result<Sizes> take(const Selected& selected, bool whole, KeptItem& item);

  /// Lists what goes, and settles whose the colour profile is. Call it last.
  void finish();

private:
  struct Choice; // of one item

  Status choose(const Selected& selected, bool whole, std::size_t index, bool essential,
                Choice& choice);
  void chooseProfile(const Selected& selected, std::size_t index, KeptItem& item);
  std::uint16_t number(Property property);

  const Tables& tables_;
  const Limits& limits_;
  HeifDocument& document_;
  std::map<Property, std::uint16_t> numbers_;
  enum class Fate : std::uint8_t {
    unused,   ///< no item has it
    gone,     ///< an item that stays has it, but the output will not
    differs,  ///< so too, as a profile that is not the picture's
    ofOthers, ///< items that go have it
    kept,
  };
  std::vector<Fate> fates_; ///< of Tables::properties
};

} // namespace photoscrub::formats::heif
