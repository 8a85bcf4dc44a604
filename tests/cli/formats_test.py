#!/usr/bin/env python3
"""Every kind of picture the whole way: cleaned without a changed pixel, under its right name, looked
at and converted. Pillow makes and reads the pictures; HEIC and AVIF come from heif-enc, where it is
installed."""

import io
import os
import shutil
import struct
import subprocess
import unittest

from support import CLEAN, REFUSED, REVIEW, SECRET, Scenario, main, run

try:
    from PIL import Image, ImageDraw, TiffImagePlugin
except ImportError:
    raise SystemExit(77) from None


def drawing(width=160, height=96, mode="RGB"):
    """Colours that tell each corner from the others."""
    picture = Image.new("RGB", (width, height), (200, 180, 160))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2, height // 2), fill=(210, 40, 40))
    draw.ellipse((width // 2, height // 2, width - 1, height - 1), fill=(40, 60, 200))
    draw.line((0, height, width, 0), fill=(20, 140, 60), width=5)
    if mode == "P":
        return picture.quantize(32, dither=Image.Dither.NONE)
    return picture


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x010F], tags[0x013B], tags[0x0112] = "Maker " + SECRET, SECRET, orientation
    return tags


def saved(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def tiff(orientation=1, **options):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[271], tags[305], tags[315], tags[274] = SECRET, SECRET, SECRET, SECRET, orientation
    return saved(drawing(), "TIFF", tiffinfo=tags, **options)


XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()


def webp(**options):
    return saved(drawing(), "WEBP", exif=exif().tobytes(), xmp=XMP, **options)


def animation(form, **options):
    frames = [drawing(), drawing().rotate(90), drawing().rotate(180)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], loop=3, **options)


def film():
    """A QuickTime film of one track with one sample, with a place and a name in it."""
    def box(kind, *parts):
        body = b"".join(parts)
        return struct.pack(">I", 8 + len(body)) + kind + body

    def full(kind, *parts):
        return box(kind, bytes(4), *parts)

    sample = b"S" * 40
    head = box(b"ftyp", b"qt  ", bytes(4), b"qt  ")
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    entry = box(b"jpeg", bytes(6), struct.pack(">H", 1), bytes(16), struct.pack(">HH", 16, 16),
                struct.pack(">II", 0x480000, 0x480000), bytes(4), struct.pack(">H", 1),
                bytes([4]) + b"made" + bytes(27), struct.pack(">HH", 24, 0xFFFF))

    def moov(offset):
        table = box(b"stbl", full(b"stsd", struct.pack(">I", 1), entry),
                    full(b"stts", struct.pack(">III", 1, 1, 100)),
                    full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
                    full(b"stsz", struct.pack(">III", len(sample), 1, 0)[:8]),
                    full(b"stco", struct.pack(">II", 1, offset)))
        media = box(b"mdia",
                    full(b"mdhd", struct.pack(">IIIIHH", 7, 7, 600, 100, 0, 0)),
                    full(b"hdlr", b"mhlrvide", bytes(12), bytes([len(SECRET)]), SECRET.encode()),
                    box(b"minf", box(b"vmhd", b"\0\0\0\1", bytes(8)),
                        box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", b"\0\0\0\1"))),
                        table))
        track = box(b"trak", box(b"tkhd", b"\0\0\0\7", struct.pack(">IIIII", 7, 7, 1, 0, 100), bytes(16),
                                 matrix, struct.pack(">II", 16 << 16, 16 << 16)), media)
        return box(b"moov", full(b"mvhd", struct.pack(">IIIIIH", 7, 7, 600, 100, 0x10000, 0x100),
                                 bytes(10), matrix, bytes(24), struct.pack(">I", 2)), track,
                   box(b"udta", box(b"\xa9xyz", struct.pack(">HH", 15, 0), b"+51.5000-0.1200"),
                       box(b"\xa9nam", struct.pack(">HH", len(SECRET), 0), SECRET.encode())))

    offset = len(head) + len(moov(0)) + 8
    return head + moov(offset) + box(b"mdat", sample)


class Formats(Scenario):

    def clean(self, name, data, *options, code=CLEAN):
        """(JSON line, bytes of the copy)"""
        photo = self.put(name, data)
        line = self.one("clean", str(photo), "-o", str(self.folder / "out"), *options, code=code)
        self.assertTrue(line["verified"], line)
        self.assertTrue(line["inventory_complete"], line)
        copy = line["output"]
        with open(copy, "rb") as file:
            data = file.read()
        self.assertNotIn(SECRET.encode(), data)
        self.assertNotIn(b"51.5", data)
        return line, data

    def assertSamePicture(self, before, after):
        with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
            self.assertEqual(old.size, new.size)
            frames = getattr(old, "n_frames", 1)
            self.assertEqual(getattr(new, "n_frames", 1), frames)
            for frame in range(frames):
                old.seek(frame)
                new.seek(frame)
                self.assertEqual(old.convert("RGBA").tobytes(), new.convert("RGBA").tobytes())

    def test_pictures_stay_what_they_were(self):
        cases = {
            "lossy.webp": ("webp", webp(quality=80)),
            "lossless.webp": ("webp", webp(lossless=True)),
            "moving.webp": ("webp", animation("WEBP", xmp=XMP)),
            "still.gif": ("gif", saved(drawing(mode="P"), "GIF", comment=SECRET.encode())),
            "moving.gif": ("gif", animation("GIF", comment=SECRET.encode())),
            "plain.tif": ("tiff", tiff()),
            "packed.tif": ("tiff", tiff(compression="tiff_lzw")),
            "trailing.bmp": ("bmp", saved(drawing(), "BMP") + SECRET.encode()),
        }
        for name, (form, data) in cases.items():
            with self.subTest(name):
                line, copy = self.clean(name, data)
                self.assertEqual(line["format"], form)
                self.assertEqual((line["width"], line["height"]), (160, 96))
                self.assertTrue(line["removed"])
                self.assertSamePicture(data, copy)
                line, again = self.clean("again_" + name, copy)
                self.assertEqual(line["status"], "already-clean")
                self.assertEqual(again, copy)

    def test_frames_that_nobody_looked_at_are_to_be_reviewed(self):
        for form in ("GIF", "WEBP"):
            photo = self.put("moving." + form.lower(), animation(form))
            line = self.looked("clean", str(photo), "-o", str(self.folder / "out"), code=REVIEW)
            self.assertIn("only its first frame", " ".join(line["warnings"]))

    def test_jpeg_2000(self):
        try:
            data = saved(drawing(), "JPEG2000", comment=SECRET)
        except (OSError, KeyError):
            self.skipTest("Pillow has no JPEG 2000 here")
        if SECRET.encode() not in data:
            data += SECRET.encode()
        line, copy = self.clean("scan.jp2", data)
        self.assertEqual(line["format"], "jp2")
        self.assertSamePicture(data, copy)

    def heif(self, extension, *options):
        if not shutil.which("heif-enc"):
            self.skipTest("heif-enc is not installed")
        source = self.put("source.jpg", saved(drawing(), "JPEG", quality=95, exif=exif()))
        target = self.folder / ("made." + extension)
        subprocess.run(["heif-enc", *options, str(source), "-o", str(target)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return target.read_bytes()

    def decoded(self, path):
        target = self.folder / "decoded.png"
        subprocess.run(["heif-convert", str(path), str(target)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with Image.open(target) as picture:
            return picture.convert("RGB").tobytes()

    def test_heic_and_avif(self):
        for extension, options in (("heic", []), ("avif", ["-A", "-p", "speed=9"])):
            with self.subTest(extension):
                data = self.heif(extension, *options)
                self.assertIn(SECRET.encode(), data)
                line, _ = self.clean("photo." + extension, data)
                self.assertEqual(line["format"], "heif" if extension == "heic" else "avif")
                self.assertEqual(self.decoded(self.folder / f"photo.{extension}"),
                                 self.decoded(line["output"]))

    def test_videos_always_need_review(self):
        data = film()
        line, copy = self.clean("film.mov", data, code=REVIEW)
        self.assertEqual(line["status"], "needs-review")
        self.assertEqual(line["format"], "video")
        self.assertIn("location", [item["kind"] for item in line["removed"]])
        self.assertTrue(any("not looked at" in warning for warning in line["warnings"]))
        self.assertIn(b"S" * 40, copy)
        before = self.names()
        ran = run("clean", str(self.folder / "film.mov"), "--box", "1,1,5,5", "--json")
        self.assertRan(ran, REFUSED)
        self.assertIn("covered in a video", ran.lines[0]["error"]["message"])
        self.assertEqual(self.names(), before)
        self.assertEqual(run("clean", str(self.folder / "film.mov"), "--no-detect", "--to", "jpeg").code,
                         REFUSED)

    def test_the_content_decides_and_the_copy_gets_the_right_extension(self):
        for name, data, right in (("a.jpg", webp(), "webp"), ("b.png", tiff(), "tif"),
                                  ("c.heic", saved(drawing(), "BMP") + b"x", "bmp"),
                                  ("d", saved(drawing(mode="P"), "GIF", comment=b"x"), "gif")):
            with self.subTest(name):
                line, _ = self.clean(name, data)
                self.assertEqual(os.path.basename(line["output"]), f"{name.split('.')[0]}.{right}")
                self.assertTrue(line["warnings"])

    def test_what_is_no_photo_is_refused_with_what_to_do(self):
        for name, data in (("a.psd", b"8BPS\0\1" + bytes(40)), ("b.pdf", b"%PDF-1.7\n"),
                           ("c.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                           ("d.docx", b"PK\3\4" + bytes(40)), ("e.mkv", b"\x1aE\xdf\xa3" + bytes(40)),
                           ("f.cr2", b"II*\0\x10\0\0\0CR\2\0" + bytes(40)),
                           ("g.bin", bytes(range(256)))):
            with self.subTest(name):
                line = self.one("clean", str(self.put(name, data)), code=REFUSED)
                self.assertEqual(line["status"], "refused")
                self.assertRegex(line["error"]["message"], "(first|JPEG|not a photo|cannot)")
                self.assertEqual([n for n in self.names() if "cleaned" in n], [])


class ToJpeg(Scenario):
    """--to jpeg, and a copy that is named .jpg: upright, sRGB, nothing but the picture."""

    def convert(self, name, data, *options):
        photo = self.put(name, data)
        out = self.folder / "out"
        line = self.one("clean", str(photo), "-o", str(out), "--to", "jpeg", *options, code=CLEAN)
        self.assertEqual(line["output_format"], "jpeg")
        self.assertTrue(line["output"].endswith(".jpg"))
        with open(line["output"], "rb") as file:
            copy = file.read()
        self.assertTrue(copy.startswith(b"\xff\xd8"))
        self.assertNotIn(SECRET.encode(), copy)
        with Image.open(io.BytesIO(copy)) as picture:
            self.assertEqual(picture.format, "JPEG")
            self.assertFalse(picture.getexif())
            self.assertNotIn("icc_profile", picture.info)
            return line, copy, picture.convert("RGB")

    def assertClose(self, picture, expected):
        self.assertEqual(picture.size, expected.size)
        pairs = zip(picture.tobytes(), expected.convert("RGB").tobytes())
        self.assertLess(sum(abs(a - b) for a, b in pairs) / len(picture.tobytes()), 4)

    def test_every_kind(self):
        cases = {"a.png": saved(drawing(), "PNG"), "b.webp": webp(quality=95), "c.gif":
                 saved(drawing(mode="P"), "GIF"), "d.tif": tiff(), "e.bmp": saved(drawing(), "BMP")}
        for name, data in cases.items():
            with self.subTest(name):
                _, _, picture = self.convert(name, data)
                self.assertClose(picture, drawing(mode="P" if name == "c.gif" else "RGB"))

    def test_turned_photos_come_out_upright(self):
        data = saved(drawing(), "JPEG", quality=95, exif=exif(6))
        line, _, picture = self.convert("turned.jpg", data)
        self.assertEqual((line["width"], line["height"]), (96, 160))
        self.assertClose(picture, drawing().transpose(Image.Transpose.ROTATE_270))
        _, _, picture = self.convert("turned.tif", tiff(orientation=8))
        self.assertClose(picture, drawing().transpose(Image.Transpose.ROTATE_90))

    def test_a_jpeg_for_posting_already_is_not_coded_again(self):
        data = saved(drawing(), "JPEG", quality=95, comment=SECRET.encode())
        _, copy, picture = self.convert("fine.jpg", data)
        self.assertEqual(picture.tobytes(), Image.open(io.BytesIO(data)).convert("RGB").tobytes())
        self.assertLess(len(copy), len(data))

    def test_transparency_lies_on_white(self):
        clear = Image.new("RGBA", (64, 48), (255, 0, 0, 0))
        _, _, picture = self.convert("clear.png", saved(clear, "PNG"))
        self.assertClose(picture, Image.new("RGB", (64, 48), (255, 255, 255)))

    def test_a_copy_named_jpg(self):
        photo = self.put("photo.png", saved(drawing(), "PNG"))
        target = self.folder / "posting.jpg"
        line = self.one("clean", str(photo), "-o", str(target), code=CLEAN)
        self.assertEqual(line["output"], str(target))
        self.assertTrue(target.read_bytes().startswith(b"\xff\xd8"))


if __name__ == "__main__":
    main()
