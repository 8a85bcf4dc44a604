"""A drawing surface twice as fine as the picture, with the few effects that make it look lit.

Only integer effects of Pillow and seeded integer noise are used, so that a Pillow version always
draws the same bytes.
"""

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FINE = 2  # canvas pixels per picture pixel
FONTS = "/usr/share/fonts/truetype/dejavu/"
NAMES = {"sans": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf", "mono": "DejaVuSansMono.ttf",
         "serif": "DejaVuSerif.ttf"}


def font(name, size):
    return ImageFont.truetype(FONTS + NAMES[name], size, layout_engine=ImageFont.Layout.BASIC)


def vertical_gradient(size, top, bottom):
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)


def curve(points, steps=12):
    """A smooth line through all points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    smooth = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:]):
        for step in range(steps):
            t = step / steps
            smooth.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                       + (3 * b - a - 3 * c + d) * t * t * t)
                for a, b, c, d in zip(before, start, end, after)))
    return [*smooth, points[-1]]


class Canvas:
    """Coordinates are picture pixels throughout; `shape` arguments are lists of points."""

    def __init__(self, width, height, background=(255, 255, 255)):
        self.size = (width, height)
        self.image = Image.new("RGB", (width * FINE, height * FINE), background)
        self.draw = ImageDraw.Draw(self.image)

    def _fine(self, numbers):
        return [tuple(v * FINE for v in n) if isinstance(n, tuple) else n * FINE for n in numbers]

    def box(self, x, y, width, height, fill, radius=0, outline=None, line=0):
        self.draw.rounded_rectangle(self._fine([x, y, x + width, y + height]), radius * FINE, fill,
                                    outline, line * FINE)

    def polygon(self, points, fill):
        self.draw.polygon(self._fine(points), fill)

    def line(self, points, fill, width):
        """Thick, with round joints and ends."""
        fine = self._fine(points)
        self.draw.line(fine, fill, int(width * FINE), joint="curve")
        radius = width * FINE / 2
        for x, y in (fine[0], fine[-1]):
            self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill)

    def ellipse(self, x, y, width, height, fill):
        self.draw.ellipse(self._fine([x, y, x + width, y + height]), fill)

    def text(self, x, y, text, size, fill, face="sans", anchor="la"):
        self.draw.text((x * FINE, y * FINE), text, fill, font(face, size * FINE), anchor)

    def gradient(self, x, y, width, height, top, bottom):
        part = vertical_gradient((width * FINE, height * FINE), top, bottom)
        self.image.paste(part, (x * FINE, y * FINE))

    def mask(self, paint):
        """A mask of what `paint(canvas)` draws in white on a black canvas of this size."""
        other = Canvas(*self.size, background=(0, 0, 0))
        paint(other)
        return other.image.convert("L")

    def shade(self, mask, colour, strength, blur=0, inside=None):
        """Lays `colour` over the picture where `mask` is white; `inside` cuts the mask."""
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * FINE))
        if inside is not None:
            mask = ImageChops.multiply(mask, inside)
        mask = mask.point([v * strength // 100 for v in range(256)])
        self.image.paste(colour, (0, 0), mask)

    def shadow(self, paint, dx=0, dy=6, blur=10, strength=45):
        """The soft shadow of what `paint(canvas)` draws in white."""
        mask = Image.new("L", self.image.size)
        mask.paste(self.mask(paint), (dx * FINE, dy * FINE))
        self.shade(mask, (20, 24, 32), strength, blur)

    def stamp(self, other, centre, degrees=0.0, shadow=True):
        """Pastes another canvas, turned anticlockwise, with its middle at `centre`."""
        opaque = Image.new("L", other.image.size, 255)
        turned = other.image.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
        mask = opaque.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
        at = (centre[0] * FINE - turned.width // 2, centre[1] * FINE - turned.height // 2)
        if shadow:
            whole = Image.new("L", self.image.size)
            whole.paste(mask, (at[0] + 4 * FINE, at[1] + 6 * FINE))
            self.shade(whole, (20, 24, 32), 45, 8)
        self.image.paste(turned, at, mask)

    def photo(self, noise=3, seed=7):
        """The picture at its own size, with corners a little darker and the grain of a sensor."""
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        light = Image.radial_gradient("L").resize(self.size).point([v * v // 420 for v in range(256)])
        small.paste((16, 18, 26), (0, 0), light.point([v * 35 // 100 for v in range(256)]))
        grain = numpy.random.RandomState(seed).randint(-noise, noise + 1, (*small.size[::-1], 1))
        pixels = numpy.asarray(small).astype(int) + grain
        return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8), "RGB")
