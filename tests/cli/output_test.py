#!/usr/bin/env python3
"""Where clean copies go, what they are called, and what of the original they must not carry on."""

import os
import socket
import stat
import subprocess
import unittest

from support import (ARTIST, CLEAN, COPYRIGHT, ERROR, IMAGE_DESCRIPTION, ORIENTATION, REFUSED,
                     REVIEW, SAMPLES, SECRET, Scenario, comment, dirty_jpeg, exif, exif_of, jpeg,
                     main, run)

DATE_TIME_ORIGINAL = 0x9003
CLEAN_BYTES = jpeg()


class Names(Scenario):
    def test_copies_stand_beside_the_photo_and_count_up(self):
        path = self.put("photo.jpg", dirty_jpeg())
        for name in ("photo_cleaned.jpg", "photo_cleaned_2.jpg", "photo_cleaned_3.jpg"):
            line = self.one("clean", str(path), code=CLEAN)
            self.assertEqual(line["output"], str(self.folder / name))
            self.assertEqual((self.folder / name).read_bytes(), CLEAN_BYTES)
        self.assertEqual(path.read_bytes(), dirty_jpeg())

    def test_a_taken_name_is_left_alone(self):
        path = self.put("photo.jpg", dirty_jpeg())
        taken = self.put("photo_cleaned.jpg", b"mine")
        self.one("clean", str(path), code=CLEAN)
        self.assertEqual(taken.read_bytes(), b"mine")
        self.assertEqual((self.folder / "photo_cleaned_2.jpg").read_bytes(), CLEAN_BYTES)

    def test_names_are_relative_to_the_working_folder(self):
        self.put("photo.jpg", dirty_jpeg())
        self.one("clean", "photo.jpg", code=CLEAN, cwd=self.folder)
        self.assertEqual(self.names(), ["photo.jpg", "photo_cleaned.jpg"])

    def test_a_file_name_can_be_given(self):
        path = self.put("photo.jpg", dirty_jpeg())
        output = self.folder / "new/folder/copy.jpg"
        self.assertEqual(self.one("clean", str(path), "-o", str(output), code=CLEAN)["output"],
                         str(output))
        self.assertEqual(output.read_bytes(), CLEAN_BYTES)

    def test_a_given_name_that_is_taken_is_an_error(self):
        path = self.put("photo.jpg", dirty_jpeg())
        taken = self.put("copy.jpg", b"mine")
        for output in (taken, path):
            line = self.one("clean", str(path), "-o", str(output), code=ERROR)
            self.assertEqual(line["status"], "failed")
            self.assertIsNone(line["output"])
        self.assertEqual((taken.read_bytes(), path.read_bytes()), (b"mine", dirty_jpeg()))

    def test_a_folder_is_mirrored(self):
        for name in ("in/a.jpg", "in/deep/b.jpg", "in/deep/er/c.jpg"):
            self.put(name, dirty_jpeg())
        ran = run("clean", "--no-detect", "-r", str(self.folder / "in"), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, CLEAN)
        self.assertEqual(self.names("out"), self.names("in"))
        for name in ("a.jpg", "deep/b.jpg", "deep/er/c.jpg"):
            self.assertEqual((self.folder / "out" / name).read_bytes(), CLEAN_BYTES)
            self.assertEqual((self.folder / "in" / name).read_bytes(), dirty_jpeg())

    def test_subfolders_are_not_left_out_in_silence(self):
        self.put("in/a.jpg", CLEAN_BYTES)
        self.put("in/deep/b.jpg", dirty_jpeg())
        ran = run("check", "--no-detect", "--json", str(self.folder / "in"))
        self.assertRan(ran, REFUSED)
        status = {line["input"]: line["status"] for line in ran.lines}
        self.assertEqual(status, {str(self.folder / "in/a.jpg"): "already-clean",
                                  str(self.folder / "in/deep"): "refused"})
        self.assertIn("--recursive", ran.out.decode())

    def test_an_empty_folder_is_told(self):
        (self.folder / "in").mkdir()
        ran = run("check", str(self.folder / "in"))
        self.assertRan(ran, CLEAN)
        self.assertIn(b"no file", ran.err)

    def test_the_same_bytes_keep_their_name(self):
        self.put("in/a.jpg", dirty_jpeg())
        command = ["clean", "--no-detect", "--json", str(self.folder / "in"), "-o",
                   str(self.folder / "out")]
        for _ in range(2):
            ran = run(*command)
            self.assertRan(ran, CLEAN)
            self.assertEqual(ran.lines[0]["output"], str(self.folder / "out/a.jpg"))
            self.assertTrue(ran.lines[0]["verified"])
            self.assertEqual(self.names("out"), ["a.jpg"])

    def test_other_bytes_get_another_name(self):
        self.put("in/a.jpg", dirty_jpeg())
        self.put("out/a.jpg", b"mine")
        self.assertRan(run("clean", "--no-detect", str(self.folder / "in"), "-o",
                           str(self.folder / "out")), CLEAN)
        self.assertEqual((self.folder / "out/a.jpg").read_bytes(), b"mine")
        self.assertEqual((self.folder / "out/a_2.jpg").read_bytes(), CLEAN_BYTES)

    def test_two_photos_of_one_name_do_not_meet(self):
        self.put("one/a.jpg", dirty_jpeg())
        self.put("two/a.jpg", jpeg(3, 3, extra=comment("x")))
        self.assertRan(run("clean", "--no-detect", str(self.folder / "one/a.jpg"),
                           str(self.folder / "two/a.jpg"), "-o", str(self.folder / "out")), CLEAN)
        copies = {(self.folder / "out" / name).read_bytes() for name in ("a.jpg", "a_2.jpg")}
        self.assertEqual(copies, {CLEAN_BYTES, jpeg(3, 3)})

    def test_neutral_names(self):
        for name in ("in/Jane Doe 14.3.2026.jpg", "in/John Doe.jpg"):
            self.put(name, dirty_jpeg())
        ran = run("clean", "--no-detect", "--json", "--neutral-names", str(self.folder / "in"), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, CLEAN)
        self.assertEqual(self.names("out"), ["photo-0001.jpg", "photo-0002.jpg"])

    def test_a_telling_name_is_a_finding(self):
        path = self.put("IMG_20260314_130509.jpg", CLEAN_BYTES)
        line = self.one("check", str(path), code=CLEAN)
        said = [kept for kept in line["kept"] if kept["kind"] == "filename"]
        self.assertEqual(len(said), 1, line)
        self.assertIn("date", said[0]["why"])
        line = self.one("clean", "--neutral-names", str(path), "-o", str(self.folder / "out"),
                        code=CLEAN)
        self.assertIn("filename", {removed["kind"] for removed in line["removed"]})
        line = self.one("check", str(self.put("tea.jpg", CLEAN_BYTES)), code=CLEAN)
        self.assertEqual(line["kept"], [])

    def test_the_extension_tells_what_the_file_is(self):
        path = self.put("photo.png", dirty_jpeg())
        line = self.one("clean", str(path), code=CLEAN)
        self.assertEqual(line["output"], str(self.folder / "photo_cleaned.jpg"))
        self.assertEqual(line["format"], "jpeg")
        path = self.put("LOUD.JPEG", dirty_jpeg())
        self.assertEqual(self.one("clean", str(path), code=CLEAN)["output"],
                         str(self.folder / "LOUD_cleaned.JPEG"))


class InPlace(Scenario):
    def test_replaces_and_keeps_permissions(self):
        for mode in (0o600, 0o640, 0o664):
            path = self.put("photo.jpg", dirty_jpeg())
            path.chmod(mode)
            before = path.stat().st_ino
            line = self.one("clean", "--in-place", str(path), code=CLEAN)
            self.assertEqual(line["output"], str(path))
            self.assertEqual(path.read_bytes(), CLEAN_BYTES)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode)
            self.assertNotEqual(path.stat().st_ino, before)  # renamed over, never written into
            self.assertEqual(self.names(), ["photo.jpg"])

    def test_an_open_original_keeps_its_bytes(self):
        path = self.put("photo.jpg", dirty_jpeg())
        with path.open("rb") as opened:
            self.one("clean", "--in-place", str(path), code=CLEAN)
            self.assertEqual(opened.read(), dirty_jpeg())

    def test_what_cannot_be_cleaned_stays(self):
        path = self.put("photo.jpg", dirty_jpeg()[:200])
        self.one("clean", "--in-place", str(path), code=REFUSED)
        self.assertEqual(path.read_bytes(), dirty_jpeg()[:200])

    def test_a_wrong_extension_stays(self):
        """The name belongs to the user; only the content is replaced."""
        path = self.put("photo.png", dirty_jpeg())
        self.one("clean", "--in-place", str(path), code=CLEAN)
        self.assertEqual(self.names(), ["photo.png"])

    def test_a_link_stays_a_link(self):
        path = self.put("real.jpg", dirty_jpeg())
        link = self.folder / "link.jpg"
        link.symlink_to("real.jpg")
        self.one("clean", "--in-place", str(link), code=CLEAN)
        self.assertTrue(link.is_symlink())
        self.assertEqual(path.read_bytes(), CLEAN_BYTES)


class Special(Scenario):
    """What is no plain file: a clear answer, and no waiting."""

    def assertSentence(self, line):
        message = line["error"]["message"]
        self.assertRegex(message, r'^["A-Z].{10,}')
        self.assertNotIn("errno", message.lower())

    def answers(self, path, code):
        for command in ("check", "clean"):
            line = self.one(command, str(path), code=code)
            self.assertEqual(line["input"], str(path))
            self.assertIsNone(line["output"])
            self.assertSentence(line)

    def test_links_in_folders_are_refused(self):
        outside = self.put("outside.jpg", dirty_jpeg())
        self.put("in/a.jpg", CLEAN_BYTES)
        (self.folder / "in/link.jpg").symlink_to(outside)
        (self.folder / "in/loop").symlink_to(self.folder / "in")
        (self.folder / "in/broken.jpg").symlink_to("nowhere")
        ran = run("clean", "-r", "--no-detect", "--json", str(self.folder / "in"), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, REFUSED)
        status = {os.path.basename(line["input"]): line["status"] for line in ran.lines}
        self.assertEqual(status, {"a.jpg": "already-clean", "broken.jpg": "refused",
                                  "link.jpg": "refused", "loop": "refused"})
        self.assertEqual(self.names("out"), ["a.jpg"])

    def test_a_link_that_is_named_keeps_its_name_and_place(self):
        self.put("deep/real.jpg", dirty_jpeg())
        link = self.folder / "link.jpg"
        link.symlink_to("deep/real.jpg")
        line = self.one("clean", str(link), code=CLEAN)
        self.assertEqual(line["input"], str(link))
        self.assertEqual(line["output"], str(self.folder / "link_cleaned.jpg"))
        self.assertEqual(self.names("deep"), ["real.jpg"])

    def test_a_broken_link(self):
        link = self.folder / "link.jpg"
        link.symlink_to("nowhere.jpg")
        self.answers(link, REFUSED)

    def test_a_fifo(self):
        os.mkfifo(self.folder / "fifo.jpg")
        self.answers(self.folder / "fifo.jpg", REFUSED)

    def test_a_socket(self):
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self.folder / "socket.jpg"))
            self.answers(self.folder / "socket.jpg", REFUSED)

    def test_devices(self):
        for device in ("/dev/null", "/dev/zero", "/dev/tty"):
            if os.path.exists(device):
                line = self.one("check", device, code=REFUSED)
                self.assertSentence(line)

    def test_special_files_in_a_folder(self):
        self.put("in/a.jpg", CLEAN_BYTES)
        os.mkfifo(self.folder / "in/fifo.jpg")
        ran = run("check", "--no-detect", "--json", str(self.folder / "in"))
        self.assertRan(ran, REFUSED)
        self.assertEqual(len(ran.lines), 2)

    def test_a_folder_called_like_a_photo(self):
        self.put("trip.jpg/a.jpg", dirty_jpeg())
        self.assertRan(run("clean", "--no-detect", str(self.folder / "trip.jpg"), "-o",
                           str(self.folder / "out")), CLEAN)
        self.assertEqual(self.names("out"), ["a.jpg"])

    def test_a_missing_file(self):
        self.answers(self.folder / "missing.jpg", ERROR)
        self.assertEqual(self.names(), [])

    def test_an_unreadable_file(self):
        path = self.put("photo.jpg", dirty_jpeg())
        path.chmod(0)
        options = {}
        if os.geteuid() == 0:
            options = {"user": 65534, "group": 65534, "extra_groups": []}
            self.folder.chmod(0o777)
        line = self.one("clean", str(path), code=ERROR, **options)
        self.assertEqual(line["status"], "failed")
        self.assertSentence(line)
        self.assertEqual(self.names(), ["photo.jpg"])

    def test_an_unreadable_folder(self):
        self.put("in/photo.jpg", dirty_jpeg())
        (self.folder / "in").chmod(0)
        self.addCleanup((self.folder / "in").chmod, 0o755)
        options = {}
        if os.geteuid() == 0:
            options = {"user": 65534, "group": 65534, "extra_groups": []}
        line = self.one("check", str(self.folder / "in"), code=ERROR, **options)
        self.assertSentence(line)

    def test_an_output_folder_that_is_a_file(self):
        path = self.put("photo.jpg", dirty_jpeg())
        self.put("out", b"mine")
        line = self.one("clean", str(path), "-o", str(self.folder / "out/sub"), code=ERROR)
        self.assertSentence(line)
        self.assertEqual((self.folder / "out").read_bytes(), b"mine")


class StrangeNames(Scenario):
    NAMES = [b"two words.jpg", b"line\nbreak.jpg", b"red\x1b[31m.jpg", b"bell\x07.jpg",
             b"latin1-\xe9\xff.jpg", "right\u202eto left.jpg".encode(), "caf\u00e9 \U0001f4f7.jpg".encode(),
             b"quote\"back\\slash.jpg", b"%s%n.jpg", b".hidden.jpg", b" .jpg"]

    def fill(self):
        top = os.fsencode(self.folder / "in")
        os.makedirs(top + b"/sub\x1b[7m\xff folder")
        for name in self.NAMES:
            with open(top + b"/sub\x1b[7m\xff folder/" + name, "wb") as file:
                file.write(dirty_jpeg())

    def test_they_come_out_under_the_same_names(self):
        self.fill()
        ran = run("clean", "--no-detect", "--json", "-r", str(self.folder / "in"), "-o",
                  str(self.folder / "out"))
        self.assertRan(ran, CLEAN)
        self.assertEqual(len(ran.lines), len(self.NAMES))
        found = os.listdir(os.fsencode(self.folder / "out") + b"/sub\x1b[7m\xff folder")
        self.assertEqual(sorted(found), sorted(self.NAMES))

    def test_the_terminal_gets_no_control_characters(self):
        self.fill()
        for options in ([], ["--progress", "plain"], ["--verbose"]):
            ran = run("check", "--no-detect", "-r", *options, str(self.folder / "in"))
            self.assertRan(ran, REVIEW)
            text = (ran.out + ran.err).decode("utf-8")  # which is a check of its own
            for character in text:
                self.assertTrue(character == "\n" or character.isprintable(), repr(character))
            self.assertNotIn("line\nbreak", text)
            self.assertIn("caf\u00e9", text)

    def test_messages_about_folders_too(self):
        path = self.put("photo.jpg", dirty_jpeg())
        self.put("no\x1b[31mfolder", b"")
        ran = run("clean", "--no-detect", str(path), "-o", str(self.folder / "no\x1b[31mfolder/x"))
        self.assertRan(ran, ERROR)
        self.assertNotIn(b"\x1b", ran.out + ran.err)


class NotCarriedOn(Scenario):
    def test_the_time_of_the_file(self):
        path = self.put("photo.jpg", dirty_jpeg())
        os.utime(path, (1000000000, 1000000000))
        line = self.one("clean", str(path), code=CLEAN)
        self.assertGreater(os.stat(line["output"]).st_mtime, 1700000000)
        line = self.one("clean", "--in-place", str(path), code=CLEAN)
        self.assertGreater(path.stat().st_mtime, 1700000000)

    def test_extended_attributes(self):
        path = self.put("photo.jpg", dirty_jpeg())
        try:
            os.setxattr(path, "user.xdg.origin.url", b"https://example.org/" + SECRET.encode())
        except OSError as error:
            self.skipTest(f"no extended attributes in {self.folder}: {error}")
        line = self.one("clean", str(path), code=CLEAN)
        self.assertEqual(os.listxattr(line["output"]), [])
        self.one("clean", "--in-place", str(path), code=CLEAN)
        self.assertEqual(os.listxattr(path), [])

    def test_nothing_of_the_secret_is_left(self):
        path = self.put("photo.jpg", dirty_jpeg() + SECRET.encode())
        line = self.one("clean", str(path), code=CLEAN)
        with open(line["output"], "rb") as copy:
            self.assertEqual(copy.read(), CLEAN_BYTES)


class Twice(Scenario):
    """Cleaning a clean copy changes no byte."""

    def again(self, first):
        second = self.one("clean", first["output"], "-o", str(self.folder / "twice"), code=CLEAN)
        self.assertEqual(second["status"], "already-clean")
        self.assertEqual(second["removed"], [])
        with open(first["output"], "rb") as one, open(second["output"], "rb") as two:
            self.assertEqual(one.read(), two.read())
        checked = self.one("check", first["output"], code=CLEAN)
        self.assertEqual(checked["status"], "already-clean")

    def test_samples(self):
        for name in ("already_clean.jpg", "notes.png", "phone_portrait.jpg", "ward_scene.jpg"):
            with self.subTest(name):
                self.again(self.one("clean", str(self.sample(name)), "-o", str(self.folder / "once"),
                                    code=CLEAN))

    def test_every_orientation(self):
        for orientation in range(1, 9):
            with self.subTest(orientation):
                path = self.put(f"turned{orientation}.jpg", dirty_jpeg(orientation=orientation))
                first = self.one("clean", str(path), code=CLEAN)
                with open(first["output"], "rb") as copy:
                    fields = exif_of(copy.read())
                expected = {} if orientation == 1 else {ORIENTATION}
                self.assertEqual(set(fields), set(expected))
                if expected:
                    self.assertIn(fields[ORIENTATION], (bytes([orientation, 0]),
                                                        bytes([0, orientation])))
                self.again(first)


class Keep(Scenario):
    """--keep writes the values asked for afresh, and no other."""

    VALUES = {"copyright": (COPYRIGHT, b"(c) Alex Example"),
              "credit": (ARTIST, b"Alex Example"),
              "caption": (IMAGE_DESCRIPTION, b"Tea break, staff room, Ward 7"),
              "time": (DATE_TIME_ORIGINAL, b"2026:03:14 13:05:09")}

    def kept(self, words):
        path = self.sample("phone_portrait.jpg")
        line = self.one("clean", "--keep", words, str(path), "-o", str(self.folder / "out"),
                        code=CLEAN)
        with open(line["output"], "rb") as copy:
            data = copy.read()
        os.remove(line["output"])
        return line, data, exif_of(data)

    def test_each_combination(self):
        words = list(self.VALUES)
        for number in range(16):
            chosen = [word for i, word in enumerate(words) if number >> i & 1]
            with self.subTest(chosen):
                line, data, fields = self.kept(",".join(chosen + ["colour"]))
                expected = {self.VALUES[word][0]: self.VALUES[word][1] for word in chosen}
                self.assertIn(fields.pop(ORIENTATION), (b"\x06\0", b"\0\x06"))
                self.assertEqual({tag: value.rstrip(b"\0") for tag, value in fields.items()},
                                 expected)
                self.assertLessEqual(set(chosen), {kept["kind"] for kept in line["kept"]})
                for foreign in (b"Greenwich", b"EP-12", b"LM-0042", b"5f3a9c1e", b"EXAMPLEPHONE"):
                    self.assertNotIn(foreign, data)

    def test_keeping_twice_changes_nothing(self):
        path = self.sample("phone_portrait.jpg")
        words = "copyright,credit,caption,colour,time"
        first = self.one("clean", "--keep", words, str(path), "-o", str(self.folder / "once"),
                         code=CLEAN)
        second = self.one("clean", "--keep", words, first["output"], "-o",
                          str(self.folder / "twice"), code=CLEAN)
        self.assertEqual(second["status"], "already-clean")
        with open(first["output"], "rb") as one, open(second["output"], "rb") as two:
            self.assertEqual(one.read(), two.read())

    def test_exiftool_agrees(self):
        try:
            subprocess.run(["exiftool", "-ver"], check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("exiftool is not installed")
        path = self.sample("phone_portrait.jpg")
        line = self.one("clean", "--keep", "copyright,colour", str(path), code=CLEAN)
        seen = subprocess.run(["exiftool", "-G1", "-s", "-a", line["output"]], check=True,
                              stdout=subprocess.PIPE).stdout.decode()
        groups = {}
        for row in seen.splitlines():
            group, field = row.split(":", 1)[0].strip("[").split("]")
            groups.setdefault(group.strip(), set()).add(field.strip())
        self.assertEqual(groups.get("IFD0"), {"Orientation", "Copyright"}, seen)
        self.assertLessEqual(set(groups), {"ExifTool", "System", "File", "IFD0", "JFIF",
                                           "Composite"}, seen)


if __name__ == "__main__":
    main()
