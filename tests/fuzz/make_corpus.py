#!/usr/bin/env python3
"""Makes folders for the fuzz targets to start from: make_corpus.py OUT [FOLDER...]

Takes the photos of samples/, of every FOLDER and, where it exists, of ../shared/meta/dev, and
writes OUT/TARGET/... for the targets that read files, Exif blocks and colour profiles. Large files
are left out: they make a fuzzer slow. Nothing of this belongs into the tree.
"""
import hashlib
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_BYTES = 120_000
MARKERS_WITHOUT_HEADER_AFTER = (0xDA, 0xD9)


def header_segments(jpeg):
    """Marker and payload of each segment before the first scan."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in MARKERS_WITHOUT_HEADER_AFTER:
            return
        length = int.from_bytes(jpeg[at + 2:at + 4], "big")
        yield marker, jpeg[at + 4:at + 2 + length]
        at += 2 + max(length, 2)


def seeds(data):
    """(target, bytes) for one file."""
    yield "file_type_fuzz", data[:4096]
    if len(data) <= MAX_BYTES // 4:
        yield "decode_fuzz", data
        # Two covers: x, y, width and height behind the style (redact_fuzz.cpp).
        for style in (0, 1, 2):
            covers = struct.pack("<B4hB4h", style, 5, 7, 60, 41, 0, 50, 20, 33, 30)
            yield "redact_fuzz", data + covers + b"\x02"
    if data.startswith(b"\x89PNG"):
        yield "png_fuzz", data
    if data.startswith(b"BM"):
        yield "bmp_fuzz", data
    if data[4:8] == b"jP  " or data.startswith(b"\xFF\x4F\xFF\x51"):
        yield "jp2_fuzz", data
    if data.startswith(b"GIF8"):
        yield "gif_fuzz", data
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        yield "tiff_fuzz", data
    if data[:2] == b"\xFF\x0A" or data[4:8] == b"JXL ":
        yield "jxl_fuzz", data
    if data[4:8] == b"ftyp":
        yield "heif_fuzz", data
    if data[8:12] == b"WEBP":
        yield "webp_fuzz", data
    if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        yield "video_fuzz", data
    if not data.startswith(b"\xFF\xD8"):
        return
    yield "jpeg_fuzz", data
    profile = b""
    for marker, payload in header_segments(data):
        if marker == 0xE1 and payload.startswith(b"Exif\0\0"):
            yield "exif_block_fuzz", payload[6:]
        if marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0"):
            profile += payload[14:]
    if profile:
        yield "icc_profile_fuzz", profile


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    out = pathlib.Path(arguments[0])
    folders = [ROOT / "samples", ROOT.parent / "shared" / "meta" / "dev"]
    folders += [pathlib.Path(name) for name in arguments[1:]]
    counts = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or not 0 < path.stat().st_size <= MAX_BYTES:
                continue
            for target, seed in seeds(path.read_bytes()):
                (out / target).mkdir(parents=True, exist_ok=True)
                (out / target / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
                counts[target] = counts.get(target, 0) + 1
    for target, count in sorted(counts.items()):
        print(f"{target}: {count}")


if __name__ == "__main__":
    main(sys.argv[1:])
