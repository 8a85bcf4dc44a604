#!/usr/bin/env python3
"""What a person or a policy decides: boxes, regions files, policies. Mostly without detectors."""

import hashlib
import json

from support import (CLEAN, ERROR, REFUSED, REVIEW, USAGE, Scenario, dirty_jpeg, main, run, segment)

ADOBE_YCC = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")


class Decisions(Scenario):
    def decided(self, path, regions, **changes):
        """A regions file for the photo at `path`."""
        entry = {"schema": "photoscrub/1",
                 "input_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                 "regions": regions, **changes}
        return self.put("regions.json", json.dumps(entry).encode())

    def clean(self, path, *options, code):
        ran = run("clean", "--json", "--no-detect", *options, str(path), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, code)
        return ran.lines[0] if ran.lines else None

    def test_boxes_are_covered_and_the_rest_is_identical(self):
        path = self.sample("phone_portrait.jpg")
        line = self.clean(path, "--box", "11,13,50,60", "--box", "300,200,33,7:screen", code=CLEAN)
        self.assertEqual([(r["kind"], r["box"], r["redacted"]) for r in line["regions"]],
                         [("identifier", [11, 13, 50, 60], True),
                          ("screen", [300, 200, 33, 7], True)])
        self.assertEqual(line["outside"], "identical")
        self.assertTrue(line["verified"])
        text = run("clean", "--no-detect", "--box", "1,1,50,50", str(path)).out.decode()
        self.assertIn("outside the boxes: identical", text)

    def test_boxes_reach_photos_with_adobes_flag(self):
        data = dirty_jpeg()
        path = self.put("adobe.jpg", data[:2] + ADOBE_YCC + data[2:])
        self.assertTrue(self.clean(path, "--box", "0,0,8,8", code=CLEAN)["verified"])

    def test_boxes_that_make_no_sense_are_refused(self):
        path = self.sample("notes.png")
        for box in ("1,2,3", "1,2,0,4", "-1,2,3,4", "1,2,3,4:nose", "a,b,c,d", ""):
            with self.subTest(box=box):
                self.clean(path, "--box", box, code=USAGE)
        line = self.clean(path, "--box", "999999,0,10,10", code=REFUSED)
        self.assertIsNone(line["output"])
        self.assertIn("outside the photo", line["error"]["message"])

    def test_a_regions_file_covers_and_releases(self):
        path = self.sample("notes.png")
        regions = [{"kind": "face", "box": [10, 10, 40, 40], "redacted": True},
                   {"kind": "text", "box": [60, 60, 40, 40], "released": True},
                   {"kind": "text", "box": [120, 60, 40, 40]}]
        line = self.clean(path, "--regions", str(self.decided(path, regions)), code=REVIEW)
        fates = {tuple(r["box"]): (r["redacted"], r["released"]) for r in line["regions"]}
        self.assertEqual(fates, {(10, 10, 40, 40): (True, False), (60, 60, 40, 40): (False, True),
                                 (120, 60, 40, 40): (False, False)})

    def test_a_box_that_was_moved_is_covered_whatever_the_old_outline_says(self):
        path = self.sample("notes.png")
        for outline in ([[200, 100], [230, 90], [240, 100]], [[5000, 700], [5030, 690], [5240, 700]]):
            region = {"kind": "text", "box": [10, 10, 40, 40], "polygon": outline, "redacted": True}
            line = self.clean(path, "--regions", str(self.decided(path, [region])), code=CLEAN)
            covered = self.clean(path, "--box", "10,10,40,40:text", code=CLEAN)
            with open(line["output"], "rb") as one, open(covered["output"], "rb") as other:
                self.assertEqual(one.read(), other.read())

    def test_what_a_regions_file_leaves_out_is_still_looked_for(self):
        path = self.sample("ward_scene.jpg")
        line = run("check", "--json", "--hash", str(path)).lines[0]
        codes = [region for region in line["regions"] if region["kind"] == "barcode"]
        self.assertTrue(codes)
        x, y, width, height = codes[0]["box"]
        regions = [{"kind": "face", "box": [x, y, width, height * 3 // 4], "redacted": True}]
        strict = self.policy(regions={"barcode": {"action": "block"}})
        ran = run("clean", "--json", "--policy", strict, "--regions",
                  str(self.decided(path, regions)), str(path), "-o", str(self.folder / "out"))
        self.assertRan(ran, REFUSED)
        self.assertIsNone(ran.lines[0]["output"])

    def test_a_regions_file_of_another_picture_is_refused(self):
        path, other = self.sample("notes.png"), self.sample("phone_portrait.jpg")
        regions = self.decided(other, [{"kind": "face", "box": [1, 1, 9, 9], "released": True}])
        line = self.clean(path, "--regions", str(regions), code=REFUSED)
        self.assertEqual(line["error"]["code"], "refused")
        self.assertIsNone(line["output"])

    def test_a_regions_file_that_makes_no_sense_is_a_usage_error(self):
        path = self.sample("notes.png")
        for text in (b"", b"nonsense", b"{}", b'{"regions": []}'):
            with self.subTest(text=text):
                self.clean(path, "--regions", str(self.put("bad.json", text)), code=USAGE)
        self.clean(path, "--regions", str(self.folder / "missing.json"), code=USAGE)

    def test_the_whole_way_from_check_to_clean(self):
        path = self.sample("ward_scene.jpg")
        line = run("check", "--json", "--hash", str(path)).lines[0]
        self.assertTrue(line["regions"])
        for region in line["regions"]:
            region["released" if region["kind"] == "person" else "redacted"] = True
        regions = self.put("regions.json", json.dumps(line).encode())
        ran = run("clean", "--json", "--regions", str(regions), str(path), "-o",
                  str(self.folder / "out"))
        done = ran.lines[0]
        self.assertIn(ran.code, (CLEAN, REVIEW))
        self.assertTrue(done["looked_again"])
        self.assertTrue(done["verified"])
        for region in done["regions"]:
            self.assertTrue(region["redacted"] or region["kind"] == "person", region)

    def test_a_consent_does_not_release_what_a_person_covers(self):
        path, register = self.sample("notes.png"), str(self.folder / "consent.db")
        words = [word for name in ("subject", "how", "for", "where", "witness")
                 for word in ("--" + name, "x")]
        self.assertRan(run("consent", "add", "C-1", "--register", register, "--photo", str(path),
                           "--box", "10,10,40,40:face", "--signed", "2026-01-01", *words), CLEAN)
        line = self.clean(path, "--box", "10,10,40,40:face", "--consent", "C-1", "--register",
                          register, code=REVIEW)
        self.assertEqual([(r["redacted"], r["released"]) for r in line["regions"]], [(True, False)])
        missing = self.folder / "slip.db"
        self.clean(path, "--consent", "C-1", "--register", str(missing), code=ERROR)
        self.assertFalse(missing.exists())

    def policy(self, **changes):
        text = json.dumps({"schema": "photoscrub-policy/1", "name": "Trust A", **changes})
        return str(self.put("policy.json", text.encode()))

    def test_a_policy_decides_what_is_accepted_and_kept(self):
        path = self.sample("notes.png")
        line = self.clean(path, "--policy", self.policy(accept=["jpeg"]), code=REFUSED)
        self.assertIn("Trust A", line["error"]["message"])
        line = self.clean(path, "--policy", self.policy(names="neutral"), code=CLEAN)
        self.assertTrue(line["output"].endswith("photo-0001.png"))
        self.assertEqual(line["policy"], {"name": "Trust A", "locked": False})
        line = self.clean(path, "--policy", self.policy(convert="jpeg"), code=CLEAN)
        self.assertEqual(line["output_format"], "jpeg")

    def test_a_strict_policy_holds_a_photo_back_until_a_person_has_decided(self):
        path = self.sample("ward_scene.jpg")
        strict = self.policy(regions={"identifier": {"action": "block"}})
        ran = run("clean", "--json", "--policy", strict, str(path), "-o", str(self.folder / "out"))
        self.assertRan(ran, REFUSED)
        self.assertIsNone(ran.lines[0]["output"])
        self.assertEqual(ran.lines[0]["error"]["code"], "refused")
        self.assertIn("identifier", ran.lines[0]["error"]["message"])
        ran = run("clean", "--json", "--policy", strict, "--redact", "identifier", str(path), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, REVIEW)
        self.assertTrue(ran.lines[0]["verified"])

    def test_a_policy_that_makes_no_sense_stops_everything(self):
        path = self.sample("notes.png")
        self.clean(path, "--policy", "lenient", code=USAGE)
        ran = run("clean", "--policy", self.policy(names="mine"), str(path))
        self.assertRan(ran, USAGE)
        self.assertIn("line 1", ran.err.decode())


if __name__ == "__main__":
    main()
