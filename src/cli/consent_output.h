/// Records of the consent register as text for a person and as JSON. Opens no file.
#pragma once

#include "consent/register.h"

#include <string>
#include <vector>

namespace photoscrub::cli {

/// What became of a copy that relied on a consent.
enum class CopyState {
  there,   ///< the very bytes that were saved
  changed, ///< a file of that name, but with other bytes
  gone,    ///< no file of that name
  unknown, ///< it cannot be read
};

struct Copy {
  consent::Use use;
  CopyState state = CopyState::unknown;
};

/// One line: reference, whose, standing on `day`, and until when. With a line end, as all of these.
std::string listLine(const consent::Record& record, const std::string& day);
std::string listJson(const consent::Record& record, const std::string& day);

std::string showText(const consent::Record& record, const std::vector<Copy>& copies,
                     const std::string& day);
std::string showJson(const consent::Record& record, const std::vector<Copy>& copies,
                     const std::string& day);

/// What is to be done after a withdrawal. REQUIRES: record.withdrawnOn is a day.
std::string withdrawText(const consent::Record& record, const std::vector<Copy>& copies);

} // namespace photoscrub::cli
