#!/usr/bin/env python3
"""Holds src/ to docs/rooms.md: which room may include which, and where libraries may be used.

    layering_test.py ROOT         check ROOT/src against ROOT/docs/rooms.md
    layering_test.py --selftest   plant one violation of every rule and see each one reported

The tables of docs/rooms.md are the only source of the rules. Exit status 0: nothing found, 1: the
violations are on stdout, one a line.
"""

import re
import sys
import tempfile
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
FORBIDDEN = re.compile(r"opencv2/(imgcodecs|highgui|videoio|opencv)\b")
SOURCES = {".h", ".cpp"}


class Rules:
    """The three tables of docs/rooms.md."""

    def __init__(self, document):
        tables = list(parse_tables(document))
        self.rooms = {row["room"]: split(row["may include"])
                      for row in rows_with(tables, "may include")}
        self.libraries = [(row["include"], split(row["rooms"]), int(row["most files"] or 0))
                          for row in rows_with(tables, "most files")]
        self.plugins = [(row["room"], row["interface"], split(row["the list"]))
                        for row in rows_with(tables, "interface")]
        if not (self.rooms and self.libraries and self.plugins):
            raise ValueError("docs/rooms.md lacks one of its three tables")


def split(cell):
    return [word.strip() for word in cell.split(",") if word.strip()]


def parse_tables(document):
    """Every Markdown table as a list of {heading: cell} rows."""
    table = []
    for line in document.splitlines() + [""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif table:
            heading, rows = table[0], table[2:]
            yield [dict(zip(heading, row)) for row in rows]
            table = []


def rows_with(tables, heading):
    return [row for table in tables if table and heading in table[0] for row in table]


def sources(src):
    return sorted(path for path in src.rglob("*") if path.suffix in SOURCES)


def includes(text):
    """(quoted?, path, line) of every include."""
    for match in INCLUDE.finditer(text):
        yield match.group(1) == '"', match.group(2), text.count("\n", 0, match.start()) + 1


def check_rooms(src, files, rules):
    for room in sorted(path.name for path in src.iterdir() if path.is_dir()):
        if room not in rules.rooms:
            yield f"src/{room}: this room is not in docs/rooms.md"
    for path, text in files.items():
        room = path.relative_to(src).parts[0]
        allowed = [room, *rules.rooms.get(room, [])]
        for quoted, name, line in includes(text):
            target = name.split("/")[0] if "/" in name else room
            where = f"{path.relative_to(src.parent)}:{line}"
            if not quoted:
                continue
            if ".." in name.split("/"):
                yield f'{where}: "{name}" climbs out of its folder'
            elif target not in allowed:
                yield f'{where}: {room} may not include "{name}"'
            elif not ((src / name).is_file() or (path.parent / name).is_file()):
                yield f'{where}: "{name}" does not exist'


def check_cycles(rules):
    """The table itself has to point one way: a room may only name rooms above it."""
    above = []
    for room, allowed in rules.rooms.items():
        for other in allowed:
            if other not in above:
                yield f"docs/rooms.md: {room} names {other}, which does not stand above it"
        above.append(room)


def check_libraries(src, files, rules):
    users = {prefix: [] for prefix, _, _ in rules.libraries}
    for path, text in files.items():
        room = path.relative_to(src).parts[0]
        for _, name, line in includes(text):
            where = f"{path.relative_to(src.parent)}:{line}"
            if FORBIDDEN.match(name):
                yield f"{where}: {name} is refused everywhere"
            for prefix, rooms, _ in rules.libraries:
                if not name.startswith(prefix):
                    continue
                users[prefix].append(path)
                if room not in rooms:
                    yield f"{where}: {room} may not use {name}"
    for prefix, _, most in rules.libraries:
        if most and len(set(users[prefix])) > most:
            names = ", ".join(sorted({str(p.relative_to(src.parent)) for p in users[prefix]}))
            yield f"{prefix}: used by more than {most} file(s): {names}"


def check_plugins(src, files, rules):
    for room, interface, lists in rules.plugins:
        mine = {path: text for path, text in files.items() if path.parent == src / room}
        if not any(path.suffix == ".cpp" for path in mine):
            continue
        if not any(re.search(rf"\bclass {interface}\b", text) for text in mine.values()):
            yield f"docs/rooms.md: src/{room} has no class {interface}"
        derives = re.compile(rf":\s*(public\s+)?(\w+::)*{interface}\b\s*[,{{]")
        kinds = {path.stem for path, text in mine.items() if derives.search(text)}
        for path, text in mine.items():
            for quoted, name, line in includes(text):
                stem = Path(name).stem
                if not quoted or stem not in kinds or path.name in lists:
                    continue
                if not path.stem.startswith(stem):
                    yield (f"{path.relative_to(src.parent)}:{line}: an implementation's header, "
                           f'"{name}", is for {stem}* and {", ".join(lists)} only')


def check(root):
    src = root / "src"
    rules = Rules((root / "docs" / "rooms.md").read_text(encoding="utf-8"))
    files = {path: path.read_text(encoding="utf-8") for path in sources(src)}
    return [*check_cycles(rules), *check_rooms(src, files, rules),
            *check_libraries(src, files, rules), *check_plugins(src, files, rules)]


SELFTEST_ROOMS = """
| room | what it is | may include |
|---|---|---|
| base | | |
| formats | | base |
| detect | | base |

| include | library | rooms | most files |
|---|---|---|---|
| exiv2/ | Exiv2 | formats | 1 |
| opencv2/ | OpenCV | detect | |

| room | interface | the list |
|---|---|---|
| formats | ContainerFormat | registry.cpp |
| detect | Detector | inspector.cpp |
"""

SELFTEST_TREE = {
    "src/base/bytes.h": "#include <vector>\n",
    "src/formats/container_format.h": '#include "base/bytes.h"\nclass ContainerFormat {};\n',
    "src/formats/jpeg.h": '#include "container_format.h"\nclass Jpeg : public ContainerFormat {};\n',
    "src/formats/jpeg_scan.cpp": '#include "formats/jpeg.h"\n#include <exiv2/exiv2.hpp>\n',
    "src/formats/png.h": "class Png final : public formats::ContainerFormat {};\n",
    "src/formats/registry.cpp": '#include "formats/jpeg.h"\n#include "formats/png.h"\n',
    "src/detect/detector.h": "class Detector;\n",
    "src/detect/faces.cpp": "#include <opencv2/core.hpp>\nclass Faces : public Detector {};\n",
    "src/detect/faces.h": '#include "detect/detector.h"\n',
    "src/detect/inspector.cpp": '#include "detect/faces.h"\n',
}

# What is planted -> words the report has to contain. "docs/rooms.md" replaces the whole document.
SELFTEST_VIOLATIONS = [
    ("src/base/bytes.h", '#include "formats/png.h"\n', 'base may not include "formats/png.h"'),
    ("src/detect/late.cpp", '  #  include "formats/png.h"\n', "detect may not include"),
    ("src/base/up.cpp", '#include "../formats/png.h"\n', "climbs out"),
    ("src/base/lost.cpp", '#include "base/gone.h"\n', "does not exist"),
    ("src/extra/room.cpp", "\n", "not in docs/rooms.md"),
    ("src/formats/second.cpp", "#include <exiv2/image.hpp>\n", "more than 1 file"),
    ("src/detect/exif.cpp", "#include <exiv2/image.hpp>\n", "detect may not use exiv2/image.hpp"),
    ("src/formats/quoted.cpp", '#include "opencv2/core.hpp"\n', "may not use opencv2/core.hpp"),
    ("src/detect/show.cpp", "#include <opencv2/highgui.hpp>\n", "refused everywhere"),
    ("src/formats/png_chunks.cpp", '#include "formats/jpeg.h"\n', "implementation's header"),
    ("src/detect/text.cpp", '#include "detect/faces.h"\n', "implementation's header"),
    ("src/detect/detector.h", "class Finder;\n", "has no class Detector"),
    ("docs/rooms.md", SELFTEST_ROOMS.replace("| base | | |", "| base | | detect |"),
     "does not stand above it"),
]


def build_tree(root, extra=()):
    for name, text in {**SELFTEST_TREE, "docs/rooms.md": SELFTEST_ROOMS, **dict(extra)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def selftest():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        build_tree(Path(folder))
        for line in check(Path(folder)):
            print(f"selftest: the clean tree was reported: {line}")
            failures += 1
    for name, text, expected in SELFTEST_VIOLATIONS:
        with tempfile.TemporaryDirectory() as folder:
            build_tree(Path(folder), {name: text}.items())
            found = check(Path(folder))
            if not any(expected in line for line in found):
                print(f"selftest: {name} should report '{expected}', got {found}")
                failures += 1
    print(f"selftest: {len(SELFTEST_VIOLATIONS)} violations planted, {failures} failure(s)")
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--selftest"]:
        return selftest()
    if len(arguments) != 1:
        print(__doc__)
        return 2
    found = check(Path(arguments[0]))
    print("\n".join(found) if found else "layering: every include follows docs/rooms.md")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
