#!/usr/bin/env python3
"""check --annotate: a picture of what was found; --sensitivity: how much is flagged."""

import struct

from support import CLEAN, REVIEW, USAGE, Scenario, main, run


def chunks(png):
    """The types of a PNG's chunks (W3C PNG, 5.3)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    types, at = [], 8
    while at < len(png):
        length, = struct.unpack(">I", png[at:at + 4])
        types.append(png[at + 4:at + 8])
        at += 12 + length
    return types


class Annotate(Scenario):
    def annotate(self, path, *more, code=REVIEW):
        line = self.looked("check", str(path), "--annotate", str(self.folder / "shown"), *more,
                        code=code)
        return line, self.folder / "shown" / (path.stem + ".annotated.png")

    def test_a_picture_stands_in_the_folder(self):
        path = self.sample("ward_scene.jpg")
        line, drawn = self.annotate(path)
        self.assertEqual(line["annotated"], str(drawn))
        self.assertLessEqual(set(chunks(drawn.read_bytes())), {b"IHDR", b"IDAT", b"IEND"})

    def test_a_taken_name_is_left_alone(self):
        path = self.sample("already_clean.jpg")
        self.annotate(path, code=CLEAN)
        first = (self.folder / "shown/already_clean.annotated.png").read_bytes()
        line, _ = self.annotate(path, code=CLEAN)
        self.assertEqual(line["annotated"],
                         str(self.folder / "shown/already_clean.annotated_2.png"))
        self.assertEqual((self.folder / "shown/already_clean.annotated.png").read_bytes(), first)

    def test_what_is_in_the_boxes_shows_only_on_request(self):
        path = self.sample("ward_scene.jpg")
        _, covered = self.annotate(path)
        covered = covered.read_bytes()
        line, _ = self.annotate(path, "--show-values")
        with open(line["annotated"], "rb") as shown:
            self.assertGreater(len(shown.read()), len(covered))

    def test_without_the_option_there_is_none(self):
        path = self.sample("already_clean.jpg")
        self.assertIsNone(self.looked("check", str(path), code=CLEAN)["annotated"])

    def test_it_needs_detection_and_belongs_to_check(self):
        path = str(self.sample("already_clean.jpg"))
        folder = str(self.folder / "shown")
        self.assertRan(run("check", "--no-detect", "--annotate", folder, path), USAGE)
        self.assertRan(run("clean", "--annotate", folder, path), USAGE)
        self.assertFalse((self.folder / "shown").exists())


class Sensitivity(Scenario):
    def test_high_is_the_default_and_low_flags_no_more(self):
        path = str(self.sample("ward_scene.jpg"))

        def regions(*more):
            line = self.looked("check", path, *more, code=REVIEW)
            return [(region["kind"], region["box"]) for region in line["regions"]]

        high = regions()
        self.assertEqual(regions("--sensitivity", "high"), high)
        normal = regions("--sensitivity", "normal")
        low = regions("--sensitivity", "low")
        self.assertLessEqual(len(normal), len(high))
        self.assertLessEqual(len(low), len(normal))
        for kind, box in low:
            self.assertIn((kind, box), high)
        identifiers = [region for region in high if region[0] == "identifier"]
        self.assertEqual([region for region in low if region[0] == "identifier"], identifiers)

    def test_other_words_are_refused(self):
        path = str(self.sample("already_clean.jpg"))
        self.assertRan(run("check", "--sensitivity", "medium", path), USAGE)


if __name__ == "__main__":
    main()
