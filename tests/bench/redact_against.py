#!/usr/bin/env python3
"""Time of covering three boxes of a photo, as whole programs: photoscrub with its proof, ImageMagick's
convert and OpenCV (where they are installed), which blur the boxes and code the picture again.

    redact_against.py PHOTOSCRUB [PHOTO.jpg [ROUNDS]]

Without a photo it makes one of 12 megapixels. Rounds are taken in turns; the medians are printed."""
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOXES = ((610, 415, 401, 517), (2200, 1300, 333, 90), (3001, 2111, 750, 420))
IN_OPENCV = """
import sys, cv2
picture = cv2.imread(sys.argv[1])
for x, y, w, h in %r:
    picture[y:y + h, x:x + w] = cv2.GaussianBlur(picture[y:y + h, x:x + w], (51, 51), 0)
cv2.imwrite(sys.argv[2], picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
""" % (BOXES,)


def make_photo(path):
    """Soft shapes and the grain of a sensor."""
    import numpy
    from PIL import Image
    rng = numpy.random.default_rng(7)
    picture = numpy.full((3000, 4000, 3), 120, numpy.float32)
    for side, weight in ((400, 60), (60, 40), (12, 14), (3, 8)):
        coarse = rng.integers(0, 256, (3000 // side + 1, 4000 // side + 1, 3), numpy.uint8)
        fine = Image.fromarray(coarse).resize((4000, 3000), Image.BICUBIC)
        picture += (numpy.asarray(fine, numpy.float32) - 128) * (weight / 128)
    picture += rng.integers(-8, 9, picture.shape)
    Image.fromarray(picture.clip(0, 255).astype(numpy.uint8)).save(path, quality=90)


def commands(program, photo, to):
    boxes = [word for box in BOXES for word in ("--box", ",".join(map(str, box)))]
    yield "photoscrub", [program, "clean", "--no-detect", *boxes, "-o", f"{to}/ours.jpg", photo]
    blur = [word for x, y, w, h in BOXES
            for word in ("-region", f"{w}x{h}+{x}+{y}", "-blur", "0x8")]
    yield "convert", ["convert", photo, *blur, "-quality", "90", f"{to}/convert.jpg"]
    yield "opencv", ["/usr/bin/python3", "-c", IN_OPENCV, photo, f"{to}/opencv.jpg"]


def seconds(command):
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=False)
    return time.monotonic() - begin if done.returncode == 0 else None


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    rounds = int(arguments[2]) if len(arguments) > 2 else 7
    with tempfile.TemporaryDirectory() as folder:
        photo = arguments[1] if len(arguments) > 1 else f"{folder}/photo.jpg"
        if len(arguments) < 2:
            make_photo(photo)
        times = {}
        for _ in range(rounds):
            for name, command in commands(arguments[0], photo, folder):
                Path(command[-1] if name != "photoscrub" else f"{folder}/ours.jpg").unlink(True)
                try:
                    times.setdefault(name, []).append(seconds(command))
                except FileNotFoundError:
                    times[name] = [None]
        size = Path(photo).stat().st_size
        print(f"photo of {size / 1e6:.1f} MB, three boxes, median of {rounds}")
        for name, taken in times.items():
            said = "failed or not installed" if None in taken else \
                f"{1000 * statistics.median(taken):.0f} ms"
            print(f"{name:12}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
