#!/usr/bin/env python3
"""Makes the sample photos, always the same bytes with the same Pillow.

    make_samples.py [FOLDER]       write them to FOLDER (default: beside this script)
    make_samples.py --check        make them again and compare with those beside this script

Needs Pillow, NumPy and the DejaVu fonts (python3-pil, python3-numpy, fonts-dejavu-core). The check
ends with 77 where they are missing. With another Pillow than the one that made the files, whose
compressed pictures may differ, it compares everything but the compressed data.
"""

import re
import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MADE_WITH_PILLOW = "9.4.0"
CANNOT_CHECK = 77


def already_clean():
    """A landscape, and not one byte more than it takes to show it."""
    from generator.canvas import Canvas
    from generator.pack import jpeg_bytes
    scene = Canvas(960, 640)
    scene.gradient(0, 0, 960, 420, (92, 142, 206), (244, 222, 190))
    scene.ellipse(640, 230, 120, 120, (255, 236, 190))
    for points, colour in (([(0, 380), (180, 270), (340, 370), (560, 250), (960, 400)], (118, 132, 160)),
                           ([(0, 430), (260, 350), (520, 430), (760, 340), (960, 420)], (86, 116, 122)),
                           ([(0, 500), (320, 430), (640, 500), (960, 450)], (70, 112, 84))):
        scene.polygon([*points, (960, 640), (0, 640)], colour)
    scene.gradient(0, 540, 960, 100, (98, 138, 78), (64, 100, 56))
    return jpeg_bytes(scene.photo(noise=2, seed=3), 85)


def makers():
    from generator import notes_png, pack, phone_photo, ward_scene
    return {"already_clean.jpg": already_clean,
            "notes.png": notes_png.build,
            "phone_portrait.jpg": phone_photo.build,
            "ward_scene.jpg": lambda: pack.jpeg_bytes(ward_scene.draw(), 86)}


def skeleton(data):
    """The file without what a compressor decides: entropy-coded data, Huffman tables, IDAT, and the
    sizes and offsets that follow from them."""
    if data.startswith(b"\x89PNG"):
        kinds, at = [], 8
        while at + 8 <= len(data) and not kinds[-1:] == [b"IEND"]:
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            if kind not in (b"IDAT", b"PLTE"):
                kinds += [data[at + 8:at + 8 + length]]
            kinds += [kind] if kinds[-1:] != [kind] else []
            at += 12 + length
        return [*kinds, data[at:]]
    segments, at = [], 2
    while data[at + 1] != 0xda:
        code, length = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        body = data[at + 4:at + 2 + length]
        if 0xe0 <= code <= 0xef or code == 0xfe:
            # Text is compared; numbers of the directories move with the sizes of the pictures.
            segments.append((code, re.findall(rb"[ -~]{6,}", body.split(b"\xff\xd8\xff")[0])))
        elif code != 0xc4:
            segments.append((code, body[:5]))
        at += 2 + length
    return [*segments, b"ftyp" in data, data.count(b"\xff\xd9\xff\xd8")]


def check():
    try:
        import numpy  # noqa: F401  (the generator needs it)
        from PIL import __version__ as pillow
        made = {name: make() for name, make in makers().items()}
    except (ImportError, OSError) as missing:
        print(f"samples_match_script: skipped, {missing}")
        return CANNOT_CHECK
    exact = pillow == MADE_WITH_PILLOW
    status = 0
    for name, data in made.items():
        kept = (HERE / name).read_bytes()
        same = kept == data or (not exact and skeleton(kept) == skeleton(data))
        print(f"{name}: {'as made' if same else 'DIFFERS from what the script makes'}")
        status |= not same
    return status


def main(arguments):
    if arguments == ["--check"]:
        return check()
    folder = Path(arguments[0]) if arguments else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in makers().items():
        (folder / name).write_bytes(make())
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
