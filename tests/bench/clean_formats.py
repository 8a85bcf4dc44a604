#!/usr/bin/python3
"""Times a metadata-only clean of each format against cp, in turns, in one run.

usage: clean_formats.py PHOTOSCRUB [--files 60] [--rounds 5] [--jobs 2] [--folder DIR] [FORMAT...]

Each format gets one made file of more than 1 MB, with an XMP packet or a comment where the maker can
write one. The folder should be on tmpfs (default: /dev/shm if there is one). The table gives the
median of the rounds and the ratio to cp of the same round. Formats whose maker is not installed are
left out by name. Needs python3-pil and python3-numpy; heif-enc, cjxl and ffmpeg for some formats.
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

import numpy
from PIL import Image

SECRET = "taken by Zebediah Quennell-Okonkwo"


def noise(width, height, seed=1):
    """A picture that does not compress well: detail everywhere, as in a photo."""
    random = numpy.random.default_rng(seed)
    coarse = random.integers(0, 255, (height // 50, width // 50, 3), dtype=numpy.uint8)
    smooth = numpy.asarray(Image.fromarray(coarse).resize((width, height), Image.BICUBIC), numpy.int16)
    grain = random.integers(-30, 31, smooth.shape, dtype=numpy.int16)
    return Image.fromarray(numpy.clip(smooth + grain, 0, 255).astype(numpy.uint8))


def with_pil(path, width, height, **options):
    noise(width, height).save(path, **options)


def animated_gif(path):
    frames = [noise(600, 400, seed).quantize(64) for seed in range(8)]
    frames[0].save(path, save_all=True, append_images=frames[1:], comment=SECRET.encode())


def by_program(*command):
    """A file made from a PNG by another program; IN and OUT stand for the two names."""

    def make(path, width, height):
        source = path.with_suffix(".in.png")
        noise(width, height).save(source, compress_level=1)
        words = [str({"IN": source, "OUT": path}.get(word, word)) for word in command]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        source.unlink()

    return make


def film(path, *options):
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30",
                    "-f", "lavfi", "-i", "sine=frequency=440", "-t", "12", "-c:v", "libx264", "-preset",
                    "ultrafast", "-crf", "12", "-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata",
                    "location=+51.5-0.1/", "-metadata", "title=" + SECRET, *options, str(path)],
                   check=True)


# extension: (what it needs, how a file of it is made)
MAKERS = {
    "jpg": (None, lambda path: with_pil(path, 4000, 3000, quality=80, comment=SECRET.encode())),
    "png": (None, lambda path: with_pil(path, 1000, 800)),
    "webp": (None, lambda path: with_pil(path, 3000, 2000, quality=85, xmp=SECRET.encode())),
    "gif": (None, animated_gif),
    "tif": (None, lambda path: with_pil(path, 1500, 1000, description=SECRET, software=SECRET)),
    "bmp": (None, lambda path: with_pil(path, 1500, 1000)),
    "jp2": (None, lambda path: with_pil(path, 1200, 1000)),
    "heic": ("heif-enc", lambda path: by_program("heif-enc", "-q", "85", "IN", "-o", "OUT")(path, 3000, 2000)),
    "avif": ("heif-enc", lambda path: by_program("heif-enc", "-A", "-p", "speed=9", "-q", "85", "IN", "-o",
                                                 "OUT")(path, 2400, 1600)),
    "jxl": ("cjxl", lambda path: by_program("cjxl", "-e", "3", "-q", "92", "IN", "OUT")(path, 2400, 1600)),
    "mp4": ("ffmpeg", film),
    "mov": ("ffmpeg", film),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="default: " + " ".join(MAKERS))
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    arguments = parser.parse_intermixed_args()
    print(f"{arguments.files} files a format, {arguments.rounds} rounds, {arguments.jobs} jobs")
    print(f"{'format':8} {'MB':>6} {'cp s':>7} {'clean s':>8} {'x cp':>6}")
    for extension in arguments.formats or MAKERS:
        needs, make = MAKERS[extension]
        if needs and not shutil.which(needs):
            print(f"{extension:8} left out: {needs} is not installed")
            continue
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            measure(Path(folder), extension, make, arguments)


def measure(folder, extension, make, arguments):
    source, target = folder / "source", folder / "target"
    source.mkdir()
    first = source / f"file0000.{extension}"
    make(first)
    for i in range(1, arguments.files):
        shutil.copyfile(first, source / f"file{i:04}.{extension}")
    copying, cleaning = [], []
    for _ in range(arguments.rounds):
        copying.append(timed(target, "cp", "-r", source, target))
        cleaning.append(timed(target, arguments.program, "clean", "--no-detect", "-j", arguments.jobs,
                              source, "-o", target, expected=arguments.files))
    ratio = statistics.median(clean / copy for clean, copy in zip(cleaning, copying))
    print(f"{extension:8} {first.stat().st_size / 1e6:6.2f} {statistics.median(copying):7.3f} "
          f"{statistics.median(cleaning):8.3f} {ratio:6.2f}", flush=True)


def timed(target, *command, expected=None):
    begin = time.monotonic()
    ran = subprocess.run([str(word) for word in command], check=False, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - begin
    # 3: a video always needs review.
    if ran.returncode not in (0, 3) or expected not in (None, len(list(target.iterdir()))):
        raise SystemExit(f"{command[0]} did not do its work: exit status {ran.returncode}")
    shutil.rmtree(target)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
