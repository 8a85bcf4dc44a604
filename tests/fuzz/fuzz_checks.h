/// What the fuzz targets share. A broken promise ends the process, which libFuzzer reports.
#pragma once

#include "formats/container_format.h"

#include <cstdio>
#include <cstdlib>

namespace photoscrub::fuzz {

/// Small enough that a hostile size shows as an error and not as a slow run.
inline Limits smallLimits() {
  Limits limits;
  limits.maxFileBytes = 1u << 20;
  limits.maxPixels = 1u << 24;
  limits.maxSide = 20'000;
  limits.maxParts = 2'000;
  limits.maxScans = 20;
  limits.maxProfileBytes = 1u << 16;
  return limits;
}

inline void require(bool holds, const char* promise) {
  if (holds)
    return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

template <class T> void requireDocumentedError(const Result<T>& result) {
  require(result.ok() || result.error().code != ErrorCode::internal, "no internal error");
  require(result.ok() || !result.error().message.empty(), "an error says something");
}

/// What container_format.h promises about any bytes.
inline void checkFormat(const formats::ContainerFormat& format, ByteView file) {
  const Limits limits = smallLimits();
  requireDocumentedError(format.audit(file, limits));
  const auto document = format.parse(file, limits);
  requireDocumentedError(document);
  if (!document.ok())
    return;
  for (const auto& block : document.value()->blocks)
    require(block.offset <= file.size() && block.size <= file.size() - block.offset,
            "a block lies within the file");
  for (const auto& part : document.value()->dropped)
    require(part.offset <= file.size() && part.size <= file.size(), "a part lies within the file");

  const auto assembly = format.rewrite(*document.value(), {});
  require(assembly.ok(), "what was parsed can be written");
  const Bytes copy = assembly.value().joined();
  const auto clean = format.audit(copy, limits);
  if (!clean.ok())
    std::fprintf(stderr, "%s\n", clean.error().describe(true).c_str());
  require(clean.ok(), "the copy passes its audit");
  require(formats::comparePictures(*document.value(), clean.value()).ok(),
          "the copy holds the same picture");

  const auto second = format.parse(copy, limits);
  require(second.ok(), "the copy can be parsed");
  require(second.value()->dropped.empty(), "the copy holds nothing to drop");
  const auto again = format.rewrite(*second.value(), {});
  require(again.ok() && again.value().joined() == copy, "cleaning twice equals once");
}

} // namespace photoscrub::fuzz
