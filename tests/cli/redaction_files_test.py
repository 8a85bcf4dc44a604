#!/usr/bin/env python3
"""Boxes in real photos through the command line: `clean --no-detect --box x,y,w,h ...`.

Takes the JPEGs of ../shared where that folder is, every 60th of them, or all with
PHOTOSCRUB_ALL_FILES=1. Of each copy: the coefficients by the program PHOTOSCRUB_CHECKER, orientation,
no thumbnail, jpegtran and djpeg without a word; prints how its size compares to that of the copy
without boxes. Run by itself it says more than ctest shows."""

import os
import random
import shutil
import struct
import subprocess
import sys
import unittest
from pathlib import Path

from support import CLEAN, REFUSED, REVIEW, Scenario, run

CHECKER = os.environ.get("PHOTOSCRUB_CHECKER", "")
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FOLDERS = (SHARED / "eval" / "dev" / "images", SHARED / "meta" / "dev")
ALL = os.environ.get("PHOTOSCRUB_ALL_FILES") is not None
STEP = 1 if ALL else 60
# Said of 16-bit quantisation tables, which stay as they were.
KNOWN = "Caution: quantization tables are too coarse for baseline JPEG\n"
BANDS = (50, 20, 10, 5, 2, 0)


def photos():
    found = sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("*")
                   if path.suffix.lower() in (".jpg", ".jpeg"))
    return found[::STEP]


def segments(jpeg):
    """Marker and payload of each segment before the first scan; b"" of payload for the rest."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        if jpeg[at + 1] == 0xDA:
            return
        length = int.from_bytes(jpeg[at + 2:at + 4], "big")
        yield jpeg[at + 1], jpeg[at + 4:at + 2 + length]
        at += 2 + max(length, 2)


def orientation(jpeg):
    """The Exif tag, or 1 where there is none."""
    for marker, payload in segments(jpeg):
        if marker != 0xE1 or not payload.startswith(b"Exif\0\0"):
            continue
        tiff = payload[6:]
        order = "<" if tiff[:2] == b"II" else ">"
        try:
            start, = struct.unpack_from(order + "I", tiff, 4)
            count, = struct.unpack_from(order + "H", tiff, start)
            for i in range(count):
                tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * i)
                if tag == 0x0112 and 1 <= value <= 8:
                    return value
        except struct.error:
            return 1
    return 1


def boxes_for(name, width, height):
    """One to ten boxes, the same for the same name."""
    rng = random.Random(name)
    part = rng.choice((3, 12))
    return [(rng.randrange(width), rng.randrange(height),
             1 + rng.randrange(max(1, width // part)), 1 + rng.randrange(max(1, height // part)))
            for _ in range(rng.randint(1, 10))]


def texts(box):
    return ",".join(str(number) for number in box)


@unittest.skipUnless(photos(), "there is no ../shared with photos")
@unittest.skipUnless(CHECKER, "PHOTOSCRUB_CHECKER does not name the program")
class RealFiles(Scenario):
    def tool(self, *command):
        done = subprocess.run(command, capture_output=True, check=False)
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def clean(self, path, to, *more):
        ran = run("clean", "--no-detect", "--json", "-o", str(to), *more, str(path))
        return ran, ran.lines[0] if ran.lines else {}

    def check_copy(self, original, copy, tag, boxes):
        done = subprocess.run([CHECKER, str(original), str(copy), str(tag), *map(texts, boxes)],
                              capture_output=True, check=False)
        report = done.stdout.decode()
        self.assertEqual(done.returncode, 0, report)
        data = copy.read_bytes()
        self.assertEqual(orientation(data), tag)
        for _, payload in segments(data):
            self.assertNotIn(b"\xFF\xD8\xFF", payload, "a thumbnail is left")
        for tool in ("jpegtran", "djpeg"):
            if shutil.which(tool):
                options = ("-copy", "none") if tool == "jpegtran" else ()
                code, said = self.tool(tool, *options, "-outfile", os.devnull, str(copy))
                self.assertEqual((code, said.replace(KNOWN, "")), (0, ""), tool)
        numbers = report.split()
        return int(numbers[1].rstrip(",")), int(numbers[4])  # MCUs, and those under boxes

    def test_boxes_change_nothing_else_and_leave_nothing(self):
        counts = {"files": 0, "boxes": 0, "refused": 0}
        ratios = {band: [] for band in BANDS}
        for number, path in enumerate(photos()):
            with self.subTest(path.name):
                source = self.folder / f"{number}.jpg"
                shutil.copyfile(path, source)
                bare, covered = self.folder / f"{number}-bare.jpg", self.folder / f"{number}-boxes.jpg"
                ran, line = self.clean(source, bare)
                if ran.code not in (CLEAN, REVIEW) or line.get("format") != "jpeg":
                    counts["refused"] += 1
                    continue
                tag = orientation(path.read_bytes())
                boxes = boxes_for(path.name, line["width"], line["height"])
                ran, line = self.clean(source, covered, *(word for box in boxes
                                                          for word in ("--box", texts(box))))
                if ran.code == REFUSED:  # too damaged to be coded again
                    counts["refused"] += 1
                    self.assertFalse(covered.exists())
                    continue
                self.assertIn(ran.code, (CLEAN, REVIEW), ran)
                self.assertTrue(line["verified"])
                mcus, under = self.check_copy(source, covered, tag, boxes)
                counts["files"] += 1
                counts["boxes"] += len(boxes)
                band = next(band for band in BANDS if under * 100 >= band * mcus)
                ratios[band].append(covered.stat().st_size / bare.stat().st_size)
                for file in (source, bare, covered):
                    file.unlink()
        print(counts)
        for band, sizes in ratios.items():
            if sizes:
                sizes.sort()
                print(f"covered {band} % and more: {len(sizes)} files, size to that without boxes: "
                      f"least {sizes[0]:.3f}, median {sizes[len(sizes) // 2]:.3f}, "
                      f"most {sizes[-1]:.3f}")
        self.assertGreater(counts["files"], 0)


if __name__ == "__main__":
    if b"--box" not in run("clean", "--help").out:
        print("this program has no --box")
        sys.exit(77)
    unittest.main()
