#!/usr/bin/python3
"""Times `photoscrub check` stage by stage, beside one naive pass of the same networks.

usage: check_stages.py PHOTOSCRUB [--models DIR] [--rounds 5] [PHOTO...]

Without photos two of 12 megapixels are drawn: one without text and one with thirty lines. Every
photo is checked in turns with the naive pass, in one process each that has seen a photo before
(warm). Medians of the rounds, in seconds: wall by `-j 1`, the detectors' own times, peak memory of
the largest process.

The naive pass is what a first program would do: each network once over the photo at one size, on one
thread, Tesseract once over the whole page. It needs python3-opencv, and tesseract on the PATH. The
last lines tell what more cores and jobs do; a single job already uses a second core, as detectors of
one photo run side by side.
"""
import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

NETWORKS = (("yunet_n", "yunet_n_640_640.onnx", 1280, 1.0, (0, 0, 0)),
            ("yolox_nano", "yolox_nano.onnx", 640, 1.0, (0, 0, 0)),
            ("ppocrv3_en_det", "en_PP-OCRv3_det_infer.onnx", 1280, 1 / 57.4, (123.7, 116.3, 103.5)))
JOBS_PHOTOS = 6


def drawn(path, lines):
    """Soft noise, as a wall out of focus, with lines of print."""
    random = numpy.random.default_rng(7)
    coarse = random.integers(90, 190, (30, 40, 3), dtype=numpy.uint8)
    picture = Image.fromarray(coarse).resize((4000, 3000), Image.BICUBIC)
    grain = random.integers(-8, 9, (3000, 4000, 3), dtype=numpy.int16)
    picture = Image.fromarray(numpy.clip(numpy.asarray(picture, numpy.int16) + grain, 0, 255)
                              .astype(numpy.uint8))
    draw = ImageDraw.Draw(picture)
    try:
        font = ImageFont.truetype("DejaVuSans.ttf", 48)
    except OSError:
        font = ImageFont.load_default()
    if lines:
        draw.rectangle((900, 300, 3100, 300 + 80 * lines + 60), fill=(245, 245, 240))
    for i in range(lines):
        draw.text((960, 330 + 80 * i), f"Line {i + 1} of the notice for visitors of ward {i % 9}",
                  font=font, fill=(20, 20, 30))
    picture.save(path, quality=90)


def checked(photoscrub, photos, *options, cores=None):
    """The JSON lines of one run, on these cores only."""
    keep = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    output = subprocess.run([photoscrub, "check", "--json", *options, *map(str, photos)],
                            stdout=subprocess.PIPE, check=False, preexec_fn=keep).stdout
    return [json.loads(line) for line in output.splitlines()]


def naive(models, photo):
    """Seconds by stage of one pass of each network, the second time it runs."""
    import cv2
    cv2.setNumThreads(1)
    begin = time.perf_counter()
    picture = cv2.imread(str(photo))
    times = {"decode": time.perf_counter() - begin}
    for name, file, side, scale, mean in NETWORKS:
        net = cv2.dnn.readNet(str(models / file))
        factor = side / max(picture.shape[:2])
        for _ in range(2):
            begin = time.perf_counter()
            small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            small = cv2.copyMakeBorder(small, 0, -small.shape[0] % 32, 0, -small.shape[1] % 32,
                                       cv2.BORDER_CONSTANT)
            net.setInput(cv2.dnn.blobFromImage(small, scale, mean=mean))
            net.forward(net.getUnconnectedOutLayersNames())
            times[name] = time.perf_counter() - begin
    if shutil.which("tesseract"):
        begin = time.perf_counter()
        subprocess.run(["tesseract", str(photo), "-", "--psm", "11"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                       check=False)
        times["tesseract"] = time.perf_counter() - begin
    return times


def median_of(rounds):
    names = {name for times in rounds for name in times}
    return {name: statistics.median(times.get(name, 0) for times in rounds) for name in names}


def row(name, times, total):
    parts = sorted(times.items(), key=lambda item: -item[1])
    print(f"  {name:11} {total:6.3f}  " + ", ".join(f"{k} {v:.3f}" for k, v in parts if v >= .0005))


def measure(arguments, photo):
    """Prints the rows of one photo."""
    ours, theirs, walls = [], [], []
    for _ in range(arguments.rounds):
        seconds = checked(arguments.photoscrub, [photo, photo], "-j", "1")[-1]["seconds"]
        walls.append(seconds["total"])
        ours.append({"decode": seconds["decode"], **seconds["detectors"]})
        theirs.append(naive(arguments.models, photo))
    print(photo.name)
    row("photoscrub", median_of(ours), statistics.median(walls))
    baseline = median_of(theirs)
    row("naive", baseline, sum(baseline.values()))


def two_jobs(arguments, photo):
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder, f"{i}.jpg") for i in range(JOBS_PHOTOS)]
        for copy in copies:
            shutil.copy(photo, copy)
        cores = sorted(os.sched_getaffinity(0))[:2]
        runs = {"one job, one core": ("1", cores[:1]), "one job, two cores": ("1", cores),
                "two jobs, two cores": ("2", cores)}
        times = {name: [] for name in runs}
        for _ in range(max(1, arguments.rounds // 2)):
            for name, (jobs, allowed) in runs.items():
                begin = time.perf_counter()
                checked(arguments.photoscrub, copies, "-j", jobs, cores=allowed)
                times[name].append(time.perf_counter() - begin)
    first = statistics.median(times["one job, one core"])
    for name, walls in times.items():
        print(f"{name:20} {statistics.median(walls) / JOBS_PHOTOS:.3f} s a photo,"
              f" {first / statistics.median(walls):.2f} times the work")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photoscrub", type=Path)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("photo", type=Path, nargs="*")
    arguments = parser.parse_args()
    arguments.models = arguments.models or arguments.photoscrub.resolve().parent.parent / "models"
    with tempfile.TemporaryDirectory() as folder:
        if not arguments.photo:
            for lines in (0, 30):
                arguments.photo.append(Path(folder, f"drawn_{lines}_lines.jpg"))
                drawn(arguments.photo[-1], lines)
        print(f"wall and seconds by stage, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for photo in arguments.photo:
            checked(arguments.photoscrub, [photo])
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"peak so far {peak} MiB")
            measure(arguments, photo)
        two_jobs(arguments, arguments.photo[0])


if __name__ == "__main__":
    sys.exit(main())
