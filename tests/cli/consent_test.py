#!/usr/bin/env python3
"""The whole life of a consent on the command line: added, shown, used up, withdrawn, backed up; by
several programs at once, and by programs that are killed."""

import datetime
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import time
import unittest

from support import (CLEAN, ERROR, PROGRAM, REFUSED, REVIEW, USAGE, Scenario, jpeg, main, run)

SUBJECT, WITNESS = "subject-AB17", "witness-CD18"  # stand in no message of ours
TODAY = datetime.date.today()


def day(offset):
    return str(TODAY + datetime.timedelta(days=offset))


class Consents(Scenario):
    def setUp(self):
        super().setUp()
        self.photo = self.put("photo.jpg", jpeg())
        self.register = self.folder / "register/consent.db"

    def words(self, reference, *more, signed=None, box="1,2,30,40"):
        return ["consent", "add", reference, "--photo", str(self.photo), "--box", box,
                "--subject", SUBJECT, "--how", "on the web site", "--for", "a story on the ward",
                "--where", "public, worldwide", "--signed", signed or day(-10),
                "--witness", WITNESS, "--register", str(self.register), *more]

    def add(self, reference, *more, code=CLEAN, **options):
        ran = run(*self.words(reference, *more, **options))
        self.assertRan(ran, code)
        return ran

    def consent(self, action, *more, code=CLEAN, **options):
        ran = run("consent", action, *more, "--register", str(self.register), **options)
        self.assertRan(ran, code)
        return ran

    def listed(self):
        return {line["reference"]: line for line in self.consent("list", "--json").lines}

    def relied_on(self, reference, output, data):
        """Writes down a copy as `clean` does, and makes it if there is `data`."""
        if data is not None:
            output.write_bytes(data)
        base = sqlite3.connect(self.register)
        with base:
            base.execute("INSERT INTO use (record, photo_sha256, output_sha256, output, used_at) "
                         "SELECT id, ?, ?, ?, '2026-11-21T14:03:05Z' FROM record "
                         "WHERE reference = ?",
                         ("a" * 64, hashlib.sha256(data or b"").hexdigest(),
                          os.fsencode(output), reference))
        base.close()


class Life(Consents):
    def test_what_is_added_can_be_shown(self):
        self.assertEqual(self.add("C-1", "--box", "5,6,7,8:badge", "--expires", day(30)).out,
                         b"added C-1\n")
        line, = self.consent("show", "C-1", "--json").lines
        photo = hashlib.sha256(self.photo.read_bytes()).hexdigest()
        self.assertEqual(line, {
            "schema": "photoscrub-consent/1", "reference": "C-1", "subject": SUBJECT,
            "standing": "valid", "signed_on": day(-10), "expires": day(30), "withdrawn_on": None,
            "shared_how": "on the web site", "shared_for": "a story on the ward",
            "shared_where": "public, worldwide", "witnessed_by": WITNESS,
            "scopes": [{"photo_sha256": photo, "box": [1, 2, 30, 40], "kind": None},
                       {"photo_sha256": photo, "box": [5, 6, 7, 8], "kind": "badge"}],
            "copies": []})
        text = self.consent("show", "C-1").out.decode()
        for part in ("C-1", f"valid until {day(30)}", SUBJECT, "a story on the ward", WITNESS,
                     f"{photo}, box 1,2,30,40: face and body", "5,6,7,8: badge"):
            self.assertIn(part, text)

    def test_the_list_says_how_each_one_stands(self):
        self.add("C-1")
        self.add("C-2", "--expires", day(-1))
        self.add("C-3", "--expires", day(0))
        self.add("C-4", signed=day(3))
        self.add("C-5")
        self.consent("withdraw", "C-5")
        self.assertEqual({name: line["standing"] for name, line in self.listed().items()},
                         {"C-1": "valid", "C-2": "expired", "C-3": "valid",
                          "C-4": "not-yet-signed", "C-5": "withdrawn"})
        text = self.consent("list").out.decode().splitlines()
        self.assertEqual(len(text), 5)
        self.assertEqual(text[1].split(), ["C-2", SUBJECT, "expired", "after", day(-1)])

    def test_a_withdrawal_names_every_copy(self):
        self.add("C-1")
        self.add("C-2")
        there, gone, changed = (self.folder / name for name in ("a.jpg", "b.jpg", "c\n.jpg"))
        self.relied_on("C-1", there, b"first")
        self.relied_on("C-1", gone, None)
        self.relied_on("C-1", changed, b"third")
        self.relied_on("C-2", self.folder / "other.jpg", b"other")
        changed.write_bytes(b"another picture")
        line, = self.consent("withdraw", "C-1", "--on", day(-2), "--json").lines
        self.assertEqual((line["standing"], line["withdrawn_on"]), ("withdrawn", day(-2)))
        self.assertEqual([(copy["output"], copy["state"]) for copy in line["copies"]],
                         [(str(there), "there"), (str(gone), "gone"), (str(changed), "changed")])
        self.assertEqual(line["copies"][0]["output_sha256"], hashlib.sha256(b"first").hexdigest())
        again = self.consent("withdraw", "C-1", code=REFUSED)
        text = again.out.decode()
        for part in (day(-2), str(there), "still there", "not there now", "another file",
                     "c\\x0a.jpg", hashlib.sha256(b"first").hexdigest()):
            self.assertIn(part, text)
        self.assertNotIn("other.jpg", text)
        self.assertIn(b"withdrawn before", again.err)
        self.assertEqual(self.listed()["C-2"]["standing"], "valid")

    def test_a_withdrawal_without_copies_says_so(self):
        self.add("C-1")
        self.assertIn(b"no copy", self.consent("withdraw", "C-1").out)

    def test_several_photos_each_with_its_boxes(self):
        second = self.put("second.jpg", jpeg(3, 3))
        self.add("C-1", "--photo", str(second), "--box", "0,0,5,5", "--box", "9,9,5,5:face")
        line, = self.consent("show", "C-1", "--json").lines
        first, other = (hashlib.sha256(path.read_bytes()).hexdigest()
                        for path in (self.photo, second))
        self.assertEqual([(scope["photo_sha256"], scope["box"]) for scope in line["scopes"]],
                         [(first, [1, 2, 30, 40]), (other, [0, 0, 5, 5]), (other, [9, 9, 5, 5])])

    def test_a_back_up_is_a_register(self):
        self.add("C-1")
        copy = self.folder / "copy.db"
        self.consent("backup", str(copy))
        self.add("C-2")
        self.assertEqual(stat.S_IMODE(copy.stat().st_mode), 0o600)
        self.register = copy
        self.assertEqual(list(self.listed()), ["C-1"])

    def test_one_file_remains(self):
        self.add("C-1")
        self.consent("withdraw", "C-1")
        self.assertEqual(self.names("register"), ["consent.db"])
        self.assertEqual(stat.S_IMODE(self.register.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.register.parent.stat().st_mode), 0o700)


class Refusals(Consents):
    def test_what_makes_no_sense_is_usage(self):
        self.add("C-1")
        good = self.words("C-9")
        changes = {
            "no calendar day": ["--signed", "2026-02-30"], "another form": ["--signed", "1.2.2026"],
            "expires too early": ["--expires", day(-11)], "no subject": ["--subject", " "],
            "line break": ["--how", "a\nb"], "escape": ["--witness", "\x1b[2J"],
            "bytes": ["--for", b"\xff"], "no kind": ["--box", "1,2,3,4:nose"],
            "negative": ["--box", "-1,2,3,4"], "empty box": ["--box", "1,2,0,4"],
            "three numbers": ["--box", "1,2,3"], "too far": ["--box", "2147483647,0,1,1"]}
        for what, (option, value) in changes.items():
            with self.subTest(what):
                words = list(good)
                if option in words:
                    words[words.index(option) + 1] = value
                else:
                    words += [option, value]
                ran = run(*words)
                self.assertRan(ran, USAGE)
                self.assertNotIn(b"\x1b", ran.err)
        for option in ("--photo", "--box", "--subject", "--how", "--for", "--where", "--signed",
                       "--witness"):
            with self.subTest(missing=option):
                words = list(good)
                at = words.index(option)
                del words[at:at + 2]
                self.assertRan(run(*words), USAGE)
        self.assertRan(run("consent"), USAGE)
        self.consent("withdraw", "C-1", "--on", day(1), code=USAGE)
        self.assertEqual(list(self.listed()), ["C-1"])

    def test_a_box_needs_the_photo_before_it(self):
        words = self.words("C-1")
        at = words.index("--photo")
        photo = words[at:at + 2]
        del words[at:at + 2]
        ran = run(*words, *photo)
        self.assertRan(ran, USAGE)
        self.assertIn(b"photo first", ran.err)
        self.assertRan(run(*self.words("C-1"), "--photo", str(self.photo)), USAGE)
        self.assertFalse(self.register.exists())

    def test_a_reference_is_taken_once(self):
        self.add("C-1")
        self.assertIn(b"already", self.add("C-1", code=ERROR).err)

    def test_an_unknown_reference_is_refused(self):
        self.add("C-1")
        for action in ("show", "withdraw"):
            self.assertIn(b"C-9", self.consent(action, "C-9", code=REFUSED).err)

    def test_a_photo_that_is_not_there(self):
        self.photo = self.folder / "none.jpg"
        self.assertIn(b"no file", self.add("C-1", code=ERROR).err)
        self.assertFalse(self.register.exists())

    def test_only_add_makes_a_register(self):
        for action in (["list"], ["show", "C-1"], ["withdraw", "C-1"],
                       ["backup", str(self.folder / "copy.db")]):
            self.assertIn(b"no consent register", self.consent(*action, code=ERROR).err)
        self.assertEqual(self.names(), ["photo.jpg"])

    def test_other_files_are_left_alone(self):
        self.register = self.folder / "letter.txt"
        for data in (b"Dear all", b"", b"SQLite format 3\0" + bytes(4096)):
            self.register.write_bytes(data)
            self.assertIn(b"not a consent register", self.add("C-1", code=ERROR).err)
            self.assertEqual(self.register.read_bytes(), data)
        self.assertEqual(self.names(), ["letter.txt", "photo.jpg"])

    def test_a_back_up_never_overwrites(self):
        self.add("C-1")
        self.consent("backup", str(self.photo), code=ERROR)
        self.assertEqual(self.photo.read_bytes(), jpeg())

    def test_errors_name_nobody(self):
        self.add("C-1")
        errors = b"".join(ran.err for ran in (
            self.add("C-1", code=ERROR), self.add("C-2", "--box", "x", code=USAGE),
            self.add("C-2", "--expires", day(-11), code=USAGE),
            self.consent("show", "C-9", code=REFUSED)))
        for private in (SUBJECT, WITNESS):
            self.assertNotIn(private.encode(), errors)

    @unittest.skipUnless(os.geteuid() == 0, "needs to become somebody else")
    def test_somebody_elses_register(self):
        self.add("C-1")
        self.register.parent.chmod(0o755)
        self.register.chmod(0o644)
        ran = self.consent("list", code=ERROR, user=65534, group=65534, extra_groups=[])
        self.assertIn(b"not allowed to write", ran.err)
        self.register.chmod(0o600)
        self.consent("list", code=ERROR, user=65534, group=65534, extra_groups=[])


class Place(Consents):
    def environment(self, **changes):
        keep = {name: value for name, value in os.environ.items()
                if name not in ("PHOTOSCRUB_CONSENT", "PHOTOSCRUB_POLICY", "XDG_DATA_HOME", "HOME")}
        return {**keep, **{name: str(value) for name, value in changes.items()}}

    def add_by(self, code=CLEAN, more=(), **changes):
        words = self.words("C-1")
        at = words.index("--register")
        del words[at:at + 2]
        ran = run(*words, *more, env=self.environment(**changes), cwd=self.folder)
        self.assertRan(ran, code)
        return ran

    def test_the_option_then_the_environment_then_the_data_folder(self):
        home, data = self.folder / "home", self.folder / "data"
        both = {"HOME": home, "XDG_DATA_HOME": data, "PHOTOSCRUB_CONSENT": self.folder / "env.db"}
        self.add_by(more=["--register", "option.db"], **both)
        self.assertTrue((self.folder / "option.db").exists())
        self.add_by(**both)
        self.assertTrue((self.folder / "env.db").exists())
        del both["PHOTOSCRUB_CONSENT"]
        self.add_by(**both)
        self.assertTrue((data / "photoscrub/consent.db").exists())
        self.add_by(HOME=home, XDG_DATA_HOME="relative")  # to be ignored, says its specification
        self.assertTrue((home / ".local/share/photoscrub/consent.db").exists())
        self.assertIn(b"--register", self.add_by(code=ERROR).err)

    def test_a_locked_policy_names_the_register(self):
        ruled = self.folder / "ruled.db"
        policy = self.put("policy.json", b'{"schema": "photoscrub-policy/1", "name": "ours", '
                          b'"consent_register": "' + os.fsencode(ruled) + b'"}')
        checked = run("policy", "check", str(policy))
        if checked.code != CLEAN:
            self.fail(checked)
        self.add_by(PHOTOSCRUB_POLICY=policy, PHOTOSCRUB_CONSENT=self.folder / "mine.db")
        self.assertTrue(ruled.exists())
        ran = self.add_by(code=REFUSED, more=["--register", "mine.db"], PHOTOSCRUB_POLICY=policy)
        self.assertIn(b"policy", ran.err)
        self.assertFalse((self.folder / "mine.db").exists())
        self.add_by(code=USAGE, PHOTOSCRUB_POLICY=self.folder / "none.json")


class Cleaning(Consents):
    """`clean --consent` on four lines of writing, of which a consent covers the first."""

    def setUp(self):
        super().setUp()
        self.photo = self.sample("notes.png")
        ran = run("check", "--json", str(self.photo))
        self.assertRan(ran, REVIEW)
        self.boxes = [region["box"] for region in ran.lines[0]["regions"]
                      if region["kind"] == "text"]
        self.assertGreater(len(self.boxes), 1, ran)
        self.box = ",".join(map(str, self.boxes[0])) + ":text"

    def clean(self, *references, code):
        named = [word for reference in references for word in ("--consent", reference)]
        line = self.looked("clean", "--redact", "all", *named, "--register", str(self.register),
                           str(self.photo), "-o", str(self.folder / "out"), code=code)
        texts = [region for region in line["regions"] if region["kind"] == "text"]
        self.assertEqual(sorted(region["box"] for region in texts), sorted(self.boxes))
        for region in texts:
            self.assertNotEqual(region["redacted"], region.get("released", False), region)
        self.assertTrue(line["verified"])
        return line, [region["box"] for region in texts if region.get("released")]

    def test_a_consent_that_holds_releases_its_region_and_no_other(self):
        self.add("C-1", box=self.box)
        line, released = self.clean("C-1", code=CLEAN)
        self.assertEqual(released, self.boxes[:1])
        copy, = self.consent("show", "C-1", "--json").lines[0]["copies"]
        data = self.photo.parent.joinpath(line["output"]).read_bytes()
        self.assertEqual((copy["output"], copy["state"], copy["output_sha256"]),
                         (line["output"], "there", hashlib.sha256(data).hexdigest()))

    def test_without_its_name_a_consent_releases_nothing(self):
        self.add("C-1", box=self.box)
        self.assertEqual(self.clean(code=CLEAN)[1], [])
        self.assertEqual(self.consent("show", "C-1", "--json").lines[0]["copies"], [])

    def test_one_that_does_not_hold_leaves_the_region_covered(self):
        self.add("C-expired", "--expires", day(-1), box=self.box)
        self.add("C-early", signed=day(2), box=self.box)
        self.add("C-withdrawn", box=self.box)
        self.consent("withdraw", "C-withdrawn")
        self.add("C-elsewhere", box="0,0,3,3:text")
        self.add("C-face", box=self.box.replace("text", "face"))
        self.add("C-wide", box="0,0,640,480:text")
        other = self.put("other.jpg", jpeg())
        notes, self.photo = self.photo, other
        self.add("C-other-photo", box=self.box)
        self.photo = notes
        for reference in ("C-expired", "C-early", "C-withdrawn", "C-elsewhere", "C-face", "C-wide",
                          "C-other-photo", "C-unknown"):
            with self.subTest(reference):
                self.assertEqual(self.clean(reference, code=REVIEW)[1], [])
                if reference != "C-unknown":
                    line, = self.consent("show", reference, "--json").lines
                    self.assertEqual(line["copies"], [])

    def test_a_withdrawal_lists_the_copies_and_ends_it(self):
        self.add("C-1", box=self.box)
        outputs = [self.clean("C-1", code=CLEAN)[0]["output"] for _ in range(2)]
        text = self.consent("withdraw", "C-1").out.decode()
        for output in outputs:
            self.assertIn(output, text)
        self.assertEqual(self.clean("C-1", code=REVIEW)[1], [])
        self.assertEqual(len(self.consent("show", "C-1", "--json").lines[0]["copies"]), 2)


class ManyAtOnce(Consents):
    def start(self, reference):
        return subprocess.Popen([PROGRAM, *self.words(reference)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_programs_that_add_at_once_lose_nothing(self):
        names = [f"C-{i}" for i in range(24)]
        started = [self.start(name) for name in names]
        for program in started:
            out, err = program.communicate()
            self.assertEqual(program.returncode, CLEAN, (out, err))
        self.assertEqual(sorted(self.listed()), sorted(names))
        self.assertEqual(self.names("register"), ["consent.db"])

    def test_a_program_that_writes_at_the_same_time_is_waited_for(self):
        self.add("C-1")
        other = sqlite3.connect(self.register, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        program = self.start("C-2")
        self.assertEqual(list(self.listed()), ["C-1"])  # readers wait for nobody
        self.assertIsNone(program.poll())
        other.execute("COMMIT")
        other.close()
        program.communicate()
        self.assertEqual(program.returncode, CLEAN)
        self.assertEqual(list(self.listed()), ["C-1", "C-2"])

    def time_of_one(self):
        """About how long one program takes: kills are spread over it. No test depends on it."""
        begin = time.monotonic()
        self.add("C-first")
        return time.monotonic() - begin

    def kill_at_a_moment(self, program, moment):
        """What a program prints that is killed some seconds after its start, or at its end."""
        try:
            program.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            pass
        program.kill()
        return program.communicate()[0]

    def test_a_killed_program_loses_nothing_confirmed(self):
        time_of_one = self.time_of_one()
        chance = random.Random(20261121)
        confirmed, killed, started = ["C-first"], 0, 0
        while killed < 40:
            self.assertLess(started, 4000, "the program is never killed at work")
            names = [f"C-{started + j}" for j in range(3)]
            started += len(names)
            victim, *others = [self.start(name) for name in names]
            if self.kill_at_a_moment(victim, chance.uniform(0, 1.5 * time_of_one)):
                confirmed.append(names[0])
            killed += victim.returncode == -signal.SIGKILL
            for name, program in zip(names[1:], others):
                out, err = program.communicate()
                self.assertEqual(program.returncode, CLEAN, (out, err))
                confirmed.append(name)
        listed = self.listed()
        self.assertEqual([name for name in confirmed if name not in listed], [])
        base = sqlite3.connect(self.register)
        self.assertEqual(base.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        # A record without its scopes would be half a record.
        self.assertEqual(base.execute("SELECT count(*) FROM record WHERE id NOT IN "
                                      "(SELECT record FROM scope)").fetchone(), (0,))
        base.close()

    @unittest.skipUnless(shutil.which("strace"), "strace shows what is on the disk when")
    def test_what_is_confirmed_is_on_the_disk(self):
        """A power cut after the confirmation loses nothing: what was written is synced before."""
        self.add("C-1")
        # The last one to close the register syncs all of it; here that is somebody else.
        other = sqlite3.connect(self.register)
        self.addCleanup(other.close)
        self.assertEqual(other.execute("SELECT count(*) FROM record").fetchone(), (1,))
        trace = self.folder / "trace"
        done = subprocess.run(["strace", "-y", "-o", str(trace), "-e",
                               "trace=write,pwrite64,fsync,fdatasync", PROGRAM, *self.words("C-2")],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        if not trace.exists() or not trace.stat().st_size:
            self.skipTest("strace is not allowed here")
        self.assertEqual(done.returncode, CLEAN, done)
        lines = trace.read_text(errors="replace").splitlines()
        told = next(i for i, line in enumerate(lines) if "added C-2" in line)
        written = [i for i, line in enumerate(lines[:told])
                   if line.startswith("pwrite64(") and "consent.db-wal>" in line]
        synced = [i for i, line in enumerate(lines[:told])
                  if "sync(" in line and "consent.db-wal>" in line]
        self.assertTrue(written and synced, lines)
        self.assertGreater(max(synced), max(written))

    def test_a_killed_program_leaves_no_register_or_a_whole_one(self):
        time_of_one = self.time_of_one()
        chance = random.Random(1)
        for i in range(40):
            self.register = self.folder / f"folder{i}/consent.db"
            program = self.start("C-1")
            out = self.kill_at_a_moment(program, chance.uniform(0, 1.5 * time_of_one))
            self.assertTrue(self.register.exists() or not out)
            self.add("C-2")
            self.assertIn(sorted(self.listed()), [["C-1", "C-2"]] + [["C-2"]] * (not out))
            self.assertEqual(self.names(f"folder{i}"), ["consent.db"])


if __name__ == "__main__":
    main()
