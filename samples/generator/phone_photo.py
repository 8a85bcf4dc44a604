"""phone_portrait.jpg: everything a phone writes around a picture, in one file."""

import hashlib
import struct

from PIL import Image

from . import tiff
from .canvas import Canvas
from .pack import jpeg_bytes, split_jpeg

XMP_SPACES = ('xmlns:x="adobe:ns:meta/" '
              'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"')


def draw():
    """900 x 1200, upright: a mug and a plant on a staff-room window sill."""
    scene = Canvas(900, 1200)
    scene.gradient(0, 0, 900, 860, (226, 220, 206), (206, 198, 184))
    scene.shadow(lambda c: c.box(150, 90, 600, 700, (255, 255, 255), 8), 0, 8, 14, 30)
    scene.box(150, 90, 600, 700, (246, 246, 242), 8)
    for left in (180, 465):
        scene.gradient(left, 120, 255, 640, (126, 176, 224), (222, 236, 244))
    outside = scene.mask(lambda c: [c.box(x, 120, 255, 640, (255, 255, 255)) for x in (180, 465)])
    for hill, colour in (([(150, 640), (300, 540), (480, 610), (640, 520), (760, 600), (760, 800),
                           (150, 800)], (120, 160, 130)),
                         ([(150, 700), (360, 620), (560, 690), (760, 640), (760, 800), (150, 800)],
                          (88, 136, 92))):
        mask = scene.mask(lambda c, h=hill: c.polygon(h, (255, 255, 255)))
        scene.shade(mask, colour, 100, 1, outside)
    cloud = scene.mask(lambda c: [c.ellipse(x, y, w, h, (255, 255, 255)) for x, y, w, h in (
        (220, 210, 140, 50), (270, 185, 110, 60), (520, 290, 150, 46), (570, 270, 90, 50))])
    scene.shade(cloud, (255, 255, 255), 85, 8, outside)
    scene.gradient(0, 820, 900, 380, (196, 158, 116), (150, 112, 78))          # the sill
    scene.box(0, 812, 900, 14, (222, 188, 148))
    for y in (878, 950, 1040, 1130):
        scene.line([(-10, y), (300, y + 9), (620, y - 4), (910, y + 7)], (166, 128, 92), 2)
    plant(scene)
    mug(scene)
    return scene.photo(noise=2, seed=11)


def plant(scene):
    pot = [(150, 790), (350, 790), (322, 990), (178, 990)]
    scene.shadow(lambda c: c.polygon(pot, (255, 255, 255)), 20, 16, 14, 50)
    leaves = [((250, 800), (170, 640), (96, 600)), ((250, 800), (220, 590), (190, 470)),
              ((250, 800), (290, 600), (320, 500)), ((250, 800), (340, 660), (410, 612)),
              ((250, 800), (250, 650), (256, 540))]
    for i, (root, middle, tip) in enumerate(leaves):
        green = (48 + 10 * i, 118 + 8 * i, 66 + 6 * i)
        side = 26
        scene.polygon([root, (middle[0] - side, middle[1]), tip, (middle[0] + side, middle[1])], green)
        scene.line([root, middle, tip], (34, 88, 52), 3)
    scene.polygon(pot, (196, 104, 72))
    scene.box(138, 776, 224, 44, (210, 118, 84), 8)
    shape = scene.mask(lambda c: c.polygon(pot, (255, 255, 255)))
    scene.shade(scene.mask(lambda c: c.box(290, 820, 90, 180, (255, 255, 255))), (110, 52, 34), 60,
                18, shape)


def mug(scene):
    def body(c):
        c.box(500, 820, 230, 250, (255, 255, 255), 30)

    scene.shadow(body, 26, 20, 16, 55)
    scene.draw.arc([690 * 2, 868 * 2, 800 * 2, 1012 * 2], -100, 100, (224, 228, 232), 52)
    scene.box(500, 820, 230, 250, (238, 240, 242), 30)
    shape = scene.mask(body)
    scene.shade(scene.mask(lambda c: c.box(660, 810, 90, 270, (255, 255, 255))), (136, 146, 158), 75,
                22, shape)
    scene.box(500, 930, 230, 26, (60, 120, 168))
    scene.ellipse(500, 796, 230, 60, (226, 230, 234))
    scene.ellipse(514, 806, 202, 44, (112, 70, 40))
    scene.shade(scene.mask(lambda c: c.ellipse(560, 812, 70, 14, (255, 255, 255))), (196, 150, 110), 70, 5)


def exif_block(thumbnail):
    maker_note = b"EXAMPLEPHONE\0\1" + struct.pack("<I", 4) + b"".join(
        name.ljust(16, b"\0") + value.ljust(24, b"\0") for name, value in (
            (b"LensModule", b"LM-0042-77"), (b"BootCount", b"1893"),
            (b"WifiMac", b"02:00:5e:10:00:01"), (b"FaceRegions", b"0")))
    main = {0x010e: tiff.ascii_value("Tea break, staff room, Ward 7"),
            0x010f: tiff.ascii_value("Example Phones"), 0x0110: tiff.ascii_value("EP-12 Pro"),
            0x0112: tiff.short(6), 0x011a: tiff.rational((72, 1)), 0x011b: tiff.rational((72, 1)),
            0x0128: tiff.short(2), 0x0131: tiff.ascii_value("EP-OS 9.1 (build 9A482)"),
            0x0132: tiff.ascii_value("2026:03:14 13:05:09"),
            0x013b: tiff.ascii_value("Alex Example"), 0x013c: tiff.ascii_value("Alex's phone"),
            0x0213: tiff.short(1), 0x8298: tiff.ascii_value("(c) Alex Example")}
    detail = {0x829a: tiff.rational((1, 120)), 0x829d: tiff.rational((18, 10)),
              0x8827: tiff.short(80), 0x9000: tiff.undefined(b"0232"),
              0x9003: tiff.ascii_value("2026:03:14 13:05:09"),
              0x9004: tiff.ascii_value("2026:03:14 13:05:09"), 0x9010: tiff.ascii_value("+00:00"),
              0x9101: tiff.undefined(b"\1\2\3\0"), 0x9209: tiff.short(16),
              0x920a: tiff.rational((42, 10)), 0x927c: tiff.undefined(maker_note),
              0x9286: tiff.undefined(b"ASCII\0\0\0for the ward newsletter"),
              0x9291: tiff.ascii_value("417"), 0xa000: tiff.undefined(b"0100"),
              0xa001: tiff.short(1), 0xa002: tiff.long(1200), 0xa003: tiff.long(900),
              0xa420: tiff.ascii_value("5f3a9c1e77d04b0e8c21a6d9b4e03f58"),
              0xa430: tiff.ascii_value("Alex Example"), 0xa431: tiff.ascii_value("EP12-00431-778"),
              0xa433: tiff.ascii_value("Example Optics"),
              0xa434: tiff.ascii_value("EP-12 back camera 4.2mm f/1.8"),
              0xa435: tiff.ascii_value("LM-0042-77")}
    return b"Exif\0\0" + tiff.exif(main, detail, thumbnail)


def xmp_segments(video_bytes):
    """The XMP packet and its extension (XMP specification part 3, 1.1.3.1)."""
    extension = (f'<x:xmpmeta {XMP_SPACES}><rdf:RDF><rdf:Description rdf:about="" '
                 'xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" GDepth:Format="RangeLinear" '
                 'GDepth:Mime="image/jpeg" GDepth:Data="' + "QUJD" * 700 +
                 '"/></rdf:RDF></x:xmpmeta>').encode()
    digest = hashlib.md5(extension).hexdigest().upper().encode()
    packet = ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
              f'<x:xmpmeta {XMP_SPACES}><rdf:RDF><rdf:Description rdf:about="" '
              'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
              'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
              'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
              'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" '
              'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" '
              'exif:GPSLatitude="51,28.668N" exif:GPSLongitude="0,0.088W" '
              'photoshop:City="Greenwich" photoshop:DateCreated="2026-03-14T13:05:09" '
              'xmpMM:DocumentID="xmp.did:5f3a9c1e-77d0-4b0e-8c21-a6d9b4e03f58" '
              f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{video_bytes}" '
              f'xmpNote:HasExtendedXMP="{digest.decode()}"><dc:creator><rdf:Seq>'
              '<rdf:li>Alex Example</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>'
              '</x:xmpmeta><?xpacket end="w"?>').encode()
    return [b"http://ns.adobe.com/xap/1.0/\0" + packet,
            b"http://ns.adobe.com/xmp/extension/\0" + digest
            + struct.pack(">2I", len(extension), 0) + extension]


def iptc_segment():
    """A Photoshop resource block with IPTC-IIM by-line, city, date and caption."""
    records = b"".join(struct.pack(">3BH", 0x1c, 2, number, len(text)) + text for number, text in (
        (55, b"20260314"), (80, b"Alex Example"), (90, b"Greenwich"), (120, b"Tea break, Ward 7")))
    records += b"\0" * (len(records) % 2)
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records


def mpf_segment(first_size, second_at, second_size):
    """CIPA DC-007: the list of pictures in the file. Offsets count from the block's own header."""
    entries = struct.pack("<3I2H", 0x20030000, first_size, 0, 0, 0)
    entries += struct.pack("<3I2H", 0x00000000, second_size, second_at, 0, 0)
    index = {0xb000: tiff.undefined(b"0100"), 0xb001: tiff.long(2), 0xb002: tiff.undefined(entries)}
    return b"MPF\0" + tiff.header() + tiff.directory(index, 8)


def motion_video():
    """An MP4 without frames, but with what gives people away: a place and a time."""
    def box(kind, body):
        return struct.pack(">I", len(body) + 8) + kind + body

    created = 3856338309  # seconds since 1904, 14 March 2026
    header = box(b"mvhd", struct.pack(">5I", 0, created, created, 1000, 1500) + bytes(80))
    place = b"+51.4778-000.0015+047.000/"
    user = box(b"udta", box(b"\xa9xyz", struct.pack(">2H", len(place), 0x15c7) + place))
    return (box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"moov", header + user)
            + box(b"mdat", b"\0" * 4096))


def build():
    upright = draw()
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    picture = split_jpeg(jpeg_bytes(stored, 86))
    thumbnail = jpeg_bytes(stored.resize((160, 120)), 70)
    second = jpeg_bytes(stored.resize((480, 360)), 70)
    video = motion_video()

    def assemble(first_size, second_at):
        before = [(0xe1, exif_block(thumbnail))]
        before += [(0xe1, segment) for segment in xmp_segments(len(video))]
        before += [(0xed, iptc_segment())]
        head = b"\xff\xd8" + b"".join(marker(*segment) for segment in before)
        mpf_at = len(head) + 8  # marker, length and "MPF\0" come before the block's header
        head += marker(0xe2, mpf_segment(first_size, max(0, second_at - mpf_at), len(second)))
        return head + marker(0xfe, b"IMG_20260314_130509 from Alex's phone") + picture

    def marker(code, body):
        return b"\xff" + bytes([code]) + struct.pack(">H", len(body) + 2) + body

    size = len(assemble(0, 0))
    return assemble(size, size) + second + video
