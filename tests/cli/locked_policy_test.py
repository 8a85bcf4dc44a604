#!/usr/bin/env python3
"""A locked policy cannot be loosened by any option of `clean` and `check`.

The options are those that the program's own help lists: one without a case here fails the test. Each
is tried with values that would loosen something, alone and in pairs by chance from a fixed seed, on
a picture drawn here. Whatever comes out, the program refuses with a message that names the policy,
or every picture it wrote has covered what the policy covers, lacks what the policy removes, and
tells nothing by its name."""

import io
import json
import os
import random
import re
import sys

import support
from support import ARTIST, COPYRIGHT, IMAGE_DESCRIPTION, ORIENTATION, SECRET, USAGE

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    print("python3-pil is not installed")
    sys.exit(77)

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
if not os.path.exists(FONT):
    print("fonts-dejavu-core is not installed")
    sys.exit(77)

NAME = "Locked by the trust"
LINES = ["Surname: SMITHSON", "Date of birth: 12/02/1944", "NHS No: 943 476 5919", "Ward: Cedar"]
PHOTO = "Jane Smithson 2024-01-31.jpg"
PAIRS = 12
# Ringing of a JPEG at the border of what is covered; the letters differ by 200 from their paper.
RIM, FLAT = 3, 40


def picture():
    """Black on white text about a patient, with metadata about somebody."""
    image = Image.new("RGB", (720, 380), (250, 250, 245))
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 30)
    for i, line in enumerate(LINES):
        draw.text((50, 45 + 80 * i), line, (20, 20, 30), font)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=92)
    fields = {ORIENTATION: 1, ARTIST: SECRET, COPYRIGHT: SECRET, IMAGE_DESCRIPTION: SECRET}
    return b"\xff\xd8" + support.exif(fields) + support.comment(SECRET) + data.getvalue()[2:]


def options_of(command):
    """The long options that the help of a subcommand lists."""
    text = support.run(command, "--help").out.decode()
    return set(re.findall(r"^ {2}(?:-\w,)?(--[a-z-]+)", text, re.MULTILINE)) - {"--help"}


class Place:
    """What one run of the program sees: a folder with the photo, and what the options may name."""

    def __init__(self, scenario, number):
        self.folder = scenario.folder / f"run{number}"
        self.out = self.folder / "out"
        self.photo = self.folder / PHOTO
        scenario.put(f"run{number}/{PHOTO}", scenario.data)
        self.other = scenario.folder
        self.list = scenario.put(f"run{number}/list", str(self.photo).encode() + b"\n")
        self.given = {path: path.read_bytes() for path in self.files()}

    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def written(self):
        """What is new or not the same any more."""
        now = {path: path.read_bytes() for path in self.files()}
        return {path: data for path, data in now.items() if self.given.get(path) != data}


KINDS = "face,person,identifier,text,barcode,screen,wristband,badge,document"

# What to try of each option: functions from a Place to arguments. The output is given where the
# option itself is not about it.
CASES = {
    "--files-from": [lambda at: ["--files-from", str(at.list)]],
    "--recursive": [lambda at: ["--recursive", str(at.folder)]],
    "--jobs": [lambda at: ["--jobs", "2"]],
    "--no-detect": [lambda at: ["--no-detect"]],
    "--sensitivity": [lambda at: ["--sensitivity", "low"], lambda at: ["--sensitivity", "normal"]],
    "--json": [lambda at: ["--json"]],
    "--hash": [lambda at: ["--hash"]],
    "--progress": [lambda at: ["--progress", "json"]],
    "--report": [lambda at: ["--report", str(at.folder / "report.html")],
                 lambda at: ["--report", str(at.folder / "report.csv")]],
    "--limit": [lambda at: ["--limit", "seconds=1"], lambda at: ["--limit", "pixels=1G,seconds=600"],
                lambda at: ["--limit", "pixels=1k"]],
    "--no-sandbox": [lambda at: ["--no-sandbox"]],
    "--models": [lambda at: ["--models", str(at.other / "no-models")]],
    "--verbose": [lambda at: ["--verbose"]],
    "--keep": [lambda at: ["--keep", "copyright,credit,caption,colour,time"],
               lambda at: ["--keep", "colour"], lambda at: ["--keep", "time"]],
    "--show-values": [lambda at: ["--show-values"]],
    "--output": [lambda at: ["-o", str(at.out)],
                 lambda at: ["-o", str(at.folder / "chosen by hand.jpg")],
                 lambda at: ["-o", str(at.folder / "Jane Smithson 1944.jpg")]],
    "--to": [lambda at: ["--to", "jpeg"]],
    "--in-place": [lambda at: ["--in-place"]],
    "--redact": [lambda at: ["--redact", "none"], lambda at: ["--redact", "face"],
                 lambda at: ["--redact", KINDS], lambda at: ["--redact", "identifier"]],
    "--style": [lambda at: ["--style", "pixelate"], lambda at: ["--style", "blur"],
                lambda at: ["--style", "solid"]],
    "--neutral-names": [lambda at: ["--neutral-names"]],
    "--policy": [lambda at: ["--policy", "flag"], lambda at: ["--policy", "redact"],
                 lambda at: ["--policy", "strict"],
                 lambda at: ["--policy", str(at.other / "loose.json")]],
    "--box": [lambda at: ["--box", "300,300,40,20"], lambda at: ["--box", "40,200,600,60:text"]],
    "--regions": [lambda at: ["--regions", str(at.other / "released.json")]],
    "--consent": [lambda at: ["--consent", "C-1", "--register", str(at.other / "consent.db")]],
    "--register": [lambda at: ["--register", str(at.other / "consent.db")]],
}
# A picture for the person who decides, which shows what was found as it is. It is no clean copy, and
# is not for sharing.
SHOWS_WHAT_WAS_FOUND = {"--annotate": [lambda at: ["--annotate", str(at.folder / "shown")]]}


class LockedPolicy(support.Scenario):
    @classmethod
    def setUpClass(cls):
        cls.data = picture()

    def setUp(self):
        super().setUp()
        (self.folder / "no-models").mkdir()
        self.runs = 0
        self.loose = self.policy("loose.json", based_on="flag", name="Loose")
        self.covers = self.policy("covers.json", based_on="redact", metadata={"keep": []},
                                  names="neutral", release="nobody")
        self.blocks = self.policy("blocks.json", based_on="strict", metadata={"keep": []},
                                  detectors={"minimum_tier": "basic"}, release="nobody")

        self.release_everything()
        self.agree_to_everything()

    def release_everything(self):
        """A regions file in which somebody has released all that is found."""
        photo = self.put(PHOTO, self.data)
        line, = support.run("check", "--json", "--hash", str(photo)).lines
        self.assertTrue(line["regions"])
        for region in line["regions"]:
            region["released"] = True
        self.put("released.json", json.dumps(line).encode() + b"\n")

    def agree_to_everything(self):
        """A consent on record for this photo as a whole."""
        boxes = [word for kind in KINDS.split(",") for word in ("--box", f"0,0,720,380:{kind}")]
        ran = support.run("consent", "add", "C-1", "--photo", str(self.folder / PHOTO), *boxes,
                          "--subject", "JS", "--how", "website", "--for", "news", "--where", "web",
                          "--signed", "2024-02-01", "--witness", "AB",
                          "--register", str(self.folder / "consent.db"))
        self.assertRan(ran, support.CLEAN)

    def policy(self, file, **keys):
        whole = {"schema": "photoscrub-policy/1", "name": NAME, **keys}
        return self.put(file, json.dumps(whole).encode())

    def run_locked(self, policy, arguments):
        """A fresh Place and the run in it. `arguments` is a list of functions from it."""
        self.runs += 1
        at = Place(self, self.runs)
        words = [word for case in arguments for word in case(at)]
        if not {"-o", "--in-place", "--annotate"} & set(words) and words[0] == "clean":
            words += ["-o", str(at.out)]
        ran = support.run(*words, str(at.photo), cwd=at.folder,
                          env={**os.environ, "PHOTOSCRUB_POLICY": str(policy)})
        return at, ran, words

    def boxes_to_cover(self, policy):
        """Where the letters are, from the picture itself: each line, or only what it says of the
        patient where the policy leaves other text to be seen."""
        font = ImageFont.truetype(FONT, 30)
        image = Image.open(io.BytesIO(self.data)).convert("L")
        boxes = []
        for i in range(len(LINES)):
            dark = image.crop((0, 40 + 80 * i, 720, 100 + 80 * i)).point(lambda v: 255 * (v < 128))
            left, top, right, bottom = dark.getbbox()
            if policy == self.blocks:
                left += int(font.getlength(LINES[i].partition(": ")[0] + ": "))
            boxes.append((left, top + 40 + 80 * i, right, bottom + 40 + 80 * i))
        return boxes

    def assertAsStrict(self, policy, at, ran, words):
        """The run was refused by name, or everything it wrote keeps to the policy."""
        written = at.written()
        if ran.code == USAGE:
            self.assertEqual(written, {}, (words, ran))
            return
        self.assertIn(ran.code, (0, 1, 3, 4), (words, ran))
        for path, data in written.items():
            self.assertNotIn(SECRET.encode(), data, (words, path))
            if data.startswith((b"\xff\xd8", b"\x89PNG")):
                self.assertPicture(policy, path, data, words)

    def assertPicture(self, policy, path, data, words):
        self.assertEqual(support.exif_of(data), {}, (words, "no field stays"))
        self.assertNotIn("Smithson", path.name, (words, "neutral names"))
        image = Image.open(io.BytesIO(data)).convert("L")
        self.assertEqual(image.size, (720, 380))
        for left, top, right, bottom in self.boxes_to_cover(policy):
            inner = image.crop((left + RIM, top + RIM, right - RIM, bottom - RIM))
            darkest, lightest = inner.getextrema()
            self.assertLess(lightest - darkest, FLAT, (words, (left, top, right, bottom)))

    def test_every_option_has_a_case(self):
        self.assertEqual(options_of("clean") | options_of("check"),
                         set(CASES) | set(SHOWS_WHAT_WAS_FOUND))

    def test_without_a_lock_everything_would_be_visible(self):
        """The checks of this test are able to fail."""
        at, ran, words = self.run_locked("flag", [lambda at: ["clean"]])
        self.assertRan(ran, support.REVIEW)
        (path, data), = at.written().items()
        with self.assertRaises(AssertionError):
            self.assertPicture(self.covers, path, data, words)
        image = Image.open(io.BytesIO(data)).convert("L")
        for box in self.boxes_to_cover(self.covers):
            darkest, lightest = image.crop(box).getextrema()
            self.assertGreater(lightest - darkest, FLAT)

    def test_the_policy_alone_covers_and_blocks(self):
        at, ran, words = self.run_locked(self.covers, [lambda at: ["clean"]])
        self.assertEqual(len(at.written()), 1, ran)
        self.assertAsStrict(self.covers, at, ran, words)
        at, ran, _ = self.run_locked(self.blocks, [lambda at: ["clean"]])
        self.assertRan(ran, support.REFUSED)
        self.assertEqual(set(at.written()), set())

    def commands_for(self, *options):
        return [command for command in ("clean", "check")
                if set(options) <= options_of(command)]

    def test_no_option_loosens_it(self):
        for option, values in CASES.items():
            for value in values:
                for command in self.commands_for(option):
                    for policy in (self.covers, self.blocks):
                        with self.subTest(option=option, command=command, policy=policy.name):
                            at, ran, words = self.run_locked(policy, [lambda at: [command], value])
                            self.assertAsStrict(policy, at, ran, words)

    def test_no_pair_of_options_loosens_it(self):
        chance = random.Random(5)
        cases = [(option, value) for option, values in CASES.items() for value in values]
        done = 0
        while done < PAIRS:
            (one, first), (other, second) = chance.sample(cases, 2)
            if one == other or "clean" not in self.commands_for(one, other):
                continue
            done += 1
            with self.subTest(options=(one, other)):
                at, ran, words = self.run_locked(self.covers, [lambda at: ["clean"], first, second])
                self.assertAsStrict(self.covers, at, ran, words)

    def test_what_is_looser_is_refused_by_name(self):
        """As a usage error, before any photo is opened, so that nobody thinks it has worked."""
        for words in (["--no-detect"], ["--sensitivity", "low"], ["--keep", "time"],
                      ["--redact", "none"], ["--policy", "flag"], ["--policy", str(self.loose)],
                      ["--models", str(self.folder / "no-models")], ["--no-sandbox"]):
            with self.subTest(words=words):
                at, ran, _ = self.run_locked(self.covers, [lambda at: ["clean"], lambda at: words])
                self.assertRan(ran, USAGE)
                self.assertIn(NAME, ran.err.decode())
                self.assertEqual(at.written(), {})


if __name__ == "__main__":
    support.main()
