"""notes.png: every kind of chunk that may carry something about its owner."""

import zlib

from PIL import Image

from . import tiff
from .canvas import Canvas
from .pack import chunk, png_chunks

LINES = ["To do", "order gloves, size M", "trolley wheel squeaks", "cake on Friday!"]


def draw():
    """640 x 480: a paper note on a cork board, in few colours."""
    scene = Canvas(640, 480, (196, 154, 108))
    for i in range(240):
        x, y = (i * 193) % 640, (i * 131 + i * i * 7) % 480
        scene.ellipse(x, y, 6, 4, (176, 132, 88) if i % 2 else (212, 174, 130))
    note = Canvas(400, 320, (252, 240, 150))
    for y in range(96, 320, 56):
        note.line([(24, y), (376, y)], (214, 200, 110), 1)
    note.text(28, 26, LINES[0], 42, (40, 44, 60), "bold")
    for i, line in enumerate(LINES[1:]):
        note.text(28, 112 + i * 56, line, 27, (40, 44, 60))
    scene.stamp(note, (320, 250), 3.0)
    scene.ellipse(302, 78, 36, 36, (190, 40, 44))
    scene.ellipse(310, 84, 12, 12, (236, 140, 140))
    small = scene.photo(noise=0)
    return small.quantize(96, dither=Image.Dither.NONE)


def build():
    xmp = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
           'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
           'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
           'exif:GPSLatitude="51,28.668N"><dc:creator><rdf:Seq><rdf:li>Alex Example</rdf:li>'
           '</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>').encode()
    exif = tiff.exif({0x010f: tiff.ascii_value("Example Phones"), 0x0112: tiff.short(1)},
                     {0xa431: tiff.ascii_value("EP12-00431-778")})
    extra = [(b"tEXt", b"Author\0Alex Example"),
             (b"tEXt", b"Software\0EP-OS 9.1 screenshot"),
             (b"zTXt", b"Comment\0\0" + zlib.compress(b"Photographed in the staff room of Ward 7", 9)),
             (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp),
             (b"eXIf", exif), (b"tIME", b"\x07\xea\x03\x0e\x0d\x05\x09"),
             (b"prVt", b"device=EP12-00431-778;account=alex@example.org")]
    head, *rest = png_chunks(draw())
    ordered = [head, *extra, *rest]
    return (b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in ordered)
            + b"-- cut here --\nowner: Alex Example\n")
