#!/usr/bin/env python3
"""Covering what was found in the drawn ward scene, as JPEG and as PNG."""

import shutil
import subprocess

from support import CLEAN, REVIEW, SAMPLES, USAGE, Scenario, main, png, run


def ward_as_png():
    """The ward scene as PNG, or None where nothing here decodes a JPEG."""
    djpeg = shutil.which("djpeg")
    if not djpeg:
        return None
    ppm = subprocess.run([djpeg, "-pnm", str(SAMPLES / "ward_scene.jpg")], check=True,
                         stdout=subprocess.PIPE).stdout
    magic, size, _, pixels = ppm.split(b"\n", 3)
    width, height = map(int, size.split())
    assert magic == b"P6" and len(pixels) == width * height * 3
    return png(width, height, pixels)


def overlap(a, b):
    """The share of box a that lies in box b."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0, width) * max(0, height) / (a[2] * a[3])


class Redaction(Scenario):
    def clean(self, path, *options, code):
        ran = run("clean", "--json", *options, str(path), "-o", str(self.folder / "out"))
        self.assertRan(ran, code)
        return ran.lines[0]

    def found_in(self, path):
        ran = run("check", "--json", str(path))
        self.assertIn(ran.code, (CLEAN, REVIEW), ran)
        return ran.lines[0]["regions"]

    def assertCovered(self, path):
        line = self.clean(path, "--redact", "identifier,text", code=self.expected_after(path))
        covered = [region for region in line["regions"] if region["redacted"]]
        self.assertTrue(covered)
        for region in line["regions"]:
            if region["kind"] in ("identifier", "text"):
                self.assertTrue(region["redacted"], region)
            elif region["redacted"]:
                self.assertTrue(any(overlap(region["box"], other["box"]) > 0
                                    for other in covered if other["kind"] != region["kind"]),
                                "covered, though nobody asked for it")
        self.assertTrue(line["verified"])
        self.assertTrue(line["looked_again"])
        self.assertEqual(line["outside"], "identical")
        sure = ("certain", "high")
        for found in self.found_in(line["output"]):
            if found["kind"] == "identifier" and found["certainty"] in sure:
                for region in covered:
                    self.assertLess(overlap(found["box"], region["box"]), 0.5, found)
        return line

    def expected_after(self, path):
        """Clean, unless something of another kind was found."""
        others = [region for region in self.found_in(path)
                  if region["kind"] not in ("identifier", "text")]
        return REVIEW if others else CLEAN

    def test_jpeg(self):
        path = self.sample("ward_scene.jpg")
        before = path.read_bytes()
        line = self.assertCovered(path)
        self.assertGreaterEqual(sum(region["kind"] == "identifier" for region in line["regions"]),
                                5)
        self.assertEqual(path.read_bytes(), before)

    def test_png(self):
        data = ward_as_png()
        if data is None:
            self.skipTest("djpeg, which makes a PNG of the scene, is not installed")
        line = self.assertCovered(self.put("ward.png", data))
        self.assertEqual(line["format"], "png")

    def test_kinds_not_asked_for_stay_to_be_reviewed(self):
        line = self.clean(self.sample("ward_scene.jpg"), "--redact", "identifier", code=REVIEW)
        self.assertEqual(line["status"], "needs-review")
        self.assertIsNotNone(line["output"])
        for region in line["regions"]:
            if region["kind"] == "identifier":
                self.assertTrue(region["redacted"])
        self.assertTrue(any(region["kind"] == "text" and not region["redacted"]
                            for region in line["regions"]))

    def test_all(self):
        line = self.clean(self.sample("ward_scene.jpg"), "--redact", "all", code=CLEAN)
        self.assertEqual(line["status"], "cleaned")
        self.assertTrue(all(region["redacted"] for region in line["regions"]))

    def test_none_covers_nothing(self):
        path = self.sample("ward_scene.jpg")
        line = self.clean(path, "--redact", "none", code=REVIEW)
        self.assertTrue(line["regions"])
        self.assertFalse(any(region["redacted"] for region in line["regions"]))
        plain = self.clean(path, code=REVIEW)
        with open(line["output"], "rb") as one, open(plain["output"], "rb") as two:
            self.assertEqual(one.read(), two.read())

    def test_check_covers_nothing_and_says_so(self):
        self.assertFalse(any(region["redacted"]
                             for region in self.found_in(self.sample("ward_scene.jpg"))))

    def test_styles_that_can_be_undone_are_for_faces_only(self):
        path = self.sample("ward_scene.jpg")
        for style in ("blur", "pixelate"):
            for kinds in ("identifier,text", "face,text", "barcode", "screen", "all"):
                with self.subTest(style=style, kinds=kinds):
                    ran = run("clean", "--redact", kinds, "--style", style, str(path), "--json")
                    self.assertRan(ran, USAGE)
                    self.assertIn("undone", ran.err.decode())
                    self.assertEqual(self.names(), ["ward_scene.jpg"])

    def test_styles_that_can_be_undone_warn(self):
        path = self.sample("phone_portrait.jpg")
        for style in ("blur", "pixelate"):
            ran = run("clean", "--no-detect", "--box", "100,100,200,240:face", "--style", style,
                      "--json", str(path), "-o", str(self.folder / style))
            self.assertRan(ran, CLEAN)
            self.assertIn("undone", ran.err.decode())
            self.assertEqual(ran.lines[0]["outside"], "identical")

    def test_covering_needs_looking(self):
        path = self.sample("ward_scene.jpg")
        for kinds in ("all", "text", "face,person"):
            ran = run("clean", "--no-detect", "--redact", kinds, str(path))
            self.assertRan(ran, USAGE)
            self.assertIn("--no-detect", ran.err.decode())
            self.assertEqual(self.names(), ["ward_scene.jpg"])


if __name__ == "__main__":
    main()
