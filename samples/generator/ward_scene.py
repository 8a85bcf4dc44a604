"""A ward as a hurried phone photo shows it: wristband, bed board, patient list, staff badge.

Everybody in it is invented. NHS numbers are from the range 999, which is set aside for tests and
never issued; their check digits are right.
"""

from . import datamatrix
from .canvas import Canvas, curve

SKIN, SKIN_DARK, SKIN_LIGHT = (206, 152, 118), (150, 98, 72), (232, 186, 154)
INK, BLUE_INK, RED_INK = (28, 30, 36), (24, 58, 140), (170, 32, 36)

PATIENTS = [("SMITH John", "01-Feb-1950", 999000002), ("KHAN Amina", "17-Sep-1938", 999000103),
            ("EVANS Rhys", "30-Nov-1971", 999000215), ("OKAFOR Grace", "08-Jun-1946", 999000377),
            ("LEWIS Carol", "22-Jan-1960", 999000458)]


def nhs_number(first_nine):
    """With its check digit (modulus 11), printed 3-3-4."""
    digits = [int(d) for d in str(first_nine)]
    check = -sum(d * w for d, w in zip(digits, range(10, 1, -1))) % 11
    if check == 10:
        raise ValueError(f"{first_nine} has no check digit")
    text = f"{first_nine}{check}"
    return f"{text[:3]} {text[3:6]} {text[6:]}"


def gs1_check(digits):
    return -sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))) % 10


def room(scene):
    scene.gradient(0, 0, 1600, 760, (214, 226, 222), (188, 204, 202))
    scene.gradient(0, 600, 1600, 160, (150, 176, 182), (132, 158, 166))  # wipe-clean lower wall
    scene.box(0, 594, 1600, 10, (232, 236, 236))
    for x in (790, 1260):  # sockets and a gas outlet on the rail
        scene.box(x, 560, 46, 26, (244, 246, 246), 4, (180, 188, 190), 1)


def whiteboard(scene):
    scene.shadow(lambda c: c.box(60, 50, 690, 440, (255, 255, 255)), 6, 10, 12)
    scene.box(60, 50, 690, 440, (176, 182, 188), 8)
    scene.gradient(74, 64, 662, 412, (250, 251, 251), (236, 240, 241))
    scene.text(96, 80, "Ward 7   Bed board", 36, BLUE_INK, "bold")
    scene.line([(92, 132), (716, 132)], (60, 84, 150), 3)
    rows = ["SMITH J    Dr Patel   falls risk", "KHAN A     Dr Patel   nil by mouth",
            "EVANS R    Mr Boyd    theatre 14:00", "OKAFOR G   Dr Lind    home today",
            "LEWIS C    Mr Boyd    isolation"]
    for i, row in enumerate(rows):
        y = 150 + i * 60
        ink = RED_INK if "nil" in row or "isolation" in row else INK
        scene.text(100, y, str(i + 1), 34, BLUE_INK, "bold")
        scene.text(150, y + 3, row, 26, ink, "mono")
        scene.line([(92, y + 50), (716, y + 50)], (196, 202, 210), 1.5)
    scene.box(330, 490, 200, 16, (150, 156, 162), 4)
    for x, ink in ((350, RED_INK), (410, BLUE_INK), (470, INK)):
        scene.box(x, 482, 48, 11, ink, 5)


def monitor(scene):
    scene.box(1180, 0, 26, 120, (120, 126, 132))
    scene.shadow(lambda c: c.box(900, 90, 590, 380, (255, 255, 255)), 8, 12, 14)
    scene.box(900, 90, 590, 380, (34, 36, 40), 14)
    scene.gradient(916, 106, 558, 340, (232, 240, 248), (214, 226, 238))
    scene.box(916, 106, 558, 44, (20, 84, 140))
    scene.text(932, 114, "Patient list", 24, (255, 255, 255), "bold")
    scene.text(1458, 118, "Ward 7", 20, (220, 234, 246), anchor="ra")
    for x, heading in ((932, "Name"), (1136, "Born"), (1292, "NHS number")):
        scene.text(x, 160, heading, 18, (70, 84, 100), "bold")
    for i, (name, born, number) in enumerate(PATIENTS):
        y = 198 + i * 46
        if i == 0:
            scene.box(922, y - 6, 546, 38, (186, 212, 238), 4)
        for x, cell in ((932, name), (1136, born), (1292, nhs_number(number))):
            scene.text(x, y, cell, 20, INK)
        scene.line([(924, y + 36), (1466, y + 36)], (190, 204, 218), 1)
    scene.text(1195, 450, "display", 12, (120, 124, 130), anchor="ma")


def bed(scene):
    scene.box(420, 500, 800, 300, (206, 190, 164), 26)   # head board
    scene.box(444, 520, 752, 260, (222, 208, 184), 20)
    scene.shadow(lambda c: c.box(520, 536, 600, 190, (255, 255, 255), 70), 0, 8, 14, 30)
    scene.box(520, 536, 600, 190, (244, 246, 250), 70)   # pillow
    shape = scene.mask(lambda c: c.box(520, 536, 600, 190, (255, 255, 255), 70))
    scene.shade(scene.mask(lambda c: c.ellipse(610, 566, 420, 110, (255, 255, 255))),
                (214, 220, 232), 80, 26, shape)
    blanket = [(0, 760), (400, 662), (1240, 662), (1600, 744), (1600, 1200), (0, 1200)]
    scene.shadow(lambda c: c.polygon(blanket, (255, 255, 255)), 0, -8, 14, 35)
    scene.polygon(blanket, (104, 146, 186))
    cloth = scene.mask(lambda c: c.polygon(blanket, (255, 255, 255)))
    turned = [(0, 770), (400, 671), (1240, 671), (1600, 753), (1600, 824), (1240, 736), (400, 736),
              (0, 842)]
    scene.polygon(turned, (238, 242, 246))               # the sheet folded over it
    for i in range(9):                                   # woven stripes that follow the bed
        y = 800 + i * 48
        scene.line([(-20, y + 112), (400, y), (1240, y), (1620, y + 92)], (92, 134, 176), 7)
    for points, width in (([(250, 860), (330, 1010), (300, 1210)], 60),
                          ([(640, 800), (600, 960), (690, 1200)], 70),
                          ([(1390, 840), (1440, 1010), (1400, 1210)], 60)):
        scene.shade(scene.mask(lambda c, p=points, w=width: c.line(p, (255, 255, 255), w)),
                    (48, 84, 124), 45, 30, cloth)
        lit = [(x - 70, y) for x, y in points]
        scene.shade(scene.mask(lambda c, p=lit, w=width: c.line(p, (255, 255, 255), w * 0.6)),
                    (168, 200, 228), 45, 26, cloth)


FINGERS = [([(954, 806), (914, 738), (892, 684)], 56), ([(1008, 790), (994, 706), (988, 640)], 60),
           ([(1072, 790), (1078, 706), (1082, 646)], 58), ([(1128, 812), (1158, 736), (1174, 688)], 50)]
THUMB = ([(930, 920), (868, 874), (826, 812)], 62)


def arm_shape(c):
    white = (255, 255, 255)
    for points, width in [*FINGERS, THUMB]:
        c.line(points, white, width)
    c.box(918, 756, 240, 206, white, 84)
    c.polygon([(930, 890), (1150, 890), (1158, 980), (1180, 1060), (1226, 1210), (852, 1210),
               (900, 1060), (926, 980)], white)
    c.ellipse(906, 850, 70, 130, white)


def arm(scene):
    scene.shadow(arm_shape, 14, 14, 16, 55)
    shape = scene.mask(arm_shape)
    scene.image.paste(SKIN, (0, 0), shape)
    right = scene.mask(lambda c: c.polygon([(1120, 760), (1260, 700), (1300, 1210), (1140, 1210)],
                                           (255, 255, 255)))
    scene.shade(right, SKIN_DARK, 70, 34, shape)
    left = scene.mask(lambda c: c.line([(960, 800), (980, 960), (930, 1200)], (255, 255, 255), 60))
    scene.shade(left, SKIN_LIGHT, 75, 30, shape)
    for points, width in FINGERS:                        # light along every finger, dark beside it
        beside = [(x + width * 0.42, y + 12) for x, y in points]
        scene.shade(scene.mask(lambda c, p=beside: c.line(p, (255, 255, 255), 12)), SKIN_DARK, 70, 6,
                    shape)
        ridge = [(x - 8, y + 16) for x, y in points]
        scene.shade(scene.mask(lambda c, p=ridge: c.line(p, (255, 255, 255), 16)), SKIN_LIGHT, 60, 8,
                    shape)
        (x, y), (bx, by) = points[2], points[1]
        x2, y2 = (x + bx) / 2, (y + by) / 2
        knuckle = [(x2 - width * 0.25, y2 + 6), (x2 + width * 0.25, y2 + 6)]
        scene.shade(scene.mask(lambda c, p=knuckle: c.line(p, (255, 255, 255), 4)), SKIN_DARK, 45, 2,
                    shape)
        scene.shade(scene.mask(lambda c, w=width, a=x, b=y: c.ellipse(a - w * 0.3, b - w * 0.42, w * 0.6,
                                                                      w * 0.66, (255, 255, 255))),
                    (240, 208, 190), 85, 1, shape)       # nail
    crease = scene.mask(lambda c: c.line([(926, 930), (956, 892), (962, 850)], (255, 255, 255), 8))
    scene.shade(crease, SKIN_DARK, 60, 6, shape)


def wristband():
    """White vinyl, black print, the four lines of an identity band, and its code."""
    band = Canvas(364, 112, (250, 250, 248))
    band.gradient(0, 0, 364, 112, (255, 255, 254), (236, 238, 240))
    name, born, number = PATIENTS[0]
    band.text(10, 6, name, 30, INK, "bold")
    band.text(10, 44, "Born " + born, 22, INK)
    band.text(10, 76, "NHS No " + nhs_number(number), 21, INK)
    gsrn = "5050898" + nhs_number(number).replace(" ", "")
    grid = datamatrix.symbol(datamatrix.gs1_digits("8018" + gsrn + str(gs1_check(gsrn))))
    module, left, top = 5, 272, 8
    for row, cells in enumerate(grid):
        for column, dark in enumerate(cells):
            if dark:
                x, y = left + column * module, top + row * module
                band.draw.rectangle([x * 2, y * 2, (x + module) * 2 - 1, (y + module) * 2 - 1],
                                    (18, 18, 20))
    return band


def band_on_wrist(scene):
    scene.stamp(wristband(), (1042, 1012), 2.0)
    around = scene.mask(lambda c: c.polygon([(858, 964), (1222, 951), (1226, 1062), (862, 1075)],
                                            (255, 255, 255)))
    for x in (862, 1222):                                # it turns away from the light at its ends
        edge = scene.mask(lambda c, at=x: c.line([(at, 930), (at, 1090)], (255, 255, 255), 10))
        scene.shade(edge, (60, 66, 80), 75, 7, around)


def badge():
    card = Canvas(190, 270, (252, 252, 252))
    card.box(0, 0, 190, 58, (0, 94, 140))
    card.text(95, 30, "ANYTOWN HOSPITAL", 14, (255, 255, 255), "bold", "mm")
    card.box(48, 70, 94, 104, (196, 208, 220), 4)
    card.ellipse(64, 132, 62, 70, (60, 84, 120))         # the photo on it: shoulders, face, hair
    card.box(44, 174, 102, 30, (252, 252, 252))
    card.ellipse(74, 82, 42, 44, (70, 48, 36))
    card.ellipse(77, 90, 36, 46, (222, 176, 146))
    card.text(95, 186, "Alex Example", 22, INK, "bold", "mm")
    card.text(95, 214, "Staff Nurse", 20, (0, 94, 140), "sans", "mm")
    card.text(95, 244, "Ward 7", 17, (90, 96, 104), "sans", "mm")
    card.box(0, 258, 190, 12, (0, 94, 140))
    return card


def badge_on_bed(scene):
    lanyard = curve([(-20, 880), (90, 1010), (250, 1090), (430, 1040), (480, 930), (420, 850),
                     (328, 900)])
    scene.shadow(lambda c: c.line(lanyard, (255, 255, 255), 14), 3, 6, 5, 45)
    scene.line(lanyard, (24, 92, 150), 14)
    scene.box(312, 890, 30, 34, (176, 180, 186), 5)
    scene.stamp(badge(), (372, 1040), 12.0)


def draw():
    """The picture, 1600 x 1200."""
    scene = Canvas(1600, 1200)
    for part in (room, whiteboard, monitor, bed, badge_on_bed, arm, band_on_wrist):
        part(scene)
    return scene.photo()
