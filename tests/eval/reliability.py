"""What scores mean: how many regions of a score are right, and what a least score costs."""

import collections

BINS = 10
# Kinds whose regions can be judged right or wrong in photos where all of them are annotated.
KINDS = ("face", "person", "text", "barcode", "screen", "wristband", "badge", "whiteboard",
         "document")
WIDTH, HEIGHT, MARGIN = 200, 170, 30


def is_right(measure, region, objects):
    """The measure's own rule for a prediction that is no false alarm."""
    if any(measure.iou(region["box"], o["box"]) >= measure.IOU for o in objects):
        return True
    if measure.share_inside(region, objects) >= 0.5:
        return True
    return any("approx_box" in o.get("tags", []) and measure.share_inside(o, [region]) >= 0.8
               and measure.area(region) <= 8 * measure.area(o) for o in objects)


def judge(measure, annotations, predictions):
    """{kind: [(score, right)]} over the photos in which the kind is annotated in full."""
    found = {p["file"]: p["objects"] for p in predictions}
    judged = collections.defaultdict(list)
    for photo in annotations:
        for kind in photo.get("exhaustive", []):
            objects = [o for o in photo["objects"] if o["class"] == kind]
            for region in found.get(photo["file"], []):
                if region["class"] == kind:
                    judged[kind].append((region["score"], is_right(measure, region, objects)))
    return judged


def bins(pairs):
    """[(mean score, share right, count)] of the bins that hold anything."""
    parts = collections.defaultdict(list)
    for score, right in pairs:
        parts[min(BINS - 1, int(score * BINS))].append((score, right))
    return [(sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part))
            for _, part in sorted(parts.items())]


def table(judged):
    lines = ["  what scores mean: mean score -> share that was right (regions)"]
    for kind in KINDS:
        if judged.get(kind):
            lines.append(f"    {kind:10} " + "  ".join(
                f"{score:.2f}->{right:.2f} ({count})" for score, right, count in bins(judged[kind])))
    return "\n".join(lines)


def curves(measure, annotations, predictions):
    """Recall, cover and false alarms of each kind by least score."""
    lines = ["  by least score: recall / covered / false per photo"]
    for least in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        result = measure.evaluate(annotations, predictions, score=least)["classes"]
        shown = []
        for kind in KINDS:
            row = result.get(kind)
            if row and row["n"]:
                numbers = (row["recall"], row["covered"], row["fp_per_image"])
                shown.append(kind + " " + "/".join("-" if n is None else f"{n:.3f}"
                                                   for n in numbers))
        lines.append(f"    {least:.1f}  " + "  ".join(shown))
    return "\n".join(lines)


def panel(kind, pairs, left, top):
    """One kind as SVG: the diagonal is a score that means what it says; areas are counts."""
    def at(score, right):
        return left + MARGIN + score * (WIDTH - MARGIN), top + HEIGHT - MARGIN - right * (
            HEIGHT - 2 * MARGIN)

    x0, y0 = at(0, 0)
    x1, y1 = at(1, 1)
    parts = [f'<rect x="{x0}" y="{y1}" width="{x1 - x0}" height="{y0 - y1}" fill="none" '
             'stroke="#888"/>',
             f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#bbb" '
             'stroke-dasharray="4 3"/>',
             f'<text x="{x0}" y="{y1 - 6}">{kind} ({len(pairs)})</text>',
             f'<text x="{x0}" y="{y0 + 14}">0</text><text x="{x1 - 6}" y="{y0 + 14}">1</text>',
             f'<text x="{(x0 + x1) / 2}" y="{y0 + 14}" text-anchor="middle">score</text>']
    points = bins(pairs)
    line = " ".join("{:.1f},{:.1f}".format(*at(score, right)) for score, right, _ in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#0072b2" stroke-width="2"/>')
    for score, right, count in points:
        x, y = at(score, right)
        radius = 2 + 5 * (count / max(1, len(pairs))) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#0072b2"/>')
    return "\n".join(parts)


def svg(judged):
    kinds = [kind for kind in KINDS if judged.get(kind)]
    columns = 3
    rows = (len(kinds) + columns - 1) // columns
    width, height = columns * (WIDTH + 20) + 10, rows * (HEIGHT + 10) + 10
    panels = [panel(kind, judged[kind], (i % columns) * (WIDTH + 20), (i // columns) * (HEIGHT + 10)
                    + 10) for i, kind in enumerate(kinds)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            'font-family="sans-serif" font-size="11">\n'
            f'<rect width="{width}" height="{height}" fill="white"/>\n' + "\n".join(panels)
            + "\n</svg>\n")
