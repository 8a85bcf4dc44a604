#!/usr/bin/env python3
"""The contract that wrappers rely on: JSON of schema photoscrub/1, exit status, options."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from support import (CLEAN, ERROR, ORIENTATION, PROGRAM, REFUSED, REVIEW, SAMPLES, SECRET, USAGE,
                     Scenario, dirty_jpeg, exif, main, run)

STATUSES = {"cleaned", "already-clean", "needs-review", "refused", "failed"}
REMOVED_KINDS = {"location", "identity", "device", "time", "caption", "software", "thumbnail",
                 "hidden-image", "hidden-video", "provenance", "trailer", "comment", "colour-text",
                 "filename", "other"}
REGION_KINDS = {"face", "person", "identifier", "text", "barcode", "screen", "wristband", "badge",
                "document"}
CERTAINTIES = {"certain", "high", "medium", "info"}

# What is drawn in ward_scene.jpg and planted in phone_portrait.jpg and notes.png; case is ignored.
# None of it is a word of the reports.
DRAWN = ["SMITH", "KHAN", "EVANS", "OKAFOR", "LEWIS", "01-Feb", "999 000", "999000", "Dr Patel",
         "Mr Boyd", "ANYTOWN"]
PLANTED = ["Alex Example", "Greenwich", "EP-12", "EP12", "LM-0042", "5f3a9c1e", "Tea break",
           "2026:03:14", "13:05:09", "51/1", "newsletter"]


class Schema(Scenario):
    """The fields of a line, their types and their limits."""

    def assertText(self, value):
        self.assertIsInstance(value, str)
        self.assertTrue(value)

    def assertCount(self, value, least=0):
        self.assertIs(type(value), int)  # a bool is an int too, for isinstance
        self.assertGreaterEqual(value, least)

    def assertHashOrNull(self, value):
        if value is not None:
            self.assertRegex(value, "^[0-9a-f]{64}$")

    def checkRegion(self, region, line):
        self.assertIn(region["kind"], REGION_KINDS)
        x, y, width, height = region["box"]
        for number in (x, y):
            self.assertCount(number)
        for number in (width, height):
            self.assertCount(number, 1)
        self.assertLessEqual(x + width, line["width"])
        self.assertLessEqual(y + height, line["height"])
        for point in region.get("polygon", []):
            self.assertEqual(len(point), 2)
        self.assertIsInstance(region["score"], (int, float))
        self.assertTrue(0 <= region["score"] <= 1, region)
        self.assertIs(type(region["redacted"]), bool)
        if "released" in region:
            self.assertIs(type(region["released"]), bool)
        if "label" in region:
            self.assertText(region["label"])
        self.assertIn(region["certainty"], CERTAINTIES)
        self.assertTrue(region["guidance"])
        for reference in region["guidance"]:
            self.assertRegex(reference, r"^(C1(48|49|50|54)|NMC( \d+(\.\d+)?)?|BMA)$")

    def checkLists(self, line):
        for removed in line["removed"]:
            self.assertIn(removed["kind"], REMOVED_KINDS)
            self.assertText(removed["where"])
            self.assertCount(removed["count"], 1)
        for kept in line["kept"]:
            self.assertText(kept["kind"])
            self.assertText(kept["why"])
        for detector in line["detectors"]:
            self.assertText(detector["name"])
            self.assertText(detector["version"])
            self.assertHashOrNull(detector["model_sha256"])
            self.assertIn(detector["tier"], {"full", "basic"})
            if detector["recall_card"] is not None:
                self.assertText(detector["recall_card"])
        for region in line["regions"]:
            self.checkRegion(region, line)

    def checkLine(self, line):
        self.assertEqual(line["schema"], "photoscrub/1")
        self.assertText(line["input"])
        self.assertIn(line["status"], STATUSES)
        self.assertText(line["format"])
        self.assertCount(line["width"])
        self.assertCount(line["height"])
        self.checkLists(line)
        self.assertIs(type(line["verified"]), bool)
        self.assertHashOrNull(line["input_sha256"])
        self.assertHashOrNull(line["output_sha256"])
        for stage in ("total", "decode", "detect", "write"):
            self.assertIsInstance(line["seconds"][stage], (int, float))
            self.assertGreaterEqual(line["seconds"][stage], 0)
        wrong = line["status"] in ("refused", "failed")
        if wrong:
            self.assertText(line["error"]["code"])
            self.assertText(line["error"]["message"])
            self.assertFalse(line["verified"])
            self.assertFalse(any(region["redacted"] for region in line["regions"]))
        else:
            self.assertIsNone(line["error"])
        if line["output"] is None:
            self.assertFalse(line["verified"])
        else:
            self.assertText(line["output"])
            self.assertFalse(wrong)
            self.assertTrue(line["verified"])

    def mixture(self):
        """A photo for each answer; their names sort in the order of `expected`."""
        self.sample("already_clean.jpg", "in/a.jpg")
        self.put("in/b.jpg", dirty_jpeg())
        self.put("in/c.jpg", b"Not a photo at all.\n")
        self.put("in/d.jpg", b"")
        return [str(self.folder / "in" / name) for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg")] + \
               [str(self.folder / "in/missing.jpg")]

    def statuses(self, ran, paths):
        by_input = {line["input"]: line["status"] for line in ran.lines}
        self.assertEqual(sorted(by_input), sorted(paths))
        self.assertEqual(len(ran.lines), len(paths))
        for line in ran.lines:
            self.checkLine(line)
        return [by_input[path] for path in paths]

    def test_clean_answers_each_file_in_one_line(self):
        paths = self.mixture()
        ran = run("clean", "--no-detect", "--json", "-o", str(self.folder / "out"), *paths)
        self.assertRan(ran, ERROR)
        self.assertEqual(self.statuses(ran, paths),
                         ["already-clean", "cleaned", "refused", "refused", "failed"])
        for line in ran.lines:
            self.assertEqual(line["output"] is not None,
                             line["status"] in ("cleaned", "already-clean"))

    def test_check_answers_each_file_and_writes_nothing(self):
        paths = self.mixture()
        before = self.names()
        ran = run("check", "--no-detect", "--json", *paths)
        self.assertRan(ran, ERROR)
        self.assertEqual(self.statuses(ran, paths),
                         ["already-clean", "needs-review", "refused", "refused", "failed"])
        self.assertEqual(self.names(), before)
        self.assertEqual({line["output"] for line in ran.lines}, {None})

    def test_samples_are_looked_at(self):
        paths = sorted(str(self.sample(name)) for name in
                       ("already_clean.jpg", "notes.png", "phone_portrait.jpg", "ward_scene.jpg"))
        for command in (["check"], ["clean", "-o", str(self.folder / "out")]):
            with self.subTest(command[0]):
                ran = run(*command, "--json", *paths)
                self.assertRan(ran, REVIEW)
                status = dict(zip(paths, self.statuses(ran, paths)))
                self.assertEqual(status[paths[-1]], "needs-review")
                ward, = [line for line in ran.lines if line["input"] == paths[-1]]
                self.assertTrue(ward["regions"])
                self.assertTrue(ward["detectors"])
                for line in ran.lines:
                    self.assertFalse(any(region["redacted"] for region in line["regions"]))

    def test_size_is_the_upright_one(self):
        line = self.one("check", str(self.sample("phone_portrait.jpg")), code=REVIEW)
        self.assertEqual((line["width"], line["height"], line["format"]), (900, 1200, "jpeg"))
        line = self.one("check", str(self.sample("notes.png")), code=REVIEW)
        self.assertEqual((line["width"], line["height"], line["format"]), (640, 480, "png"))

    def test_boxes_are_upright(self):
        """The ward scene turned by a tag: its lines of text become tall boxes."""
        ward = (SAMPLES / "ward_scene.jpg").read_bytes()
        turned = self.put("turned.jpg", ward[:2] + exif({ORIENTATION: 6}) + ward[2:])
        ran = run("check", "--json", str(turned))
        self.assertRan(ran, REVIEW)
        line, = ran.lines
        self.checkLine(line)
        self.assertEqual((line["width"], line["height"]), (1200, 1600))
        self.assertTrue(any(region["box"][1] + region["box"][3] > 1200
                            for region in line["regions"]), line["regions"])

    def test_hashes_are_given_when_asked_for(self):
        path = self.put("photo.jpg", dirty_jpeg())
        line = self.one("clean", "--hash", str(path), code=CLEAN)
        self.checkLine(line)
        for field, file in (("input_sha256", "input"), ("output_sha256", "output")):
            with open(line[file], "rb") as opened:
                self.assertEqual(line[field], hashlib.sha256(opened.read()).hexdigest())
        line = self.one("clean", str(path), code=CLEAN)
        self.assertEqual((line["input_sha256"], line["output_sha256"]), (None, None))


class Values(Scenario):
    """Promise 4: no value anywhere, unless asked for."""

    def everything(self, ran):
        return (ran.out + ran.err).decode("utf-8", "replace").lower()

    def assertNoValues(self, ran, values):
        text = self.everything(ran)
        for value in values:
            self.assertNotIn(value.lower(), text)

    def samples(self):
        return [str(self.sample(name)) for name in
                ("notes.png", "phone_portrait.jpg", "ward_scene.jpg")]

    def test_no_report_holds_a_value(self):
        paths = self.samples() + [str(self.put("b.jpg", dirty_jpeg()))]
        for options in ([], ["--json"], ["--verbose", "--hash"],
                        ["--json", "--verbose", "--progress", "json"]):
            for command in (["check"], ["clean", "-o", str(self.folder / "out")]):
                # The picture is looked at once for each command; that takes long.
                look = [] if options in (["--verbose", "--hash"],
                                         ["--json", "--verbose", "--progress", "json"]) \
                    else ["--no-detect"]
                with self.subTest(command=command[0], options=options):
                    ran = run(*command, *options, *look, *paths)
                    self.assertIn(ran.code, (CLEAN, REVIEW))
                    self.assertNoValues(ran, DRAWN + PLANTED + [SECRET, "Zebediah"])

    def test_secrets_in_errors_stay_there(self):
        """A file that breaks off in the middle of a part that holds a name."""
        whole = dirty_jpeg()
        for cut in (whole.index(b"taken by ") + 15, whole.index(SECRET.encode()) + 9):
            path = self.put("cut.jpg", whole[:cut])
            ran = run("check", "--verbose", "--json", "--no-detect", str(path))
            self.assertRan(ran, REFUSED)
            self.assertNoValues(ran, ["Zebediah", "Quennell"])

    def test_values_are_shown_when_asked_for(self):
        path = self.put("b.jpg", dirty_jpeg())
        line = self.one("check", "--show-values", str(path), code=REVIEW)
        self.assertTrue(all("value" in removed for removed in line["removed"]))
        self.assertIn(SECRET, " ".join(removed["value"] for removed in line["removed"]))
        ran = run("check", "--show-values", "--no-detect", str(path))
        self.assertIn(SECRET, ran.out.decode())

    def test_values_of_regions_are_shown_when_asked_for(self):
        ran = run("check", "--show-values", "--json", str(self.sample("ward_scene.jpg")))
        self.assertRan(ran, REVIEW)
        regions = ran.lines[0]["regions"]
        self.assertTrue(regions)
        self.assertTrue(all("value" in region for region in regions))
        self.assertTrue(any(region["value"] for region in regions if region["kind"] == "identifier"))

    def test_there_is_no_value_field_otherwise(self):
        line = self.one("check", str(self.put("b.jpg", dirty_jpeg())), code=REVIEW)
        self.assertTrue(line["removed"])
        self.assertFalse(any("value" in removed for removed in line["removed"]))

    def test_clean_does_not_show_values(self):
        path = self.put("b.jpg", dirty_jpeg())
        ran = run("clean", "--show-values", "--no-detect", str(path))
        self.assertRan(ran, USAGE)
        self.assertEqual(self.names(), ["b.jpg"])
        ran = run("--show-values", str(path))
        self.assertRan(ran, USAGE)


class Streams(Scenario):
    def test_stdout_is_json_only_and_messages_go_to_stderr(self):
        path = str(self.put("b.jpg", dirty_jpeg()))
        ran = run("check", "--json", "--no-detect", "--progress", "json", path)
        self.assertEqual(len(ran.lines), 1)
        events = [json.loads(line) for line in ran.err.splitlines()]
        self.assertEqual([event["event"] for event in events], ["start", "done"])
        self.assertEqual((events[-1]["done"], events[-1]["total"]), (1, 1))

    def test_the_basic_tier_is_told_on_stderr(self):
        path = str(self.sample("already_clean.jpg"))
        empty = self.folder / "no models"
        empty.mkdir()
        ran = run("check", "--json", "--models", str(empty), path)
        self.assertEqual(len(ran.lines), 1)
        self.assertIn("basic", {detector["tier"] for detector in ran.lines[0]["detectors"]})
        self.assertIn(b"basic", ran.err)
        self.assertIn(b"models fetch", ran.err)

    def test_plain_progress_names_each_file(self):
        paths = [str(self.put(f"{i}.jpg", dirty_jpeg())) for i in range(3)]
        ran = run("check", "--no-detect", "--progress", "plain", *paths)
        for path in paths:
            self.assertIn(path.encode(), ran.err)
        self.assertIn(b"3/3", ran.err)

    def test_the_summary_says_what_was_looked_for(self):
        path = str(self.sample("already_clean.jpg"))
        looked = run("check", path).out.decode()
        for word in ("faces", "people", "text", "identifiers", "bar codes", "screens"):
            self.assertIn(word, looked)
        self.assertIn("not looked at", run("check", "--no-detect", path).out.decode())


class ExitStatus(Scenario):
    def setUp(self):
        super().setUp()
        self.paths = {CLEAN: str(self.sample("already_clean.jpg")),
                      REVIEW: str(self.put("dirty.jpg", dirty_jpeg())),
                      REFUSED: str(self.put("note.txt", b"a note\n")),
                      ERROR: str(self.folder / "missing.jpg")}

    def test_each_answer_has_its_number(self):
        for code, path in self.paths.items():
            with self.subTest(code):
                self.assertRan(run("check", "--no-detect", path), code)

    def test_the_most_serious_wins_in_every_order(self):
        seriousness = [ERROR, REFUSED, REVIEW, CLEAN]
        for i, worse in enumerate(seriousness):
            for milder in seriousness[i + 1:]:
                for pair in ((worse, milder), (milder, worse)):
                    with self.subTest(pair):
                        ran = run("check", "--no-detect", *(self.paths[code] for code in pair))
                        self.assertRan(ran, worse)

    def test_usage_wins_over_everything(self):
        self.assertRan(run("check", "--no-such-option", *self.paths.values()), USAGE)

    def test_flagged_and_left_is_not_success(self):
        ran = run("clean", "--json", "-o", str(self.folder / "out"),
                  str(self.sample("ward_scene.jpg")))
        self.assertRan(ran, REVIEW)
        self.assertEqual(ran.lines[0]["status"], "needs-review")
        self.assertIsNotNone(ran.lines[0]["output"])


class CommandLine(Scenario):
    def test_a_plain_path_means_clean(self):
        path = self.put("photo.jpg", dirty_jpeg())
        self.assertRan(run(str(path), "--no-detect"), CLEAN)
        self.assertEqual(self.names(), ["photo.jpg", "photo_cleaned.jpg"])

    def test_options_may_come_first(self):
        path = self.put("photo.jpg", dirty_jpeg())
        self.assertRan(run("--no-detect", str(path)), CLEAN)
        self.assertEqual(self.names(), ["photo.jpg", "photo_cleaned.jpg"])

    def test_a_list_may_be_followed_by_the_photo(self):
        """As the advice under "Next:" writes it."""
        path = self.put("photo.jpg", dirty_jpeg())
        self.assertRan(run("clean", "--keep", "copyright,credit", str(path), "--no-detect"), CLEAN)
        self.assertRan(run("clean", "--no-detect", "--redact", "none", str(path)), CLEAN)
        self.assertRan(run("clean", "--redact", "all", str(path)), CLEAN)

    def test_lists_may_be_given_in_parts(self):
        path = self.put("photo.jpg", dirty_jpeg())
        line = self.one("clean", "--keep", "copyright", "--keep", "credit", str(path), code=CLEAN)
        self.assertLessEqual({"copyright", "credit"}, {kept["kind"] for kept in line["kept"]})

    def lists(self, text, *names):
        for name in names:
            self.put(name, dirty_jpeg())
        (self.folder / "list").write_bytes(text)
        expected = sorted(str(self.folder / name) for name in names)
        from_file = run("check", "--no-detect", "--json", "--files-from", str(self.folder / "list"))
        from_stdin = run("check", "--no-detect", "--json", "--files-from", "-", input=text)
        for ran in (from_file, from_stdin):
            self.assertRan(ran, REVIEW)
            self.assertEqual(sorted(line["input"] for line in ran.lines), expected)

    def path(self, name):
        return str(self.folder / name).encode()

    def test_lists_of_lines(self):
        self.lists(self.path("a b.jpg") + b"\n" + self.path("c.jpg"), "a b.jpg", "c.jpg")

    def test_lists_with_the_line_ends_of_windows(self):
        self.lists(self.path("a.jpg") + b"\r\n" + self.path("c.jpg") + b"\r\n", "a.jpg", "c.jpg")

    def test_lists_with_nul_take_any_name(self):
        self.lists(self.path("a\nb.jpg") + b"\0" + self.path("c.jpg") + b"\0", "a\nb.jpg", "c.jpg")

    def test_a_list_of_one_name_ended_by_nul(self):
        self.lists(self.path("a\nb.jpg") + b"\0", "a\nb.jpg")

    def test_version_and_help(self):
        ran = run("--version")
        self.assertRan(ran, CLEAN)
        self.assertRegex(ran.out.decode(), r"^photoscrub \d+\.\d+\.\d+\n"
                         r"sandbox: (seccomp|landlock|seccomp, landlock|none|refused.*)\n$")
        for words in (["--help"], ["check", "--help"], ["clean", "-h"], ["models", "--help"]):
            ran = run(*words)
            self.assertRan(ran, CLEAN)
            self.assertIn(b"Usage", ran.out)
        options = set(re.findall(r"--[a-z][a-z-]+", run("clean", "--help").out.decode()))
        self.assertLessEqual({"--output", "--in-place", "--recursive", "--jobs", "--files-from",
                              "--redact", "--style", "--no-detect", "--keep", "--neutral-names",
                              "--json", "--progress", "--models", "--to", "--limit",
                              "--no-sandbox", "--report"}, options)

    def test_what_is_not_understood_is_a_usage_error(self):
        path = str(self.put("photo.jpg", dirty_jpeg()))
        before = self.names()
        for words in ([], ["check"], ["clean"], ["clean", "--frobnicate", path],
                      ["clean", path, "--redact", "nose"], ["clean", path, "--keep", "place"],
                      ["clean", path, "--style", "glitter"], ["clean", path, "--jobs", "0"],
                      ["clean", path, "--jobs", "many"], ["clean", path, "--progress", "loud"],
                      ["clean", "--in-place", "-o", str(self.folder / "out"), path],
                      ["clean", "--in-place", "--neutral-names", path],
                      ["clean", "--no-detect", "--redact", "face", path],
                      ["clean", path, "--to", "gif"], ["check", path, "--to", "jpeg"],
                      ["clean", "--in-place", "--to", "jpeg", path],
                      ["clean", path, "--limit", "pixels"], ["clean", path, "--limit", "pixels=0"],
                      ["clean", path, "--limit", "pixels=-1"], ["clean", path, "--limit", "x=1"],
                      ["clean", path, "--limit", "side=2147483648"], ["clean", path, "--limit", "parts=1T"],
                      ["clean", path, "--limit", "pixels=99999999999999999999"],
                      ["clean", path, "--limit", "seconds=86401"],
                      ["clean", path, "--report", str(self.folder / "report.txt")],
                      ["clean", path, "--report", path[:-4] + ".html", "--jobs", "0"],
                      ["check", path, "-o", str(self.folder / "out")],
                      ["check", path, "--in-place"], ["check", path, "--redact", "all"],
                      ["clean", "--files-from", str(self.folder / "no list")],
                      ["models"], ["models", "destroy"]):
            with self.subTest(words):
                ran = run(*words)
                self.assertRan(ran, USAGE)
                self.assertEqual(ran.out, b"")
                self.assertTrue(ran.err.strip())
                self.assertEqual(self.names(), before)

    def test_usage_errors_send_no_control_characters(self):
        path = str(self.sample("already_clean.jpg"))
        for words in (["clean", "-\x1b[31mred.jpg"], ["clean", "--redact", "\x1b[31m", path],
                      ["clean", path, "--keep", "\x1b]0;x\x07"],
                      ["check", "--files-from", "\x1b[31mlist"]):
            with self.subTest(words):
                ran = run(*words)
                self.assertRan(ran, USAGE)
                self.assertNotIn(b"\x1b", ran.err)
                self.assertNotIn(b"\x07", ran.err)


class Models(Scenario):
    """`models` in a copy of the installation, so that nothing that is in use is touched."""

    def setUp(self):
        super().setUp()
        own = os.path.dirname(PROGRAM) + "/../models"
        if not os.path.exists(own + "/manifest.json"):
            self.skipTest("no model manifest beside the program: " + own)
        self.models = self.folder / "models"
        self.models.mkdir()
        shutil.copy(own + "/manifest.json", self.models)
        (self.folder / "bin").mkdir()
        self.program = shutil.copy(PROGRAM, self.folder / "bin")
        self.fetches = os.path.exists(own + "/fetch")
        if self.fetches:
            shutil.copy(own + "/fetch", self.models)

    def models_run(self, *words, **environment):
        return subprocess.run([self.program, "models", *words], capture_output=True, check=False,
                              env={**os.environ, **environment})

    def test_list_tells_and_verify_judges(self):
        listed = self.models_run("list")
        self.assertEqual(listed.returncode, CLEAN)
        self.assertIn(b"missing", listed.stdout)
        verified = self.models_run("verify")
        self.assertEqual(verified.returncode, ERROR)
        self.assertEqual(verified.stdout, listed.stdout)

    def test_verify_finds_a_file_that_differs(self):
        manifest = json.loads((self.models / "manifest.json").read_text())
        file = re.search(r'"file": *"([^"]+)"', json.dumps(manifest)).group(1)
        before = self.models_run("verify").stdout
        (self.models / file).write_bytes(b"not the model")
        ran = self.models_run("verify")
        self.assertEqual(ran.returncode, ERROR)
        self.assertNotEqual(ran.stdout, before)
        self.assertNotIn(b"ready", ran.stdout)

    def test_fetch_installs_nothing_that_differs(self):
        if not self.fetches:
            self.skipTest("no fetch program beside the models of this build")
        mirror = self.folder / "mirror"
        mirror.mkdir()
        manifest = (self.models / "manifest.json").read_text()
        files = re.findall(r'"file": *"([^"]+)"', manifest)
        self.assertTrue(files)
        for file in files:
            (mirror / file).write_bytes(b"not the model")
        for target in (self.models, self.folder / "elsewhere"):
            with self.subTest(target.name):
                ran = self.models_run("fetch", "--models", str(target),
                                      PHOTOSCRUB_MODEL_MIRROR=str(mirror))
                self.assertEqual(ran.returncode, ERROR)
                self.assertIn(b"SHA-256", ran.stderr)
                self.assertLessEqual({path.name for path in target.iterdir()},
                                     {"manifest.json", "fetch"})

    def test_without_a_manifest_it_says_so(self):
        (self.models / "manifest.json").unlink()
        for action in ("list", "verify", "fetch"):
            ran = self.models_run(action, "--models", str(self.folder / "nowhere"))
            self.assertEqual(ran.returncode, ERROR)
            self.assertTrue(ran.stderr.strip())


if __name__ == "__main__":
    main()
