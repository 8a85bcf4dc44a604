"""TIFF directories written by hand (TIFF 6.0, section 2), as Exif and MPF use them: little-endian."""

import struct

ASCII, SHORT, LONG, RATIONAL, UNDEFINED, BYTE = 2, 3, 4, 5, 7, 1


def ascii_value(text):
    return ASCII, len(text) + 1, text.encode() + b"\0"


def short(*values):
    return SHORT, len(values), struct.pack(f"<{len(values)}H", *values)


def long(*values):
    return LONG, len(values), struct.pack(f"<{len(values)}I", *values)


def rational(*pairs):
    return RATIONAL, len(pairs), b"".join(struct.pack("<2I", *pair) for pair in pairs)


def undefined(data):
    return UNDEFINED, len(data), data


def byte(*values):
    return BYTE, len(values), bytes(values)


def directory(entries, offset, following=0):
    """The directory {tag: value} as it stands at `offset`, its longer values right behind it."""
    head, tail = b"", b""
    behind = offset + 2 + 12 * len(entries) + 4
    for tag, (kind, count, data) in sorted(entries.items()):
        head += struct.pack("<2HI", tag, kind, count)
        if len(data) <= 4:
            head += data.ljust(4, b"\0")
        else:
            head += struct.pack("<I", behind + len(tail))
            tail += data + b"\0" * (len(data) % 2)
    return struct.pack("<H", len(entries)) + head + struct.pack("<I", following) + tail


def header():
    return b"II*\0" + struct.pack("<I", 8)


def gps():
    """51 deg 28' 40.1" N, 0 deg 0' 5.3" W: the meridian in Greenwich, a public landmark."""
    return {0: byte(2, 3, 0, 0), 1: ascii_value("N"), 2: rational((51, 1), (28, 1), (401, 10)),
            3: ascii_value("W"), 4: rational((0, 1), (0, 1), (53, 10)), 5: byte(0),
            6: rational((470, 10)), 7: rational((13, 1), (5, 1), (9, 1)), 16: ascii_value("T"),
            17: rational((2135, 10)), 29: ascii_value("2026:03:14")}


def exif(main, detail, thumbnail=b""):
    """A TIFF block: IFD0 with `main`, the Exif directory with `detail`, GPS, IFD1 with `thumbnail`."""
    main = {**main, 0x8769: long(0), 0x8825: long(0)}
    detail_at = 8 + len(directory(main, 8))
    gps_at = detail_at + len(directory(detail, detail_at))
    first_at = gps_at + len(directory(gps(), gps_at))
    main.update({0x8769: long(detail_at), 0x8825: long(gps_at)})
    block = header() + directory(main, 8, first_at if thumbnail else 0)
    block += directory(detail, detail_at) + directory(gps(), gps_at)
    if thumbnail:
        small = {0x0103: short(6), 0x0201: long(0), 0x0202: long(len(thumbnail))}
        small[0x0201] = long(first_at + len(directory(small, first_at)))
        block += directory(small, first_at) + thumbnail
    return block
