#include "redact/jp2_stream.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace photoscrub::redact {

namespace {

constexpr auto kEnd = static_cast<OPJ_SIZE_T>(-1); // in OpenJPEG's words

Jp2Memory& of(void* user) {
  return *static_cast<Jp2Memory*>(user);
}

OPJ_SIZE_T onRead(void* to, OPJ_SIZE_T count, void* user) {
  auto& memory = of(user);
  const auto some = std::min<std::size_t>(count, memory.source.size() - memory.at);
  if (some == 0)
    return kEnd;
  std::memcpy(to, memory.source.data() + memory.at, some);
  memory.at += some;
  return some;
}

OPJ_SIZE_T onWrite(void* from, OPJ_SIZE_T count, void* user) {
  auto& memory = of(user);
  try {
    if (memory.target.size() < memory.at + count)
      memory.target.resize(memory.at + count);
  } catch (const std::bad_alloc&) {
    return kEnd;
  }
  if (count > 0)
    std::memcpy(memory.target.data() + memory.at, from, count);
  memory.at += count;
  return count;
}

OPJ_BOOL onSeek(OPJ_OFF_T position, void* user) {
  auto& memory = of(user);
  const auto to = static_cast<std::uint64_t>(position);
  // The writer leaves room for what it fills in later, and says so by skipping it.
  if (position < 0 || (!memory.writing && to > memory.source.size()))
    return OPJ_FALSE;
  memory.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

OPJ_OFF_T onSkip(OPJ_OFF_T count, void* user) {
  auto& memory = of(user);
  const auto position = static_cast<OPJ_OFF_T>(memory.at) + count;
  return onSeek(position, user) == OPJ_TRUE ? count : -1;
}

} // namespace

Jp2Stream openJp2Stream(Jp2Memory& memory) {
  Jp2Stream stream(opj_stream_default_create(memory.writing ? OPJ_FALSE : OPJ_TRUE));
  if (!stream)
    return stream;
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), memory.source.size());
  opj_stream_set_read_function(stream.get(), onRead);
  opj_stream_set_write_function(stream.get(), onWrite);
  opj_stream_set_skip_function(stream.get(), onSkip);
  opj_stream_set_seek_function(stream.get(), onSeek);
  return stream;
}

} // namespace photoscrub::redact
