#!/usr/bin/env python3
"""Hostile files and the options against them: limits, the sandbox, polyglots, what clings to a file."""

import csv
import errno
import io
import os
import struct
import zipfile
from html.parser import HTMLParser

from support import (CLEAN, ERROR, REFUSED, SECRET, Scenario, comment, dirty_jpeg, jpeg,
                     main, png, run, segment)


class Limits(Scenario):
    """Each limit from both sides: what fits is cleaned, one more is refused, and it says why."""

    def assertLimit(self, name, path, enough):
        out = self.folder / "out"
        line = self.one("clean", str(path), "-o", str(out / str(enough)), "--limit",
                        f"{name}={enough}", code=CLEAN)
        self.assertTrue(line["verified"])
        line = self.one("clean", str(path), "-o", str(out / "none"), "--limit",
                        f"{name}={enough - 1}", code=REFUSED)
        self.assertEqual(line["status"], "refused")
        self.assertEqual(line["error"]["code"], "limit")
        self.assertTrue(line["error"]["message"])
        self.assertFalse((out / "none").exists())

    def test_the_size_of_the_picture(self):
        photo = self.put("photo.jpg", jpeg(5, 3, extra=comment(SECRET)))  # 40 x 24 pixels
        self.assertLimit("pixels", photo, 40 * 24)
        self.assertLimit("side", photo, 40)
        picture = self.put("picture.png", png(7, 3, bytes(63)))
        self.assertLimit("pixels", picture, 21)
        self.assertLimit("side", picture, 7)

    def test_the_size_of_the_file(self):
        photo = self.put("photo.jpg", dirty_jpeg())
        self.assertLimit("bytes", photo, photo.stat().st_size)

    def test_the_number_of_parts(self):
        photo = self.put("photo.jpg", jpeg(extra=comment("x") * 30))
        fits = next(n for n in range(1, 100) if not run("clean", str(photo), "--no-detect", "--limit",
                    f"parts={n}", "-o", str(self.folder / f"out{n}")).code)
        self.assertGreater(fits, 30)
        self.assertLimit("parts", photo, fits)

    def test_units(self):
        photo = self.put("photo.jpg", dirty_jpeg())
        for words in ("bytes=1G", "bytes=100k,pixels=2M", "seconds=1,depth=2"):
            ran = run("clean", str(photo), "--no-detect", "-o", str(self.folder / "out"), "--limit",
                      words)
            self.assertRan(ran, CLEAN)

    def test_a_header_that_asks_for_four_billion_pixels(self):
        frame = struct.pack(">BHHB", 8, 65535, 65535, 1) + b"\x01\x11\x00"
        photo = jpeg()
        at = photo.index(b"\xff\xc0")
        photo = photo[:at] + segment(0xC0, frame) + photo[at + 13:]
        line = self.one("clean", str(self.put("bomb.jpg", photo)), code=REFUSED)
        self.assertEqual(line["error"]["code"], "limit")


class Sandbox(Scenario):
    """What it does to the workers is tested in tests/base."""

    def test_it_warns_and_works(self):
        photo = self.put("photo.jpg", dirty_jpeg())
        ran = run("clean", str(photo), "--no-detect", "--no-sandbox", "-o", str(self.folder / "out"))
        self.assertRan(ran, CLEAN)
        self.assertIn(b"--no-sandbox", ran.err)
        ran = run("clean", str(photo), "--no-detect", "-o", str(self.folder / "out"))
        self.assertRan(ran, CLEAN)
        self.assertEqual(ran.err, b"")


class Polyglots(Scenario):
    """A JPEG that is something else as well is only a JPEG in its copy."""

    def assertOnlyAJpeg(self, data):
        photo = self.put("photo.jpg", data)
        line = self.one("clean", str(photo), "-o", str(self.folder / "out"), code=CLEAN)
        copy = (self.folder / "out" / "photo.jpg").read_bytes()
        self.assertEqual(copy, jpeg())
        self.assertEqual(line["format"], "jpeg")
        self.assertTrue(line["removed"])

    def test_zip(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as out:
            out.writestr("secret.txt", SECRET)
        self.assertOnlyAJpeg(jpeg() + archive.getvalue())

    def test_pdf(self):
        self.assertOnlyAJpeg(jpeg(extra=comment("%PDF-1.4\n1 0 obj<<>>endobj\n" + SECRET)) +
                             b"\ntrailer<<>>\n%%EOF")

    def test_html(self):
        page = f"<html><script>alert('{SECRET}')</script>"
        self.assertOnlyAJpeg(jpeg(extra=comment(page)) + page.encode())

    def test_what_begins_as_another_format_is_that_format(self):
        line = self.one("clean", str(self.put("photo.jpg", b"%PDF-1.4\n" + jpeg())), code=REFUSED)
        self.assertEqual(line["format"], "pdf")
        self.assertIn("JPEG", line["error"]["message"])


class Clinging(Scenario):
    """What the file system keeps beside a file's bytes does not follow into the copy."""

    def put_old(self, name):
        photo = self.put(name, dirty_jpeg())
        try:
            os.setxattr(photo, "user.xdg.origin.url", SECRET.encode())
            os.setxattr(photo, "user.com.apple.metadata:kMDItemWhereFroms", SECRET.encode())
        except OSError as problem:
            if problem.errno != errno.ENOTSUP:
                raise
            self.skipTest("no extended attributes in " + str(self.folder))
        os.utime(photo, (1_000_000_000, 1_000_000_000))
        return photo

    def assertNothingClings(self, path):
        self.assertEqual(os.listxattr(path), [])
        self.assertGreater(path.stat().st_mtime, 1_100_000_000)

    def test_copies(self):
        self.one("clean", str(self.put_old("photo.jpg")), "-o", str(self.folder / "out"), code=CLEAN)
        self.assertNothingClings(self.folder / "out" / "photo.jpg")

    def test_in_place(self):
        photo = self.put_old("photo.jpg")
        self.one("clean", "--in-place", str(photo), code=CLEAN)
        self.assertNothingClings(photo)


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)

    def handle_data(self, data):
        self.text += data


class SavedReports(Scenario):
    """--report: names that attack a page or a spreadsheet do nothing, and no value is in it."""

    NAMES = ["=cmd|' x'!A1.jpg", "<script>alert(1)<x>.jpg", "a\x1b[31m\nb.jpg", 'q"uo,te.jpg']

    def report(self, name, *options, code=CLEAN):
        for photo in self.NAMES:
            self.put("in/" + photo, dirty_jpeg())
        saved = self.folder / name
        ran = run("clean", "--no-detect", *options, str(self.folder / "in"), "-o",
                  str(self.folder / "out"), "--report", str(saved))
        self.assertRan(ran, code)
        text = saved.read_bytes().decode()
        self.assertNotIn("\x1b", text)
        self.assertNotIn(SECRET, text)
        return text

    def test_html(self):
        page = Page(self.report("report.html"))
        self.assertNotIn("script", page.elements)
        self.assertEqual(page.elements.count("tr"), 1 + len(self.NAMES))
        self.assertIn("<script>alert(1)<x>.jpg", page.text)
        self.assertIn("NOT LOOKED AT".lower(), page.text.lower())

    def test_csv(self):
        rows = list(csv.reader(io.StringIO(self.report("report.csv"))))
        self.assertEqual(len(rows), 1 + len(self.NAMES))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        for row in rows[1:]:
            self.assertEqual(row[2], "cleaned")
            self.assertNotIn(row[0][0], "=+-@")

    def test_a_report_is_never_written_over_something(self):
        saved = self.put("report.html", b"mine")
        photo = self.put("photo.jpg", dirty_jpeg())
        ran = run("clean", "--no-detect", str(photo), "--report", str(saved))
        self.assertEqual(ran.code, 2)
        self.assertEqual(saved.read_bytes(), b"mine")

    def test_a_report_that_cannot_be_saved_is_an_error(self):
        photo = self.put("photo.jpg", dirty_jpeg())
        ran = run("clean", "--no-detect", str(photo), "--report",
                  str(self.folder / "no such folder" / "report.csv"))
        self.assertRan(ran, ERROR)
        self.assertIn(b"report", ran.err)


if __name__ == "__main__":
    main()
