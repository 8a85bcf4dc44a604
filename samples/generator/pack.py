"""Pictures to bytes, without the metadata Pillow would add."""

import io
import struct
import zlib


def jpeg_bytes(picture, quality):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def split_jpeg(data):
    """The JPEG from its first table on: without the start marker and the JFIF segment."""
    length = struct.unpack(">H", data[4:6])[0]
    if data[:4] != b"\xff\xd8\xff\xe0":
        raise ValueError("not a JFIF file")
    return data[4 + length:]


def chunk(kind, body):
    return (struct.pack(">I", len(body)) + kind + body
            + struct.pack(">I", zlib.crc32(kind + body) & 0xffffffff))


def png_chunks(picture):
    """The (kind, body) list of the picture as Pillow codes it."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    data, at, chunks = out.getvalue(), 8, []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        chunks.append((kind, data[at + 8:at + 8 + length]))
        at += 12 + length
    return chunks
