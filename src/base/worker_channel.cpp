#include "base/worker_channel.h"

#include "base/os_error.h"

#include <algorithm>
#include <array>

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace photoscrub {

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint8_t kHello = 'H';
// What is allocated ahead of the bytes that have arrived: a short reply takes one allocation, a
// false length costs no more than this.
constexpr std::uint64_t kGrowth = 16ull << 20;

constexpr auto kMessage = "The connection to a helper program of photoscrub failed";

// Room for one descriptor in a control message, aligned as cmsg(3) asks.
union Control {
  cmsghdr header;
  std::array<char, CMSG_SPACE(sizeof(int))> bytes;
};

void attach(msghdr& message, Control& control, int file) {
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  cmsghdr* const part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof file);
  std::memcpy(CMSG_DATA(part), &file, sizeof file);
}

void collect(msghdr& message, FileDescriptor& file) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
      continue;
    int number = -1;
    std::memcpy(&number, CMSG_DATA(part), sizeof number);
    file.reset(number);
  }
}

// True when the call is worth repeating; waits first where the socket was not ready.
Result<bool> tryAgain(int socket, short events, std::string_view call, const WaitFor& wait) {
  const int number = errno;
  if (number == EINTR)
    return true;
  if (number != EAGAIN && number != EWOULDBLOCK)
    return ioError(kMessage, call, number);
  PHOTOSCRUB_CHECK(wait(socket, events));
  return true;
}

Status sendAll(int socket, std::array<iovec, 2> parts, int file, const WaitFor& wait) {
  Control control{};
  while (parts[0].iov_len + parts[1].iov_len > 0) {
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    if (file >= 0)
      attach(message, control, file);
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      PHOTOSCRUB_TRY(again, tryAgain(socket, POLLOUT, "sendmsg", wait));
      if (again)
        continue;
    }
    file = -1;
    auto left = static_cast<std::size_t>(sent);
    for (auto& part : parts) {
      const std::size_t done = std::min(left, part.iov_len);
      part = {static_cast<std::uint8_t*>(part.iov_base) + done, part.iov_len - done};
      left -= done;
    }
  }
  return {};
}

// Without a place for descriptors the kernel closes those that were sent along (unix(7)).
Status receiveAll(int socket, std::span<std::uint8_t> into, FileDescriptor* file,
                  const WaitFor& wait) {
  while (!into.empty()) {
    Control control{};
    iovec part{into.data(), into.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (file) {
      message.msg_control = control.bytes.data();
      message.msg_controllen = control.bytes.size();
    }
    const ssize_t got = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got < 0) {
      PHOTOSCRUB_TRY(again, tryAgain(socket, POLLIN, "recvmsg", wait));
      if (again)
        continue;
    }
    if (got == 0)
      return Error{ErrorCode::io, kMessage, "closed"};
    if (file)
      collect(message, *file);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

iovec partOf(ByteView bytes) {
  // iovec serves reading and writing and so has no const; sendmsg only reads.
  return {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
}

std::uint64_t littleEndian(std::span<const std::uint8_t, kLengthBytes> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;)
    value = (value << 8) | bytes[i];
  return value;
}

} // namespace

Status sendFrame(int socket, ByteView payload, int file, const WaitFor& wait) {
  std::array<std::uint8_t, kLengthBytes> length{};
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    length[i] = static_cast<std::uint8_t>(payload.size() >> (8 * i) & 0xFF);
  return sendAll(socket, {partOf(length), partOf(payload)}, file, wait);
}

Result<Frame> receiveFrame(int socket, std::uint64_t maxBytes, Lending lending,
                           const WaitFor& wait) {
  Frame frame;
  std::array<std::uint8_t, kLengthBytes> header{};
  auto* const file = lending == Lending::accept ? &frame.file : nullptr;
  PHOTOSCRUB_CHECK(receiveAll(socket, header, file, wait));
  const std::uint64_t length = littleEndian(header);
  if (length > maxBytes)
    return Error{ErrorCode::limit, kMessage, "message too large"};
  while (frame.payload.size() < length) {
    const std::size_t have = frame.payload.size();
    frame.payload.resize(static_cast<std::size_t>(std::min(length, have + kGrowth)));
    PHOTOSCRUB_CHECK(receiveAll(socket, std::span(frame.payload).subspan(have), nullptr, wait));
  }
  return frame;
}

Status sendHello(int socket, const WaitFor& wait) {
  return sendAll(socket, {partOf({&kHello, 1}), iovec{}}, -1, wait);
}

Status receiveHello(int socket, const WaitFor& wait) {
  std::uint8_t byte = 0;
  PHOTOSCRUB_CHECK(receiveAll(socket, {&byte, 1}, nullptr, wait));
  if (byte != kHello)
    return Error{ErrorCode::io, kMessage, "unknown greeting"};
  return {};
}

} // namespace photoscrub
