#!/usr/bin/python3
"""Times cleaning many phone-size JPEGs against cp and other tools, in turns, in one run.

usage: clean_many.py PHOTOSCRUB [--files 200] [--rounds 5] [--folder DIR]

The folder should be on tmpfs (default: /dev/shm if there is one). Every tool gets the same files
afresh in each round; the table gives the median of the rounds and the ratio to cp of the same
round. Tools that are not installed are left out by name. Needs python3-pil and python3-numpy.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "samples" / "phone_portrait.jpg"


def metadata_segments(jpeg: bytes) -> bytes:
    """The APPn and COM segments at the head of a JPEG."""
    at, out = 2, b""
    while jpeg[at] == 0xFF and (0xE0 <= jpeg[at + 1] <= 0xEF or jpeg[at + 1] == 0xFE):
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        out += jpeg[at : at + length]
        at += length
    return out


def phone_photo() -> bytes:
    """A 12-megapixel JPEG of about 4 MB with the metadata of the phone sample."""
    import io

    import numpy
    from PIL import Image

    random = numpy.random.default_rng(1)
    coarse = random.integers(0, 255, (60, 80, 3), dtype=numpy.uint8)
    picture = numpy.asarray(Image.fromarray(coarse).resize((4000, 3000), Image.BICUBIC), numpy.int16)
    grain = random.integers(-28, 29, picture.shape, dtype=numpy.int16)
    buffer = io.BytesIO()
    Image.fromarray(numpy.clip(picture + grain, 0, 255).astype(numpy.uint8)).save(
        buffer, "JPEG", quality=80
    )
    plain = buffer.getvalue()
    return plain[:2] + metadata_segments(SAMPLE.read_bytes()) + plain[2:]


def in_place(command):
    """A tool that changes files where they are works on a copy; the copying is part of it."""

    def run(source: Path, target: Path):
        subprocess.run(["cp", "-r", source, target], check=True)
        files = [str(p) for p in sorted(target.iterdir())]
        subprocess.run([*command, *files], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    return run


def photoscrub(program, jobs):
    def run(source: Path, target: Path):
        subprocess.run([program, "clean", "--no-detect", "-j", str(jobs), source, "-o", target],
                       check=True, stdout=subprocess.DEVNULL)

    return run


def copy(source: Path, target: Path):
    subprocess.run(["cp", "-r", source, target], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    arguments = parser.parse_args()
    exiftool_keeping = ["exiftool", "-q", "-overwrite_original", "-all=", "-tagsfromfile", "@",
                        "-icc_profile", "-orientation"]
    tools = {
        "cp": (None, copy),
        "photoscrub -j 1": (None, photoscrub(arguments.program, 1)),
        "photoscrub -j 2": (None, photoscrub(arguments.program, 2)),
        "jhead -purejpg": ("jhead", in_place(["jhead", "-purejpg"])),
        "exiv2 rm": ("exiv2", in_place(["exiv2", "rm"])),
        "exiftool -all=": ("exiftool", in_place(["exiftool", "-q", "-overwrite_original", "-all="])),
        "exiftool, ICC and orientation kept": ("exiftool", in_place(exiftool_keeping)),
    }
    for name, (needs, _) in list(tools.items()):
        if needs and not shutil.which(needs):
            print(f"left out, not installed: {name}")
            del tools[name]

    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        source = Path(folder) / "source"
        source.mkdir()
        photo = phone_photo()
        for i in range(arguments.files):
            (source / f"photo{i:04}.jpg").write_bytes(photo)
        print(f"{arguments.files} files of {len(photo) / 1e6:.2f} MB, {arguments.rounds} rounds")
        seconds = {name: [] for name in tools}
        for _ in range(arguments.rounds):
            for name, (_, run) in tools.items():
                target = Path(folder) / "target"
                begin = time.monotonic()
                run(source, target)
                seconds[name].append(time.monotonic() - begin)
                shutil.rmtree(target)
        print(f"{'tool':36} {'median s':>9} {'x cp':>6}")
        for name, times in seconds.items():
            ratio = statistics.median(t / c for t, c in zip(times, seconds["cp"]))
            print(f"{name:36} {statistics.median(times):9.3f} {ratio:6.2f}")


if __name__ == "__main__":
    sys.exit(main())
