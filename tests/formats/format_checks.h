/// What holds for every format: parse, rewrite, audit and compare in one go, with the reasons of
/// a failure. Shared by the format tests.
#pragma once

#include "formats/container_format.h"

#include <string>

#include <gtest/gtest.h>

namespace photoscrub::formats::testing {

/// A document and the bytes written for it.
struct Rewritten {
  std::unique_ptr<Document> document;
  Bytes bytes;
};

/// Cleans `file` and checks the promises that hold for every file that can be parsed: the audit
/// takes the copy, both hold the same picture, cleaning the copy again changes nothing and finds
/// nothing more to drop. A failure is reported to GoogleTest; `bytes` is empty then.
Rewritten rewriteChecked(const ContainerFormat& format, const Bytes& file, const Edits& edits = {},
                         const Limits& limits = {});

/// The error's code, or nothing if all went well.
std::optional<ErrorCode> parseError(const ContainerFormat& format, ByteView file,
                                    const Limits& limits = {});
std::optional<ErrorCode> auditError(const ContainerFormat& format, ByteView file,
                                    const Limits& limits = {});

/// How many dropped parts have this kind and are called `where`.
int countDropped(const Document& document, FindingKind kind, std::string_view where);

/// Fails unless `file`, cut at every length up to 4 KiB and at some beyond, gives an error other
/// than `internal` or a document that passes rewriteChecked().
void expectEveryCutIsHandled(const ContainerFormat& format, const Bytes& file);

/// A small colour profile in the form photoscrub writes.
Bytes cleanProfile();
/// A block with the orientation alone, for `Edits::exif`; and one with camera, GPS and text in it.
Bytes cameraExif(int orientation);

bool holds(ByteView bytes, std::string_view text);

} // namespace photoscrub::formats::testing
