"""What the command line scenarios share: running the program, small photos made here, JSON lines.

The program is named by PHOTOSCRUB_PROGRAM and the sample photos by PHOTOSCRUB_SAMPLES. Only the
standard library is used."""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

PROGRAM = os.environ.get("PHOTOSCRUB_PROGRAM", "")
SAMPLES = Path(os.environ.get("PHOTOSCRUB_SAMPLES", ""))

CLEAN, ERROR, USAGE, REVIEW, REFUSED = 0, 1, 2, 3, 4

SECRET = "Zebediah Quennell-Okonkwo"  # planted in metadata; in no sample and in no text of ours


class Ran:
    """One run of the program: its exit status and what it printed, as bytes."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self):
        """The JSON objects on stdout; fails where a line is anything else."""
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]

    def __repr__(self):
        return f"exit {self.code}\n{self.out[:2000]!r}\n{self.err[:2000]!r}"


def run(*arguments, **options):
    """Runs the program; `options` go to subprocess.run."""
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if "input" in options:
        del given["stdin"]
    done = subprocess.run([PROGRAM, *arguments], check=False, **{**given, **options})
    return Ran(done.returncode, done.stdout, done.stderr)


class Scenario(unittest.TestCase):
    """A test with a folder of its own, which everybody may enter: some tests run as nobody."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="photoscrub-cli-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def sample(self, name, to=None):
        """A copy of a sample photo in the test's folder."""
        path = self.folder / (to or name)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, path)
        return path

    def put(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def names(self, folder="."):
        """Everything below a folder, hidden names too."""
        top = self.folder / folder
        return sorted(str(path.relative_to(top)) for path in top.rglob("*"))

    def assertRan(self, ran, code):
        self.assertEqual(ran.code, code, ran)

    def one(self, *arguments, code, **options):
        """Runs with --json --no-detect on one file: its JSON object."""
        return self.looked(*arguments, "--no-detect", code=code, **options)

    def looked(self, *arguments, code, **options):
        """Runs with --json on one file, which is looked at: its JSON object."""
        ran = run(*arguments, "--json", **options)
        self.assertRan(ran, code)
        self.assertEqual(len(ran.lines), 1, ran)
        return ran.lines[0]


# ---------------------------------------------------------------------- photos made here


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(columns=2, rows=2, level=1, extra=b""):
    """A grey baseline JPEG of columns x rows blocks, ITU-T T.81; `extra` stands after the JFIF
    segment, which is the one that photoscrub writes (version 1.01, aspect ratio 1:1, no thumbnail):
    without `extra` the photo is as clean as can be.

    Each Huffman table has one code of one bit, so each block is two zero bits: no difference to the
    block before it, end of block."""
    tables = segment(0xDB, bytes([0]) + bytes([level]) * 64)
    frame = segment(0xC0, struct.pack(">BHHB", 8, rows * 8, columns * 8, 1) + b"\x01\x11\x00")
    one_code = bytes([1]) + bytes(15) + b"\x00"
    huffman = segment(0xC4, b"\x00" + one_code) + segment(0xC4, b"\x10" + one_code)
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    bits = 2 * columns * rows
    data = bytearray(-(-bits // 8))
    if bits % 8:
        data[-1] = (1 << (8 - bits % 8)) - 1  # filled with ones, F.1.2.3
    jfif = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    return b"\xff\xd8" + jfif + extra + tables + frame + huffman + scan + bytes(data) + b"\xff\xd9"


def comment(text):
    return segment(0xFE, text.encode())


def exif(entries):
    """An APP1 segment from {tag: text or number} of IFD0, Exif 3.0, 4.5 and 4.6."""
    fields, texts = b"", b""
    start = 8 + 2 + 12 * len(entries) + 4
    for tag, value in sorted(entries.items()):
        if isinstance(value, int):
            fields += struct.pack("<HHIHH", tag, 3, 1, value, 0)
            continue
        text = value.encode() + b"\0"
        text += b"\0" * (4 - len(text))
        fields += struct.pack("<HHII", tag, 2, len(text), start + len(texts))
        texts += text
    block = b"II*\0" + struct.pack("<IH", 8, len(entries)) + fields + b"\0\0\0\0" + texts
    return segment(0xE1, b"Exif\0\0" + block)


IMAGE_DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT = 0x010E, 0x0112, 0x013B, 0x8298


def exif_of(data):
    """{tag: bytes} of IFD0 and of the Exif IFD of a JPEG made of whole segments; {} without any."""
    at = 2
    while data[at:at + 1] == b"\xff" and data[at + 1] != 0xDA:
        length, = struct.unpack(">H", data[at + 2:at + 4])
        body = data[at + 4:at + 2 + length]
        if data[at + 1] == 0xE1 and body.startswith(b"Exif\0\0"):
            return tiff_fields(body[6:])
        at += 2 + length
    return {}


def tiff_fields(block):
    order = "<" if block.startswith(b"II") else ">"
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    todo, fields = [struct.unpack(order + "I", block[4:8])[0]], {}
    while todo:
        at = todo.pop()
        count, = struct.unpack(order + "H", block[at:at + 2])
        for i in range(count):
            entry = block[at + 2 + 12 * i:at + 14 + 12 * i]
            tag, kind, number = struct.unpack(order + "HHI", entry[:8])
            length = sizes[kind] * number
            value = entry[8:8 + length]
            if length > 4:
                place, = struct.unpack(order + "I", entry[8:])
                value = block[place:place + length]
            if tag == 0x8769:  # the way to the Exif IFD
                todo.append(struct.unpack(order + "I", value)[0])
            else:
                fields[tag] = value
    return fields


def png(width, height, rgb):
    """A PNG of 8-bit RGB pixels, with nothing but the critical chunks."""
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))

    rows = b"".join(b"\0" + rgb[y * width * 3:(y + 1) * width * 3] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) +
            chunk(b"IEND", b""))


def dirty_jpeg(text=SECRET, orientation=1):
    """A small photo with something to remove."""
    return jpeg(extra=exif({ORIENTATION: orientation, ARTIST: text, COPYRIGHT: "(c) " + text}) +
                comment("taken by " + text))


def main():
    if not PROGRAM or not SAMPLES.is_dir():
        raise SystemExit("set PHOTOSCRUB_PROGRAM and PHOTOSCRUB_SAMPLES")
    unittest.main(verbosity=2)
