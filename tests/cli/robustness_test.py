#!/usr/bin/env python3
"""Promise 3 under bad luck: killed, out of room, not allowed, without a reader, without a worker."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from support import (CLEAN, ERROR, PROGRAM, REVIEW, Scenario, comment, dirty_jpeg, exif, ARTIST,
                     jpeg, main, run)

FILES = 200
ROUNDS = 20
MOST_ROUNDS = 10 * ROUNDS  # until one of them was killed in the middle
TEMPORARY = ".photoscrub-*.tmp"
NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}


def processes_of(session):
    """(pid, name) of all that live in a session; those that only wait to be reaped do not count."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text()
            name, rest = stat.split("(", 1)[1].rsplit(")", 1)
            state, _, _, its_session = rest.split()[:4]
            if int(its_session) == session and state not in "ZX":
                found.append((int(folder.name), name))
    return found


def wait_until_gone(session):
    """ctest ends this when they never go."""
    while processes_of(session):
        time.sleep(0.02)


class Many(Scenario):
    """Two hundred small photos, their clean copies, and a run that can be disturbed."""

    def setUp(self):
        super().setUp()
        self.originals, self.expected = {}, {}
        for i in range(FILES):
            name = f"{i:03}.jpg"
            size = (1 + i % 40, 1 + i % 30, 1 + i % 255)
            secret = f"secret number {i} " * (1 + i % 50)
            self.originals[name] = jpeg(*size, extra=exif({ARTIST: secret}) + comment(secret))
            self.expected[name] = jpeg(*size)
            self.put("in/" + name, self.originals[name])

    def command(self, *options, where="in"):
        return [PROGRAM, "clean", "--no-detect", "--json", *options, str(self.folder / where)]

    def into(self, folder):
        return ["-o", str(self.folder / folder)]

    def start(self, command, **options):
        started = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL,
                                   **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                                      **options})
        self.addCleanup(self.end, started)
        return started

    @staticmethod
    def end(started):
        if started.poll() is None:
            started.kill()
        started.wait()
        for stream in (started.stdout, started.stderr):
            if stream:
                stream.close()

    def contents(self, folder):
        return {path.name: path.read_bytes() for path in (self.folder / folder).iterdir()}

    def assertOriginals(self):
        self.assertEqual(self.contents("in"), self.originals)

    def assertFinished(self, folder):
        """The next run completes and leaves no temporary."""
        ran = run(*self.command(*self.into(folder))[1:])
        self.assertRan(ran, CLEAN)
        self.assertEqual(len(ran.lines), FILES)
        self.assertEqual(self.contents(folder), self.expected)
        self.assertOriginals()


class Moments:
    """When to kill: spread over the time a run takes, which other load may change meanwhile."""

    def __init__(self, duration, seed):
        self.duration, self.random = duration, random.Random(seed)
        self.rounds = self.partly = 0

    def __iter__(self):
        while self.rounds < ROUNDS or (not self.partly and self.rounds < MOST_ROUNDS):
            yield self.rounds
            self.rounds += 1

    def wait(self):
        time.sleep(self.random.random() * self.duration)

    def done(self, files):
        """How many files the killed run had finished."""
        self.partly += 0 < files < FILES
        self.duration *= 1.2 if files == 0 else 0.8 if files == FILES else 1


class Killed(Many):
    def moments(self, seed):
        begin = time.monotonic()
        self.assertFinished("reference")
        return Moments(time.monotonic() - begin, seed)

    def test_copies_are_whole_or_absent(self):
        moments = self.moments(20260314)
        for number in moments:
            out = f"out{number}"
            started = self.start(self.command(*self.into(out)))
            moments.wait()
            started.kill()
            started.wait()
            wait_until_gone(started.pid)
            self.assertOriginals()
            there = {} if not (self.folder / out).exists() else \
                {name: data for name, data in self.contents(out).items()
                 if not Path(name).match(TEMPORARY)}
            for name, data in there.items():
                self.assertEqual(data, self.expected[name], f"round {number}: {name}")
            moments.done(len(there))
            self.assertFinished(out)
            shutil.rmtree(self.folder / out)
        self.assertTrue(moments.partly, "every kill came too early or too late to tell anything")

    def test_in_place_each_photo_is_old_or_clean(self):
        moments = self.moments(20260315)
        for number in moments:
            for name, data in self.originals.items():
                self.put("here/" + name, data)
            started = self.start(self.command("--in-place", where="here"))
            moments.wait()
            started.kill()
            started.wait()
            wait_until_gone(started.pid)
            there = {name: data for name, data in self.contents("here").items()
                     if not Path(name).match(TEMPORARY)}
            self.assertEqual(sorted(there), sorted(self.originals))
            clean = [name for name, data in there.items() if data == self.expected[name]]
            for name in there.keys() - clean:
                self.assertEqual(there[name], self.originals[name], f"round {number}: {name}")
            moments.done(len(clean))
            ran = run(*self.command("--in-place", where="here")[1:])
            self.assertRan(ran, CLEAN)
            self.assertEqual(len(ran.lines), FILES)
            self.assertEqual(self.contents("here"), self.expected)
        self.assertTrue(moments.partly, "every kill came too early or too late to tell anything")

    def test_what_a_killed_run_left_is_swept_and_is_no_photo(self):
        left = ".photoscrub-4194303-0123456789abcdef.tmp"
        for options, folder in ((self.into("out"), "out"), (["--in-place"], "in"), ([], "in")):
            with self.subTest(options):
                self.put(f"{folder}/{left}", jpeg()[:100])
                ran = run(*self.command(*options)[1:])
                self.assertRan(ran, CLEAN)
                self.assertNotIn(left, os.listdir(self.folder / folder))


class Interrupted(Many):
    """The program waits for its reader, so the moment is known: after a few lines."""

    def stop_by(self, number):
        started = self.start(self.command("-j", "1", *self.into("out")), stdout=subprocess.PIPE)
        lines = [started.stdout.readline() for _ in range(3)]
        started.send_signal(number)
        lines += started.stdout.readlines()
        self.assertEqual(started.wait(), ERROR)
        wait_until_gone(started.pid)
        return [json.loads(line) for line in lines]

    def test_stops_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                lines = self.stop_by(number)
                self.assertEqual(len(lines), FILES)
                cleaned = [line for line in lines if line["status"] == "cleaned"]
                self.assertTrue(3 <= len(cleaned) < FILES, len(cleaned))
                for line in lines:
                    if line["status"] != "cleaned":
                        self.assertEqual(line["status"], "failed")
                        self.assertEqual(line["error"]["code"], "cancelled")
                        self.assertIsNone(line["output"])
                there = self.contents("out")
                self.assertEqual(sorted(there), sorted(os.path.basename(line["output"])
                                                       for line in cleaned))
                for name, data in there.items():
                    self.assertEqual(data, self.expected[name])
                self.assertOriginals()
                shutil.rmtree(self.folder / "out")


class WorkerLost(Many):
    def kill_workers(self, session, name):
        killed = 0
        for pid, its_name in processes_of(session):
            if its_name.startswith(name):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
        return killed

    def test_photos_are_cleaned_without_the_metadata_reader(self):
        """Its name is cut after 15 letters by the kernel."""
        started = self.start(self.command("-j", "1", *self.into("out")), stdout=subprocess.PIPE)
        lines, killed = [], 0
        for line in started.stdout:
            lines.append(json.loads(line))
            if len(lines) % 10 == 5:
                killed += self.kill_workers(started.pid, "photoscrub-meta")
        self.assertEqual(started.wait(), CLEAN)
        wait_until_gone(started.pid)
        self.assertTrue(killed, "no reader was found to kill")
        self.assertEqual(len(lines), FILES)
        self.assertEqual({line["status"] for line in lines}, {"cleaned"})
        self.assertTrue(all(line["removed"] for line in lines))
        self.assertEqual(self.contents("out"), self.expected)
        self.assertOriginals()
        for line in lines:
            if not line["inventory_complete"]:
                self.assertTrue(line["warnings"])

    def test_a_reader_that_never_works_is_told(self):
        """An installation whose reader ends at once."""
        (self.folder / "bin").mkdir()
        program = shutil.copy(PROGRAM, self.folder / "bin")
        (self.folder / "bin/photoscrub-metadata").symlink_to("/bin/false")
        path = self.put("photo.jpg", dirty_jpeg())
        done = subprocess.run([program, "clean", "--no-detect", "--json", str(path)],
                              stdout=subprocess.PIPE, check=False)
        line, = [json.loads(text) for text in done.stdout.splitlines()]
        if done.returncode == CLEAN:
            self.assertFalse(line["inventory_complete"])
            self.assertTrue(line["warnings"])
            self.assertEqual(Path(line["output"]).read_bytes(), jpeg())
        else:
            self.assertEqual((done.returncode, line["status"]), (ERROR, "failed"))
            self.assertIsNone(line["output"])

    def test_a_photo_that_was_not_looked_at_is_never_clean(self):
        """An installation whose eyes end at once."""
        (self.folder / "bin").mkdir()
        program = shutil.copy(PROGRAM, self.folder / "bin")
        shutil.copy(Path(PROGRAM).parent / "photoscrub-metadata", self.folder / "bin")
        (self.folder / "bin/photoscrub-vision").symlink_to("/bin/false")
        path = self.put("photo.jpg", dirty_jpeg())
        for command in ("check", "clean"):
            done = subprocess.run([program, command, "--json", str(path)],
                                  stdout=subprocess.PIPE, check=False)
            line, = [json.loads(text) for text in done.stdout.splitlines()]
            self.assertEqual((done.returncode, line["status"]), (ERROR, "failed"))
            self.assertRegex(line["error"]["message"], r"^[A-Z].{10,}")
        self.assertEqual(path.read_bytes(), dirty_jpeg())
        self.assertFalse((self.folder / "photo_cleaned.jpg").exists())

    def test_eyes_killed_while_they_look(self):
        path = self.sample("ward_scene.jpg")
        started = self.start([PROGRAM, "check", "--json", str(path)], stdout=subprocess.PIPE)
        while not self.kill_workers(started.pid, "photoscrub-visi") and started.poll() is None:
            time.sleep(0.01)
        line = json.loads(started.stdout.read())
        self.assertIn((started.wait(), line["status"]), ((ERROR, "failed"), (REVIEW, "needs-review")))
        wait_until_gone(started.pid)


class NoReader(Many):
    """A report that could not be given is an error, and harms no photo."""

    def assertCopiesAreWhole(self):
        for name, data in self.contents("out").items():
            self.assertEqual(data, self.expected[name], name)
        self.assertOriginals()

    def test_a_pipe_that_is_closed(self):
        for options in ([], ["-j", "1"]):
            started = self.start(self.command(*options, *self.into("out")), stdout=subprocess.PIPE)
            started.stdout.readline()
            started.stdout.close()
            self.assertEqual(started.wait(), ERROR)
            wait_until_gone(started.pid)
            self.assertCopiesAreWhole()

    def test_a_full_disk_behind_stdout(self):
        with open("/dev/full", "wb") as full:
            ran = run(*self.command(*self.into("out"))[1:], stdout=full)
            self.assertRan(ran, ERROR)
            self.assertCopiesAreWhole()
            for words in (["models", "list"], ["--help"], ["--version"]):
                self.assertRan(run(*words, stdout=full), ERROR)

    def test_closed_from_the_start(self):
        """The first files opened would take the place of what is closed."""
        for closed in ([1], [0, 1], [0, 1, 2], [1, 2]):
            for options in (self.into("out"), ["--verbose", *self.into("out")]):
                with self.subTest(closed=closed, options=options):
                    command = " ".join(f"{number}>&-" for number in closed)
                    ran = subprocess.run(["sh", "-c", f'exec "$@" {command}', "sh",
                                          *self.command(*options)], check=False)
                    self.assertEqual(ran.returncode, ERROR)
                    self.assertEqual(self.contents("out"), self.expected)
                    self.assertOriginals()
                    shutil.rmtree(self.folder / "out")

    def test_closed_messages_harm_nothing(self):
        ran = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh",
                              *self.command("--progress", "json", *self.into("out"))],
                             check=False, stdout=subprocess.PIPE)
        self.assertEqual(len([json.loads(line) for line in ran.stdout.splitlines()]), FILES)
        self.assertEqual(self.contents("out"), self.expected)
        self.assertOriginals()


class NoRoom(Scenario):
    """In a mount namespace of its own, where the system allows that."""

    def inside(self, script, *arguments):
        """Runs a shell script in it; what it prints is kept."""
        unshare = shutil.which("unshare")
        if not unshare:
            self.skipTest("unshare is not installed")
        place = self.folder / "disk"
        place.mkdir(exist_ok=True)
        probe = subprocess.run([unshare, "-rm", "mount", "-t", "tmpfs", "none", str(place)],
                               check=False, stderr=subprocess.PIPE)
        if probe.returncode:
            self.skipTest("no mount namespaces here: " + probe.stderr.decode().strip())
        done = subprocess.run([unshare, "-rm", "sh", "-euc", script, "sh", PROGRAM, str(place),
                               *map(str, arguments)], check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def assertRefusedByDisk(self, code, out, words):
        self.assertEqual(code, ERROR, out)
        line = json.loads(out.splitlines()[0])
        self.assertEqual(line["status"], "failed")
        self.assertIsNone(line["output"])
        self.assertIn(words, line["error"]["message"])

    def test_a_full_disk(self):
        photo = self.sample("phone_portrait.jpg")
        before = photo.read_bytes()
        code, out, _ = self.inside(
            'mount -t tmpfs -o size=16k none "$2"; status=0;'
            '"$1" clean --no-detect --json "$3" -o "$2/out" || status=$?;'
            'find "$2" -type f; exit $status', photo)
        self.assertRefusedByDisk(code, out, "not enough room")
        self.assertEqual(out.splitlines()[1:], [])
        self.assertEqual(photo.read_bytes(), before)

    def test_a_disk_that_fills_up_in_place(self):
        photo = self.sample("phone_portrait.jpg")
        code, out, err = self.inside(
            'mount -t tmpfs -o size=128k none "$2"; cp "$3" "$2/photo.jpg"; status=0;'
            '"$1" clean --in-place --no-detect --json "$2/photo.jpg" || status=$?;'
            'cmp "$3" "$2/photo.jpg"; ls -A "$2"; exit $status', photo)
        self.assertRefusedByDisk(code, out, "not enough room")
        self.assertEqual(out.splitlines()[1:], ["photo.jpg"], err)

    def test_a_disk_that_may_not_be_written(self):
        photo = self.put("photo.jpg", dirty_jpeg())
        for options in ("", "--in-place"):
            code, out, err = self.inside(
                'mount -t tmpfs none "$2"; cp "$3" "$2/photo.jpg"; mount -o remount,ro none "$2";'
                'status=0; "$1" clean $4 --no-detect --json "$2/photo.jpg" || status=$?;'
                'cmp "$3" "$2/photo.jpg"; ls -A "$2"; exit $status', photo, options)
            self.assertRefusedByDisk(code, out, "cannot be written")
            self.assertEqual(out.splitlines()[1:], ["photo.jpg"], err)

    def test_a_folder_that_may_not_be_written(self):
        self.put("in/photo.jpg", dirty_jpeg())
        (self.folder / "in").chmod(0o555)
        (self.folder / "out").mkdir(mode=0o555)
        options = NOBODY if os.geteuid() == 0 else {}
        for words in ([], ["--in-place"], ["-o", str(self.folder / "out")],
                      ["-o", str(self.folder / "out/new")]):
            with self.subTest(words):
                line = self.one("clean", str(self.folder / "in/photo.jpg"), *words, code=ERROR,
                                **options)
                self.assertEqual(line["status"], "failed")
                self.assertRegex(line["error"]["message"], "^The folder .* cannot be written$")
        self.assertEqual(self.names(), ["in", "in/photo.jpg", "out"])
        self.assertEqual((self.folder / "in/photo.jpg").read_bytes(), dirty_jpeg())


class Offline(Many):
    """Promise 5."""

    def test_the_kernel_is_asked_to_enforce_it(self):
        if sys.platform != "linux":
            self.skipTest("only Linux is asked")
        started = self.start(self.command("-j", "1", *self.into("out")), stdout=subprocess.PIPE)
        started.stdout.readline()
        seen = processes_of(started.pid)
        self.assertGreaterEqual(len(seen), 2, seen)
        for pid, name in seen:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
                self.assertIn("Seccomp:\t2", status.read(), name)
        started.stdout.read()
        self.assertEqual(started.wait(), CLEAN)

    def test_no_socket_of_the_internet_is_asked_for(self):
        strace = shutil.which("strace")
        if not strace:
            self.skipTest("strace is not installed")
        log = self.folder / "log"
        path = self.sample("already_clean.jpg")
        done = subprocess.run([strace, "-f", "-e", "trace=network", "-o", str(log), PROGRAM, "clean",
                               "--json", str(path)], check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        if b"ptrace" in done.stderr.lower():
            self.skipTest("strace is not allowed here: " + done.stderr.decode().strip())
        self.assertEqual(done.returncode, CLEAN, done.stderr)
        text = log.read_text(errors="replace")
        self.assertIn("AF_UNIX", text)  # the way to the workers: strace did see something
        self.assertNotIn("AF_INET", text)
        self.assertNotIn("connect(", text)


if __name__ == "__main__":
    main()
