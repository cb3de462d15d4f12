"""Things that stand on the ground: trees, walls, houses and what people leave lying about."""

import math
import random

from canvas import Canvas, colour
from terrain import COLOURS, FOAM

INK = colour("#33302e")
WOOD = [colour("#8a6239"), colour("#6d4c2c"), colour("#a67c4c")]
STONE = [colour("#9c9890"), colour("#7c7872"), colour("#b8b4ab")]
GREEN = [colour("#4d7f3f"), colour("#3c6833"), colour("#689a4f"), colour("#84b262")]
PINE = [colour("#35624a"), colour("#284f3c"), colour("#467a58"), colour("#5b8f68")]
AUTUMN = [colour("#c07a35"), colour("#9c5d2a"), colour("#d69a48"), colour("#e6b75e")]
BLOSSOM = [colour("#d68ca6"), colour("#b66f8b"), colour("#e8adc0"), colour("#f4cdd8")]
WHITE = [colour("#e9eff4"), colour("#c9d7e2"), colour("#fbfdff")]
PLASTER = [colour("#e0d3b4"), colour("#c6b795"), colour("#ede3cb")]


def leaves(canvas, cx, cy, rx, ry, colours, seed):
    """A ball of foliage, lit from the upper left."""
    base, dark, light, bright = colours
    canvas.ellipse(cx, cy, rx, ry, dark)
    canvas.ellipse(cx - 1, cy - 1.5, rx - 1.5, ry - 2, base)
    canvas.ellipse(cx - rx * 0.2, cy - ry * 0.28, rx * 0.62, ry * 0.58, light)
    rng = random.Random(seed)
    for _ in range(int(rx * ry / 5)):
        angle, far = rng.random() * 2 * math.pi, math.sqrt(rng.random()) * 0.85
        x, y = int(cx + math.cos(angle) * rx * far), int(cy + math.sin(angle) * ry * far)
        lit = math.cos(angle) + math.sin(angle) < 0
        pixel = bright if lit and far < 0.75 else light if lit else dark
        canvas.put(x, y, pixel)
        canvas.put(x + 1, y, pixel)


def oak(colours, seed):
    tree = Canvas(64, 64)
    tree.rect(27, 40, 10, 19, WOOD[0])
    tree.rect(33, 40, 4, 19, WOOD[1])
    tree.rect(24, 56, 16, 3, WOOD[1])
    tree.rect(26, 55, 4, 4, WOOD[0])
    for cx, cy, rx, ry in ((18, 32, 14, 12), (46, 32, 14, 12), (32, 38, 17, 10), (32, 19, 20, 16)):
        leaves(tree, cx, cy, rx, ry, colours, f"{seed}/{cx}/{cy}")
    tree.outline(INK)
    ground = Canvas(64, 64)
    ground.shadow(32, 57, 22, 6)
    ground.paste(tree, 0, 0)
    return ground


def pine(snowy):
    tree = Canvas(32, 64)
    tree.rect(13, 50, 6, 9, WOOD[0])
    tree.rect(16, 50, 3, 9, WOOD[1])
    base, dark, light, bright = PINE
    for top, half, height in ((28, 14, 25), (15, 12, 23), (3, 9, 19)):
        for row in range(height):
            wide = half * (row + 1) / height
            wide -= 1.2 if row % 6 in (3, 4) else 0
            for x in range(int(16 - wide), int(16 + wide) + 1):
                side = (x - 16) / max(wide, 1)
                pixel = light if side < -0.35 else base if side < 0.3 else dark
                if row > height - 4:
                    pixel = dark
                if snowy and (row < 4 or side < -0.15) and row < height - 4:
                    pixel = WHITE[0] if side < 0.2 else WHITE[1]
                elif (x * 7 + row * 5) % 11 == 0 and side < 0.2:
                    pixel = bright
                tree.put(x, top + row, pixel)
    tree.outline(INK)
    ground = Canvas(32, 64)
    ground.shadow(16, 58, 13, 4)
    ground.paste(tree, 0, 0)
    return ground


def dead_tree():
    tree = Canvas(32, 64)
    for x0, y0, x1, y1 in ((15, 58, 15, 20), (16, 58, 16, 18), (17, 58, 17, 24), (15, 38, 5, 24), (16, 32, 27, 18), (5, 24, 3, 15), (16, 20, 11, 8), (27, 18, 28, 10), (16, 44, 25, 36)):
        tree.line(x0, y0, x1, y1, WOOD[1])
        tree.line(x0 - 1, y0, x1 - 1, y1, WOOD[0])
    tree.outline(INK)
    return tree


def palm():
    tree = Canvas(64, 64)
    for row in range(34):
        x = int(34 - 5 * math.sin(row / 34 * 1.6))
        tree.rect(x, 59 - row, 5, 1, WOOD[2] if row % 5 else WOOD[1])
        tree.put(x + 4, 59 - row, WOOD[1])
    for angle in (-0.2, 0.5, 2.6, 3.3, -1.0, 4.1, 1.2, 1.9):
        for step in range(22):
            x = 30 + math.cos(angle) * step
            y = 24 + math.sin(angle) * step * 0.55 + (step / 22) ** 2 * 9 - 3
            tree.rect(int(x), int(y), 3, 3 if step < 17 else 2, GREEN[2] if step % 4 else GREEN[0])
            tree.put(int(x), int(y), GREEN[3])
    tree.ellipse(30, 25, 3, 3, WOOD[1])
    tree.outline(INK)
    ground = Canvas(64, 64)
    ground.shadow(36, 58, 14, 4)
    ground.paste(tree, 0, 0)
    return ground


def bush(colours, berries=None):
    plant = Canvas(32, 32)
    leaves(plant, 10, 20, 8, 7, colours, "bush-a")
    leaves(plant, 22, 20, 8, 7, colours, "bush-b")
    leaves(plant, 16, 16, 10, 9, colours, "bush-c")
    if berries:
        for x, y in ((9, 18), (15, 12), (20, 17), (13, 22), (24, 22), (17, 20)):
            plant.rect(x, y, 2, 2, berries)
    plant.outline(INK)
    ground = Canvas(32, 32)
    ground.shadow(16, 26, 14, 4)
    ground.paste(plant, 0, 0)
    return ground


def cactus():
    plant = Canvas(32, 32)
    base, dark, light, _ = GREEN
    for x, y, width, height in ((13, 3, 7, 26), (5, 10, 5, 9), (8, 15, 6, 4), (22, 7, 5, 10), (19, 14, 5, 4)):
        plant.rect(x, y, width, height, base)
        plant.rect(x, y + 1, 2, height - 2, light)
        plant.rect(x + width - 1, y + 1, 1, height - 1, dark)
    plant.rect(14, 1, 4, 2, BLOSSOM[2])
    plant.outline(INK)
    return plant


def boulder(snowy):
    rock = Canvas(32, 32)
    rock.ellipse(16, 19, 13, 9.5, STONE[1])
    rock.ellipse(15, 17, 11.5, 8, STONE[0])
    rock.ellipse(12, 13.5, 7, 4, WHITE[0] if snowy else STONE[2])
    rock.line(17, 14, 21, 21, STONE[1])
    rock.line(21, 21, 19, 25, STONE[1])
    rock.outline(INK)
    return rock


def stump():
    wood = Canvas(32, 32)
    wood.rect(9, 15, 14, 11, WOOD[0])
    wood.rect(18, 15, 5, 11, WOOD[1])
    wood.ellipse(16, 15, 7.5, 4.5, WOOD[2])
    wood.ellipse(16, 15, 4, 2.2, WOOD[0])
    wood.outline(INK)
    return wood


def reeds():
    plant = Canvas(32, 32)
    for x, top in ((6, 10), (10, 5), (14, 12), (18, 7), (23, 11), (26, 6)):
        plant.line(x, 28, x + 1, top, GREEN[0])
        plant.line(x + 1, 28, x + 2, top + 3, GREEN[2])
        plant.rect(x, top - 3, 2, 6, WOOD[0])
    return plant


def wheat():
    field = Canvas(32, 32)
    field.rect(0, 0, 32, 32, colour("#a58a4a"))
    rng = random.Random("wheat")
    for row in range(4):
        for stalk in range(10):
            x, y = stalk * 3 + rng.randrange(3), row * 8 + rng.randrange(3)
            field.rect(x, y + 2, 1, 6, colour("#c9a84c"))
            field.rect(x, y, 2, 4, colour("#e8cc6e"))
    return field


def furrows():
    field = Canvas(32, 32)
    field.rect(0, 0, 32, 32, WOOD[0])
    for row in range(0, 32, 8):
        field.rect(0, row, 32, 3, WOOD[1])
        for x in range(4, 32, 10):
            field.rect(x, row + 3, 4, 2, GREEN[2])
            field.put(x + 1, row + 2, GREEN[3])
    return field


def fence(vertical):
    rails = Canvas(32, 32)
    if vertical:
        rails.rect(14, 0, 2, 32, WOOD[0])
        rails.rect(16, 0, 2, 32, WOOD[1])
        for y in (2, 18):
            rails.rect(13, y, 6, 9, WOOD[2])
            rails.rect(17, y, 2, 9, WOOD[1])
    else:
        for y in (11, 19):
            rails.rect(0, y, 32, 2, WOOD[2])
            rails.rect(0, y + 2, 32, 1, WOOD[1])
        for x in (4, 20):
            rails.rect(x, 6, 5, 20, WOOD[0])
            rails.rect(x + 4, 6, 1, 20, WOOD[1])
    rails.outline(INK)
    return rails


def barrel():
    tub = Canvas(32, 32)
    tub.rect(8, 9, 16, 18, WOOD[0])
    tub.rect(7, 13, 18, 10, WOOD[0])
    tub.rect(9, 9, 4, 18, WOOD[2])
    tub.rect(20, 9, 4, 18, WOOD[1])
    tub.ellipse(16, 9, 8, 3.5, WOOD[2])
    tub.ellipse(16, 9, 6, 2.3, WOOD[1])
    for y in (14, 22):
        tub.rect(7, y, 18, 2, STONE[1])
    tub.outline(INK)
    return tub


def crate():
    box = Canvas(32, 32)
    box.rect(5, 6, 22, 21, WOOD[0])
    for y in (11, 16, 21):
        box.rect(5, y, 22, 1, WOOD[1])
    box.line(7, 8, 24, 24, WOOD[2])
    box.line(8, 8, 25, 24, WOOD[2])
    box.frame(5, 6, 22, 21, WOOD[1])
    box.frame(6, 7, 20, 19, WOOD[2])
    box.outline(INK)
    return box


def lamp():
    post = Canvas(32, 64)
    post.rect(14, 22, 4, 36, STONE[1])
    post.rect(14, 22, 1, 36, STONE[2])
    post.rect(11, 56, 10, 4, STONE[1])
    post.rect(10, 8, 12, 15, INK)
    post.rect(12, 10, 8, 11, colour("#f6d978"))
    post.rect(13, 11, 3, 6, colour("#fff3c4"))
    post.rect(12, 5, 8, 3, INK)
    post.outline(INK)
    return post


def signpost():
    post = Canvas(32, 64)
    post.rect(14, 26, 4, 33, WOOD[0])
    post.rect(17, 26, 1, 33, WOOD[1])
    for y, left in ((28, True), (39, False)):
        x = 4 if left else 8
        post.rect(x, y, 20, 8, WOOD[2])
        post.rect(x, y + 6, 20, 2, WOOD[0])
        post.rect(x + 4, y + 3, 12, 1, WOOD[1])
        tip = 2 if left else 28
        post.rect(tip, y + 2, 2, 4, WOOD[2])
    post.outline(INK)
    return post


def well():
    stones = Canvas(64, 64)
    stones.rect(12, 8, 4, 42, WOOD[0])
    stones.rect(48, 8, 4, 42, WOOD[1])
    for row in range(14):
        stones.rect(6 + (14 - row) // 2, 4 + row, 52 - (14 - row) // 2 * 2, 1, colour("#a8503c") if row % 4 else colour("#883f30"))
    stones.ellipse(32, 47, 24, 12, STONE[1])
    stones.ellipse(32, 44, 24, 11, STONE[0])
    stones.ellipse(32, 42, 19, 8, STONE[1])
    stones.ellipse(32, 43, 18, 7, COLOURS["water"][1])
    stones.ellipse(28, 42, 6, 2, COLOURS["water"][2])
    for x in range(10, 56, 9):
        stones.rect(x, 50 + (2 if 18 < x < 46 else 0), 1, 6, STONE[1])
    stones.rect(31, 18, 1, 14, INK)
    stones.rect(28, 31, 7, 6, WOOD[2])
    stones.outline(INK)
    return stones


def fountain():
    """Three tiles a side."""
    stones = Canvas(96, 96)
    stones.shadow(48, 62, 46, 30)
    stones.ellipse(48, 60, 45, 30, STONE[1])
    stones.ellipse(48, 55, 45, 30, STONE[0])
    stones.ellipse(48, 54, 42, 27, STONE[2])
    stones.ellipse(48, 56, 38, 24, COLOURS["water"][1])
    stones.ellipse(48, 58, 37, 22, COLOURS["water"][0])
    for x, y, width in ((20, 56, 10), (62, 50, 12), (30, 70, 12), (58, 70, 10)):
        stones.rect(x, y, width, 1, FOAM)
    stones.ellipse(48, 58, 12, 6, FOAM)
    stones.rect(43, 26, 10, 30, STONE[0])
    stones.rect(49, 26, 4, 30, STONE[1])
    stones.ellipse(48, 28, 17, 7, STONE[1])
    stones.ellipse(48, 26, 17, 6.5, STONE[2])
    stones.ellipse(48, 26, 14, 4.5, COLOURS["water"][2])
    stones.rect(46, 8, 4, 18, FOAM)
    stones.rect(47, 6, 2, 18, WHITE[0])
    for x in (34, 40, 55, 61):
        stones.rect(x, 30, 1, 24, FOAM)
    return stones


def stall(cloth):
    table = Canvas(64, 64)
    table.rect(6, 36, 52, 18, WOOD[0])
    table.rect(6, 36, 52, 5, WOOD[2])
    for x in range(6, 58, 9):
        table.rect(x, 42, 1, 12, WOOD[1])
    for x, pixel in ((10, "#c9503f"), (19, "#e3b34a"), (28, "#7fae55"), (37, "#d98a3d"), (46, "#a35c93")):
        table.ellipse(x + 4, 35, 4.5, 3, colour(pixel))
    table.rect(5, 12, 3, 44, WOOD[1])
    table.rect(56, 12, 3, 44, WOOD[1])
    for x in range(2, 62):
        pixel = cloth if (x - 2) // 10 % 2 == 0 else PLASTER[2]
        drop = 4 if (x - 2) % 10 in range(2, 8) else 2
        table.rect(x, 6, 1, 18 + drop, pixel)
        table.rect(x, 22, 1, drop, STONE[1] if pixel == PLASTER[2] else colour("#5d4038"))
    table.rect(2, 6, 60, 2, PLASTER[2])
    table.outline(INK)
    return table


def wall_face(canvas, x, y, width, height):
    canvas.rect(x, y, width, height, STONE[0])
    for row in range(0, height, 8):
        canvas.rect(x, y + row + 7, width, 1, STONE[1])
        canvas.rect(x, y + row, width, 1, STONE[2])
        for column in range(0 if row % 16 else 8, width, 16):
            canvas.rect(x + column, y + row, 1, 8, STONE[1])


def wall_across():
    """A wall from west to east: the walk with battlements above, its face below."""
    wall = Canvas(32, 64)
    wall.rect(0, 6, 32, 26, STONE[2])
    wall.rect(0, 14, 32, 12, STONE[0])
    for x in (0, 16):
        wall.rect(x, 0, 9, 8, STONE[2])
        wall.rect(x + 8, 0, 1, 8, STONE[1])
        wall.rect(x, 24, 9, 8, STONE[2])
        wall.rect(x, 31, 9, 1, STONE[1])
    wall_face(wall, 0, 32, 32, 32)
    wall.rect(0, 32, 32, 2, STONE[1])
    wall.rect(0, 61, 32, 3, STONE[1])
    return wall


def wall_along():
    """A wall from north to south, seen from above."""
    wall = Canvas(32, 32)
    wall.rect(1, 0, 30, 32, STONE[2])
    wall.rect(9, 0, 14, 32, STONE[0])
    wall.rect(9, 0, 1, 32, STONE[1])
    wall.rect(22, 0, 1, 32, STONE[1])
    for y in (0, 16):
        for x in (1, 23):
            wall.rect(x, y + 9, 8, 7, STONE[0])
            wall.rect(x, y + 9, 8, 1, STONE[1])
    wall.rect(0, 0, 1, 32, INK)
    wall.rect(31, 0, 1, 32, INK)
    return wall


def tower(roof):
    """Three tiles wide, four high."""
    stones = Canvas(96, 128)
    wall_face(stones, 4, 56, 88, 70)
    for row in range(56, 126):
        for x in list(range(4, 16)) + list(range(80, 92)):
            if (row + x) % 2:
                stones.put(x, row, STONE[2] if x < 16 else STONE[1])
    stones.rect(4, 123, 88, 3, STONE[1])
    stones.rect(1, 48, 94, 12, STONE[2])
    stones.rect(1, 58, 94, 2, STONE[1])
    for x in range(1, 90, 21):
        stones.rect(x, 40, 10, 9, STONE[2])
        stones.rect(x + 9, 40, 1, 9, STONE[1])
    stones.rect(42, 76, 12, 20, INK)
    stones.rect(44, 78, 8, 16, colour("#f6d978"))
    stones.rect(47, 78, 1, 16, INK)
    light, dark = roof
    for row in range(46):
        half = 3 + row * 0.92
        for x in range(int(48 - half), int(48 + half) + 1):
            pixel = light if x < 48 + half * 0.2 else dark
            if row % 7 == 6:
                pixel = dark
            stones.put(x, 4 + row, pixel)
    stones.rect(47, 0, 2, 6, INK)
    stones.outline(INK)
    return stones


ROOFS = {
    "red": (colour("#b5573f"), colour("#8f4231"), colour("#cf7256")),
    "blue": (colour("#57799c"), colour("#435f7e"), colour("#7396b6")),
    "thatch": (colour("#c2a15a"), colour("#9f8145"), colour("#d8bb78")),
    "snow": (WHITE[0], WHITE[1], WHITE[2]),
}


def house(tiles_wide, tiles_high, roof, seed):
    """A house seen from the south; the last two rows of tiles are its front."""
    width, height = tiles_wide * 32, tiles_high * 32
    home = Canvas(width, height)
    base, dark, light = ROOFS[roof]
    front = height - 52
    home.rect(6, front, width - 12, 48, PLASTER[0])
    home.rect(6, front, width - 12, 5, PLASTER[1])
    home.rect(6, height - 10, width - 12, 6, STONE[1])
    home.rect(6, height - 10, width - 12, 1, STONE[2])
    for x in [6, width - 11] + [width // 3, width - width // 3 - 4]:
        home.rect(x, front, 5, 42, WOOD[1])
    home.rect(6, front + 20, width - 12, 3, WOOD[1])
    eaves = front + 4
    for row in range(4, eaves):
        inset = max(0, int((eaves - row) * 0.10))
        for x in range(1 + inset, width - 1 - inset):
            line, column = divmod(row, 8)[0], (x + (row // 8 % 2) * 6) % 12
            pixel = dark if row % 8 == 7 or column == 0 else light if row % 8 == 0 else base
            home.put(x, row, pixel)
    home.rect(8, 4, width - 16, 4, light)
    home.rect(1, eaves - 2, width - 2, 3, dark)
    door = width // 2 - 9
    home.rect(door - 2, height - 38, 22, 34, WOOD[1])
    home.rect(door, height - 36, 18, 32, WOOD[0])
    home.rect(door + 8, height - 36, 1, 32, WOOD[1])
    home.rect(door + 13, height - 20, 2, 3, colour("#e3b34a"))
    for x in range(20, width - 24, 28):
        if abs(x + 7 - width // 2) > 20:
            home.rect(x - 2, height - 38, 18, 18, WOOD[1])
            home.rect(x, height - 36, 14, 14, colour("#7fb3cf"))
            home.rect(x, height - 36, 6, 5, colour("#b9dcea"))
            home.rect(x + 6, height - 36, 2, 14, WOOD[1])
            home.rect(x - 2, height - 21, 18, 3, WOOD[2])
    chimney = 18 + random.Random(seed).randrange(max(1, width - 60))
    home.rect(chimney, 0, 12, 18, STONE[0])
    home.rect(chimney + 8, 0, 4, 18, STONE[1])
    home.rect(chimney - 1, 0, 14, 3, STONE[2])
    home.outline(INK)
    return home


def arch():
    """A gate of old stones: two tiles wide, three high."""
    stones = Canvas(64, 96)
    stones.shadow(32, 88, 30, 7)
    glow = [colour("#6a5acd", 150), colour("#9b8cf0", 170), colour("#d6ceff", 190)]
    for step, (rx, ry) in enumerate(((19, 32), (14, 25), (7, 15))):
        stones.ellipse(32, 58, rx, ry, glow[step])
    for x in (4, 48):
        wall_face(stones, x, 30, 12, 58)
        stones.rect(x + 10, 30, 2, 58, STONE[1])
    for step in range(41):
        angle = math.pi * step / 40
        x, y = 32 - math.cos(angle) * 23, 32 - math.sin(angle) * 22
        stones.ellipse(x, y, 6.5, 6.5, STONE[0] if step % 8 else STONE[1])
        stones.put(int(x), int(y) - 4, STONE[2])
    stones.rect(29, 6, 6, 6, colour("#9b8cf0"))
    stones.outline(INK)
    return stones


def pillar():
    stones = Canvas(32, 64)
    stones.rect(10, 16, 12, 40, PLASTER[0])
    for x in (12, 16, 20):
        stones.rect(x, 18, 1, 38, PLASTER[1])
    stones.rect(10, 16, 2, 40, PLASTER[2])
    stones.rect(7, 54, 18, 6, PLASTER[1])
    stones.rect(7, 54, 18, 2, PLASTER[2])
    for x, top in ((10, 14), (13, 10), (16, 12), (19, 15)):
        stones.rect(x, top, 3, 6, PLASTER[0])
    stones.outline(INK)
    return stones


def mine(glow):
    """A mouth of a cave, held up by beams: two tiles wide, two high; one stands in the lower row."""
    mouth = Canvas(64, 64)
    mouth.ellipse(32, 34, 29, 30, STONE[1])
    mouth.ellipse(31, 32, 26, 27, STONE[0])
    mouth.ellipse(24, 18, 10, 7, STONE[2])
    mouth.rect(3, 34, 58, 30, STONE[1])
    mouth.rect(12, 24, 40, 40, INK)
    for step, pixel in enumerate(glow):
        mouth.rect(14 + 3 * step, 30 + 6 * step, 36 - 6 * step, 34 - 6 * step, pixel)
    for x in (9, 49):
        mouth.rect(x, 20, 6, 44, WOOD[0])
        mouth.rect(x, 20, 2, 44, WOOD[2])
        mouth.rect(x + 5, 20, 1, 44, WOOD[1])
    mouth.rect(6, 16, 52, 7, WOOD[0])
    mouth.rect(6, 16, 52, 2, WOOD[2])
    mouth.rect(6, 22, 52, 1, WOOD[1])
    mouth.outline(INK)
    return mouth


DEEP = [colour("#1d1a22"), colour("#141218"), colour("#0d0b10")]
DAYLIGHT = [colour("#b9cfdb"), colour("#d9e8ee"), colour("#f4fafc")]


def crystal():
    stones = Canvas(32, 32)
    for x, top, wide, tone in ((6, 14, 5, 0), (12, 5, 7, 1), (20, 10, 6, 0)):
        base = [colour("#4f8f9c"), colour("#5fb8b0")][tone]
        for row in range(top, 28):
            half = min(wide / 2, (row - top + 1) / 2)
            for column in range(int(x + wide / 2 - half), int(x + wide / 2 + half) + 1):
                lit = column < x + wide / 2
                stones.put(column, row, colour("#9fe8dc") if lit else base)
    stones.rect(4, 26, 24, 3, COLOURS["rock"][1])
    stones.outline(INK)
    return stones


def mushrooms():
    plants = Canvas(32, 32)
    for x, y, size in ((9, 18, 5), (20, 14, 7), (24, 23, 4)):
        plants.rect(x - 1, y, 3, size + 2, PLASTER[1])
        plants.ellipse(x + 0.5, y, size, size * 0.6, colour("#8a6fb0"))
        plants.ellipse(x - 0.5, y - 1, size * 0.6, size * 0.3, colour("#b59ad6"))
    plants.outline(INK)
    return plants


def stalagmite():
    stone = Canvas(32, 32)
    for x, top, half in ((11, 4, 6), (21, 12, 5)):
        for row in range(top, 28):
            wide = half * (row - top + 1) / (28 - top)
            for column in range(int(x - wide), int(x + wide) + 1):
                stone.put(column, row, STONE[2] if column < x - wide * 0.3 else STONE[1])
    stone.outline(INK)
    return stone


def bones():
    heap = Canvas(32, 32)
    for x0, y0, x1, y1 in ((6, 22, 17, 15), (9, 13, 21, 24), (17, 12, 26, 20)):
        heap.line(x0, y0, x1, y1, PLASTER[2])
        heap.line(x0, y0 + 1, x1, y1 + 1, PLASTER[1])
        for x, y in ((x0, y0), (x1, y1)):
            heap.ellipse(x, y, 1.6, 1.6, PLASTER[2])
    heap.ellipse(12, 18, 3.5, 3, PLASTER[2])
    heap.put(11, 18, INK)
    heap.put(14, 18, INK)
    return heap


def rose():
    """The stones at the heart of the town: a compass rose of four colours, four tiles a side."""
    floor = Canvas(128, 128)
    quarters = [colour("#8fa9bd"), colour("#7f9a6c"), colour("#c2a86a"), colour("#b98868")]
    for y in range(128):
        for x in range(128):
            dx, dy = x - 63.5, y - 63.5
            far = math.hypot(dx, dy)
            if far > 63:
                continue
            quarter = quarters[(1 if dx > 0 else 0) + (2 if dy > 0 else 0)]
            angle = math.atan2(dy, dx)
            # Eight rays; the ones along the axes are longer.
            long = abs(math.sin(2 * angle)) * 58 + far < 56
            short = abs(math.cos(2 * angle)) * 58 + far < 42
            pixel = quarter
            if far > 60 or 50 < far < 52.5:
                pixel = STONE[1]
            elif far > 52:
                pixel = STONE[2] if int((angle + math.pi) * 12) % 2 else STONE[0]
            elif short or long:
                lit = math.sin((angle + 0.001) * 4) > 0
                pixel = PLASTER[2] if lit else colour("#5c6672")
            elif (x // 8 + y // 8) % 2 and (x % 8 == 7 or y % 8 == 7):
                pixel = tuple(int(c * 0.9) for c in quarter[:3]) + (255,)
            floor.put(x, y, pixel)
    return floor


def planks(part, vertical):
    """A bridge is three tiles wide; part 0 and 2 have the rails."""
    deck = Canvas(32, 32)
    deck.rect(0, 0, 32, 32, WOOD[2])
    for x in range(0, 32, 8):
        deck.rect(x + 7, 0, 1, 32, WOOD[1])
        deck.rect(x, 0, 1, 32, colour("#b98d5c"))
        deck.put(x + 3, 5, WOOD[1])
        deck.put(x + 3, 26, WOOD[1])
    if part != 1:
        rail = 0 if part == 0 else 24
        deck.rect(0, rail, 32, 8, WOOD[0])
        deck.rect(0, rail, 32, 2, WOOD[2])
        deck.rect(0, rail + 7, 32, 1, WOOD[1])
        for x in (2, 18):
            deck.rect(x, rail, 6, 8, WOOD[1])
            deck.rect(x, rail, 5, 3, WOOD[2])
    if not vertical:
        return deck
    turned = Canvas(32, 32)
    for y in range(32):
        for x in range(32):
            turned.rows[y][x] = deck.rows[x][y]
    return turned


def blocked():
    """The mark of the collision layer."""
    mark = Canvas(32, 32)
    for y in range(32):
        for x in range(32):
            if (x + y) % 8 < 2:
                mark.put(x, y, colour("#d03030", 140))
    mark.frame(0, 0, 32, 32, colour("#d03030", 220))
    return mark
