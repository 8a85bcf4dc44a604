#!/usr/bin/env python3
"""Measures the detectors on annotated photos and prints recall, cover and precision.

    tests/eval/evaluate.py [--program build/release/bin/photoscrub] [--set ../shared/eval/dev]
                           [--tier full|basic|both] [--sensitivity high|normal|low]
                           [--keep FOLDER] [--reliability FILE.svg] [--curves]

The set is a folder with `annotations.jsonl` and the photos it names; the measure is the set's own
(`tools/evaluate.py` two folders above it), so that figures from other detectors compare. Every
photo goes through the program as a user would run it. Where the set is missing, it says so and
ends with status 77. Standard library only, but for the measure, which needs numpy.
"""

import argparse
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

import reliability

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
# Photos made for the set show invented patients; all others show nobody's details.
COMPOSED = "syn_"
CLAIMS = ("certain", "high")


def load_measure(folder):
    path = folder.resolve().parents[1] / "tools" / "evaluate.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("measure", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_photos(program, folder, tier, sensitivity, raw):
    """One JSON line a photo into the file `raw`."""
    command = [program, "check", "--json", "--show-values", "--sensitivity", sensitivity,
               "--progress", "none", "images"]
    with tempfile.TemporaryDirectory() as empty, open(raw, "wb") as out:
        if tier == "basic":
            command += ["--models", empty]
        ended = subprocess.run(command, cwd=folder, stdout=out, check=False)
    if ended.returncode not in (0, 1, 3, 4):
        sys.exit(f"{program} ended with status {ended.returncode}")


def prediction(line):
    """A line of the JSON contract in the terms of the measure."""
    objects, numbers = [], []
    for region in line["regions"]:
        kind, value = region["kind"], region.get("value", "")
        if kind == "identifier":
            if region.get("label") == "NHS number" and value:
                numbers.append(value)
            continue
        if kind == "document" and region.get("label") == "whiteboard":
            kind = "whiteboard"
        item = {"class": kind, "box": region["box"], "score": region["score"], "text": value}
        if "polygon" in region:
            item["polygon"] = region["polygon"]
        objects.append(item)
    return {"file": line["input"], "objects": objects, "identifiers": numbers}


def claims_identifier(line):
    return any(r["kind"] == "identifier" and r["certainty"] in CLAIMS for r in line["regions"])


def share(part, whole):
    return part / whole if whole else None


class Table:
    """The measures people ask about, with what they should reach."""

    def __init__(self, result, lines):
        self.classes = result["classes"]
        self.rows = []
        self.add_faces()
        self.add_text(result["nhs"])
        self.add_codes(result["barcode_text"])
        self.add_things()
        plain = [line for line in lines if COMPOSED not in line["input"]]
        claimed = sum(claims_identifier(line) for line in plain)
        self.add("photos without patients, identifier claimed", share(claimed, len(plain)), "<= .01")

    def add(self, what, value, target):
        shown = "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
        self.rows.append((what, shown, target))

    def of(self, kind, measure, by=None, group=None):
        row = self.classes.get(kind, {})
        if by:
            row = row.get("by_" + by, {}).get(group, {})
        return row.get(measure)

    def add_faces(self):
        self.add("face recall", self.of("face", "recall"), ">= .95")
        self.add("face covered", self.of("face", "covered"), ">= .95")
        self.add("face false per photo", self.of("face", "fp_per_image"), "<= .5")
        for tag, target in (("masked", .95), ("profile", .85), ("rot90", .90), ("rot270", .90),
                            ("rot180", .90)):
            self.add(f"face {tag} covered", self.of("face", "covered", "tag", tag), f">= {target}")
        self.add("face under 20 px covered", self.of("face", "covered", "height", "<20"), ">= .85")
        self.add("person recall", self.of("person", "recall"), ">= .80")
        self.add("person precision", self.of("person", "precision"), ">= .70")

    def add_text(self, nhs):
        self.add("text covered by anything", self.of("text", "covered_any"), ">= .90")
        for tag, target in (("rotated", .80), ("handwritten", .85), ("on_screen", .90),
                            ("wristband", .90)):
            self.add(f"text {tag} covered by anything",
                     self.of("text", "covered_any", "tag", tag), f">= {target}")
        self.add("text precision", self.of("text", "precision"), ">= .60")
        self.add("NHS numbers read exactly", share(nhs["found_readable"], nhs["gt_readable"]),
                 ">= .85")
        self.add("NHS numbers invented", nhs["false"], "<= 1")

    def add_codes(self, codes):
        self.add("code recall", self.of("barcode", "recall"), ">= .90")
        self.add("code covered by anything", self.of("barcode", "covered_any"), ">= .90")
        self.add("code decoded", share(codes["decoded"], codes["gt_text"]), ">= .80")
        self.add("code on wristband covered by anything",
                 self.of("barcode", "covered_any", "tag", "wristband"), ">= .85")
        self.add("code false per photo", self.of("barcode", "fp_per_image"), "")

    def add_things(self):
        for kind, target in (("screen", .85), ("wristband", .90), ("badge", .80),
                             ("whiteboard", .80), ("document", .75)):
            self.add(f"{kind} recall", self.of(kind, "recall"), f">= {target}")
            self.add(f"{kind} covered by anything", self.of(kind, "covered_any"), f">= {target}")
            self.add(f"{kind} false per photo", self.of(kind, "fp_per_image"), "")

    def text(self, title):
        width = max(len(row[0]) for row in self.rows)
        lines = [title] + [f"  {what:{width}}  {value:>7}  {target}"
                           for what, value, target in self.rows]
        return "\n".join(lines)


def stage_seconds(lines):
    total = collections.Counter()
    for line in lines:
        total.update({name: line["seconds"][name] for name in ("total", "decode", "detect")})
        total.update(line["seconds"]["detectors"])
    return "  seconds a photo, mean: " + ", ".join(
        f"{name} {seconds / len(lines):.3f}" for name, seconds in total.items())


def measure_tier(options, measure, annotations, tier, folder):
    raw = folder / f"{tier}-{options.sensitivity}.json"
    if not (options.reuse and raw.is_file()):
        check_photos(options.program, options.set, tier, options.sensitivity, raw)
    lines = [json.loads(line) for line in raw.read_text().splitlines()]
    predictions = [prediction(line) for line in lines]
    result = measure.evaluate(annotations, predictions)
    print(Table(result, lines).text(
        f"{tier} tier, sensitivity {options.sensitivity}, {len(lines)} photos"))
    print(stage_seconds(lines))
    if tier == "full":
        judged = reliability.judge(measure, annotations, predictions)
        if options.curves:
            print(reliability.curves(measure, annotations, predictions))
        if options.reliability:
            pathlib.Path(options.reliability).write_text(reliability.svg(judged))
        print(reliability.table(judged))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/release/bin/photoscrub"))
    parser.add_argument("--set", type=pathlib.Path, default=ROOT.parent / "shared/eval/dev")
    parser.add_argument("--tier", choices=("full", "basic", "both"), default="full")
    parser.add_argument("--sensitivity", choices=("high", "normal", "low"), default="high")
    parser.add_argument("--keep", type=pathlib.Path, help="keep what the program said here")
    parser.add_argument("--reuse", action="store_true", help="measure what --keep kept before")
    parser.add_argument("--reliability", help="draw the reliability diagram into this SVG file")
    parser.add_argument("--curves", action="store_true", help="recall and alarms by score")
    return parser.parse_args()


def main():
    options = arguments()
    options.program = str(pathlib.Path(options.program).resolve())
    listed = options.set / "annotations.jsonl"
    measure = load_measure(options.set) if listed.is_file() else None
    if not measure:
        print(f"skipped: no annotated photos and measure at {options.set}")
        return SKIPPED
    annotations = [json.loads(line) for line in listed.read_text().splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for tier in ("full", "basic") if options.tier == "both" else (options.tier,):
            measure_tier(options, measure, annotations, tier, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
