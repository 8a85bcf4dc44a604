#!/usr/bin/env python3
"""docs/policy.schema.json and the program say the same of any policy file.

The files are made here: good ones, then the same with changes of every kind, thousands by chance
from a fixed seed. What a schema cannot see (a key twice, no JSON at all) is in policy_test.py."""

import copy
import json
import random
import sys
import unittest
from pathlib import Path

import support

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "policy.schema.json").read_text("utf-8"))
FORMATS = SCHEMA["properties"]["accept"]["items"]["enum"]
KINDS = list(SCHEMA["properties"]["regions"]["properties"])
KEEP = SCHEMA["properties"]["metadata"]["properties"]["keep"]["items"]["enum"]
ACTIONS = ["ignore", "flag", "redact", "block"]
CERTAINTIES = ["certain", "high", "medium", "info"]

# What may be put anywhere by mistake.
STRAY = [None, True, False, 0, 1, -1, 10, 10.0, 10.5, 100, 101, 1e300, "", " ", "jpeg", "/x", "x\ny",
         "x\n", "\x7f", "é" * 80, "é" * 81, "redact", "Redact", "solid", "blur", "strict", "flag", [],
         ["jpeg"], ["jpeg", "jpeg"], ["colour"], {}, {"info": "flag"}, {"look": False},
         {"look": True}, {"action": "flag"}, {"face": {}}, "photoscrub-policy/1",
         "photoscrub-policy/2"]
STRAY_KEYS = ["face", "faces", "action", "look", "names", "accept", "certain", "style", "", "keep",
              "comment", "$schema", "$comment", "margin_percent"]


def some(chance, values):
    return chance.sample(values, chance.randint(0, len(values)))


def actions(chance):
    if chance.random() < 0.5:
        return chance.choice(ACTIONS)
    return {certainty: chance.choice(ACTIONS) for certainty in some(chance, CERTAINTIES)}


def region(chance, kind):
    everything = {"action": actions(chance), "margin_percent": chance.choice([0, 7, 100, 10.0]),
                  "style": chance.choice(["solid", "pixelate", "blur"]) if kind == "face" else "solid"}
    return {key: everything[key] for key in some(chance, list(everything))}


def good(chance):
    """A policy that is in order, but that it may cover without looking: that is for both to see."""
    everything = {
        "$schema": "policy.schema.json",
        "comment": "kept by the web team",
        "based_on": chance.choice(["flag", "redact", "strict"]),
        "regions": {kind: region(chance, kind) for kind in some(chance, KINDS)},
        "metadata": {"keep": some(chance, KEEP)} if chance.random() < 0.8 else {},
        "names": chance.choice(["original", "neutral"]),
        "accept": chance.choice([None, some(chance, FORMATS) or ["png"]]),
        "convert": chance.choice(["jpeg", None]),
        "detectors": dict(some(chance, [("minimum_tier", chance.choice(["basic", "full"])),
                                        ("look", chance.random() < 0.6),
                                        ("sensitivity", chance.choice(["high", "normal", "low"]))])),
        "release": chance.choice(["person", "consent", "nobody"]),
        "consent_register": chance.choice([None, "/srv/consent.sqlite"]),
    }
    chosen = {key: everything[key] for key in some(chance, list(everything))}
    return {"schema": "photoscrub-policy/1", "name": "Trust A", **chosen}


def places(value):
    """Every (container, key) below a value."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in list(keys):
        yield value, key
        yield from places(value[key])


def spoiled(chance, policy):
    """The policy with one thing changed, taken out or put in."""
    policy = copy.deepcopy(policy)
    container, key = chance.choice(list(places(policy)))
    how = chance.randrange(4)
    if how == 0:
        del container[key]
    elif how == 1 and isinstance(container, dict):
        container[chance.choice(STRAY_KEYS)] = copy.deepcopy(chance.choice(STRAY))
    elif how == 2 and isinstance(container, dict):
        container[key + "s"] = container.pop(key)
    else:
        container[key] = copy.deepcopy(chance.choice(STRAY))
    return policy


def documents():
    chance = random.Random(20)
    for _ in range(700):
        policy = good(chance)
        yield policy
        for _ in range(chance.randint(1, 3)):
            policy = spoiled(chance, policy)
            yield policy
    for value in STRAY:
        yield value


class Schema(support.Scenario):
    def verdicts(self, texts):
        """What the program says of each of many files: an empty list or its lines of problems."""
        paths = [str(self.put(f"{i:05}.json", text.encode())) for i, text in enumerate(texts)]
        ran = support.run("policy", "check", *paths)
        lines = (ran.out + ran.err).decode().splitlines()
        found = {path: [] for path in paths}
        told = set()
        for line in lines:
            path = line.removeprefix("photoscrub: ").partition(": ")[0]
            told.add(path)
            if not line.endswith('"') or ": good, policy " not in line:
                found[path].append(line)
        self.assertEqual(told, set(paths), "each file is spoken of")
        self.assertEqual(ran.code, support.USAGE if any(found.values()) else support.CLEAN)
        return [found[path] for path in paths]

    def test_is_itself_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_and_program_agree_on_every_file(self):
        values = list(documents())
        validator = jsonschema.Draft202012Validator(SCHEMA)
        texts = [json.dumps(value, ensure_ascii=False, indent=1) for value in values]
        counts = {True: 0, False: 0}
        for value, text, problems in zip(values, texts, self.verdicts(texts)):
            fits = validator.is_valid(value)
            counts[fits] += 1
            self.assertEqual(fits, not problems, f"schema: {fits}, program: {problems}\n{text}")
        self.assertGreater(counts[True], 400, "enough of both kinds are tried")
        self.assertGreater(counts[False], 400, "enough of both kinds are tried")

    def test_holds_the_built_in_policies(self):
        for name in ("flag", "redact", "strict"):
            ran = support.run("policy", "show", name, "--json")
            self.assertRan(ran, support.CLEAN)
            jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(ran.out))

    def test_names_every_format_that_the_program_knows(self):
        text = json.dumps({"schema": "photoscrub-policy/1", "name": "x", "accept": ["nothing"]})
        (problem,), = self.verdicts([text])
        listed = problem.partition(" is not one of ")[2]
        self.assertEqual(sorted(listed.replace(" or ", ", ").split(", ")), sorted(FORMATS))

    def test_examples_of_the_guide_are_policies(self):
        guide = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
        examples = [part.partition("```")[0] for part in guide.split("```json\n")[1:]]
        self.assertGreaterEqual(len(examples), 2)
        for text, problems in zip(examples, self.verdicts(examples)):
            self.assertEqual(problems, [], text)
            jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))


if __name__ == "__main__":
    support.main()
