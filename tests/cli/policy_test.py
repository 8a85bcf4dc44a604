#!/usr/bin/env python3
"""`photoscrub policy show` and `check`, and the policy an administrator locks."""

import json
import os

import support
from support import CLEAN, USAGE

SCHEMA = "photoscrub-policy/1"


def environment(locked):
    return {**os.environ, "PHOTOSCRUB_POLICY": str(locked)}


class Policy(support.Scenario):
    def policy(self, name="policy.json", **keys):
        return self.put(name, json.dumps({"schema": SCHEMA, "name": "Trust A", **keys}).encode())

    def fails(self, *arguments, with_words, **options):
        """The lines on standard error of a run that ends with a usage error and no output."""
        ran = support.run("policy", *arguments, **options)
        self.assertRan(ran, USAGE)
        text = ran.err.decode()
        for words in with_words:
            self.assertIn(words, text)
        return text.splitlines()

    def shown(self, *arguments, **options):
        ran = support.run("policy", "show", *arguments, "--json", **options)
        self.assertRan(ran, CLEAN)
        return json.loads(ran.out)

    def test_check_names_line_and_key_of_every_problem(self):
        bad = self.put("bad.json", b'{"schema": "photoscrub-policy/1",\n"name": "x",\n'
                                   b'"regions": {\n"wristband": {"action": "hide"},\n"faec": {}}}')
        lines = self.fails("check", str(bad), with_words=[])
        self.assertEqual(lines, [
            f"photoscrub: {bad}: line 4: regions.wristband.action: \"hide\" is not one of ignore, "
            "flag, redact or block",
            f"photoscrub: {bad}: line 5: regions.\"faec\": there is no such key. Did you mean "
            "\"face\"?"])

    def test_check_sees_a_key_twice_and_what_is_no_json(self):
        twice = self.put("twice.json", b'{"schema": "photoscrub-policy/1", "name": "x",\n'
                                       b'"release": "nobody", "release": "person"}')
        self.fails("check", str(twice), with_words=["line 2: release: stands here a second time"])
        for text in (b"", b"{", b"not json", b'{"a": 1,}', b"\xff\xfe{\0}\0", b"{}\0{}"):
            bad = self.put("bad.json", text)
            self.fails("check", str(bad), with_words=["line 1: "])

    def test_check_goes_on_after_a_bad_file(self):
        good, bad = self.policy(), self.put("bad.json", b"[]")
        ran = support.run("policy", "check", str(bad), str(good))
        self.assertRan(ran, USAGE)
        self.assertEqual(ran.out.decode(), f'{good}: good, policy "Trust A"\n')

    def test_check_refuses_what_is_no_file_or_too_large(self):
        large = self.put("large.json", b"{}" + b" " * (1 << 20))
        for path in (self.folder, self.folder / "missing.json", large):
            self.fails("check", str(path), with_words=[str(path)])
        self.fails("check", with_words=["needs a file"])

    def test_check_shows_no_control_characters(self):
        bad = self.put("bad\x1b[2J.json", b'{"schema": "\\u001b[2J\\n", "name": "x"}')
        ran = support.run("policy", "check", str(bad))
        self.assertRan(ran, USAGE)
        self.assertNotIn(b"\x1b", ran.out + ran.err)

    def test_show_prints_the_named_policy(self):
        self.assertEqual(self.shown()["name"], "flag")
        self.assertEqual(self.shown("strict")["regions"]["screen"]["action"]["medium"], "block")
        mine = self.shown(str(self.policy(based_on="redact", names="neutral")))
        self.assertEqual((mine["name"], mine["names"]), ("Trust A", "neutral"))
        self.assertEqual(mine["regions"]["face"]["action"]["medium"], "redact")

    def test_show_as_json_is_a_policy_again(self):
        text = json.dumps(self.shown(str(self.policy(based_on="strict", accept=["jpeg"]))))
        again = self.put("again.json", text.encode())
        self.assertEqual(self.shown(str(again)), json.loads(text))

    def test_show_is_for_people_without_json(self):
        ran = support.run("policy", "show", "strict")
        self.assertRan(ran, CLEAN)
        rows = [line.split() for line in ran.out.decode().splitlines()]
        self.assertIn(["screen", "block", "block", "block", "block", "solid", "0", "%"], rows)
        self.assertIn(["detectors", "full", "tier", "only"], rows)

    def test_show_knows_what_was_meant(self):
        self.fails("show", "stirct", with_words=["Did you mean \"strict\"?"])
        self.fails("show", "flag", "strict", with_words=["one name"])

    def test_a_built_in_name_is_never_a_file(self):
        self.policy("strict")
        self.assertEqual(self.shown("strict", cwd=self.folder)["name"], "strict")
        self.assertEqual(self.shown("./strict", cwd=self.folder)["name"], "Trust A")

    def test_a_link_is_followed(self):
        (self.folder / "link.json").symlink_to(self.policy())
        self.assertEqual(self.shown(str(self.folder / "link.json"))["name"], "Trust A")

    def test_the_locked_policy_is_the_one_in_force(self):
        locked = self.policy(based_on="redact")
        self.assertEqual(self.shown(env=environment(locked))["name"], "Trust A")
        ran = support.run("policy", "show", env=environment(locked))
        self.assertIn(b"locked by PHOTOSCRUB_POLICY", ran.out)
        ran = support.run("policy", "show", "flag", env=environment(locked))
        self.assertRan(ran, CLEAN)
        self.assertIn(b'Policy "Trust A"', ran.out)
        self.assertIn(b"flag is looser in regions.face.action: flag instead of redact", ran.err)

    def test_a_locked_policy_that_is_wrong_is_an_error(self):
        bad = self.put("bad.json", b"[]")
        for locked in ("", "policy.json", "stirct", self.folder / "missing.json", bad, self.folder):
            self.fails("show", env=environment(locked), with_words=["PHOTOSCRUB_POLICY"],
                       cwd=self.folder)


if __name__ == "__main__":
    support.main()
