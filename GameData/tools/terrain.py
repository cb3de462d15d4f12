"""Ground textures and the tiles where two terrains meet."""

import math
import random

from canvas import Canvas, colour

SIZE = 32

# base, dark, light
COLOURS = {
    "grass": [colour("#6f9e52"), colour("#5f8e47"), colour("#86b266")],
    "forest": [colour("#527f45"), colour("#456f3b"), colour("#628f50")],
    "dirt": [colour("#b58d5e"), colour("#a07a4d"), colour("#c7a274")],
    "sand": [colour("#e2cd95"), colour("#d0b87c"), colour("#efdfb0")],
    "water": [colour("#3d7cab"), colour("#34709d"), colour("#5a98c2")],
    "cobble": [colour("#a3a099"), colour("#85837d"), colour("#b7b4ac")],
    "snow": [colour("#e9eff4"), colour("#d3dfe9"), colour("#fbfdff")],
    "rock": [colour("#8a8580"), colour("#716c68"), colour("#a39e97")],
    "cave": [colour("#453f4b"), colour("#39343f"), colour("#534c59")],
}
TERRAINS = list(COLOURS)
FOAM = colour("#b9dcea")
WET = colour("#c4ab72")
CLIFF = [colour("#5d5955"), colour("#4d4a47")]

# Which terrains may meet in one tile, upper one first; the colour that edges the upper one.
PAIRS = [
    ("sand", "water", WET),
    ("grass", "sand", colour("#7d9a50")),
    ("grass", "dirt", colour("#557f40")),
    ("forest", "grass", colour("#4a763f")),
    ("snow", "grass", colour("#b9cbd8")),
    ("snow", "dirt", colour("#b9cbd8")),
    ("rock", "snow", CLIFF[1]),
    ("rock", "grass", CLIFF[1]),
    ("cobble", "grass", colour("#6b6964")),
    ("cobble", "dirt", colour("#6b6964")),
    ("dirt", "sand", colour("#a07a4d")),
    ("rock", "sand", CLIFF[1]),
    ("rock", "cave", CLIFF[1]),
]
PAIR_OF = {frozenset(pair[:2]): pair for pair in PAIRS}


def texture(terrain, variant):
    """A full tile of a terrain that fits itself on all sides."""
    base, dark, light = COLOURS[terrain]
    rng = random.Random(f"{terrain}/{variant}")
    tile = Canvas(SIZE, SIZE)
    tile.rect(0, 0, SIZE, SIZE, base)

    def dot(x, y, pixel):
        tile.put(x % SIZE, y % SIZE, pixel)

    def scatter(count, shape):
        for _ in range(count):
            x, y = rng.randrange(SIZE), rng.randrange(SIZE)
            for dx, dy, pixel in shape:
                dot(x + dx, y + dy, pixel)

    if terrain in ("grass", "forest"):
        scatter(7, [(0, 0, dark), (1, 1, dark), (2, 0, dark)])
        scatter(5, [(0, 0, light), (1, 1, light), (2, 0, light)])
        scatter(4, [(0, 0, dark), (0, 1, dark)])
        if terrain == "forest":
            scatter(3, [(0, 0, colour("#7d7443")), (1, 0, colour("#8d834e"))])
    elif terrain == "dirt":
        scatter(7, [(0, 0, dark), (1, 0, dark)])
        scatter(6, [(0, 0, light), (1, 0, light)])
        scatter(2, [(0, 0, dark), (1, 0, light), (0, 1, dark), (1, 1, dark)])
    elif terrain == "sand":
        for _ in range(4):
            x, y = rng.randrange(SIZE), rng.randrange(SIZE)
            for step in range(rng.randrange(5, 10)):
                dot(x + step, y + (1 if 1 < step < 6 else 0), dark)
        scatter(6, [(0, 0, light), (1, 0, light)])
    elif terrain == "water":
        for _ in range(4):
            x, y, length = rng.randrange(SIZE), rng.randrange(SIZE), rng.randrange(4, 9)
            for step in range(length):
                dot(x + step, y, light)
                dot(x + step + 1, y + 1, dark)
    elif terrain == "cobble":
        cobbles(tile, rng, COLOURS["cobble"])
    elif terrain == "snow":
        scatter(5, [(0, 0, dark), (1, 0, dark), (2, 1, dark)])
        scatter(6, [(0, 0, light), (1, 0, light)])
    elif terrain == "cave":
        scatter(8, [(0, 0, dark), (1, 0, dark), (1, 1, dark)])
        scatter(5, [(0, 0, light), (1, 0, light)])
        scatter(2, [(0, 0, dark), (1, 1, dark), (2, 1, dark), (3, 2, dark)])
    elif terrain == "rock":
        for _ in range(3):
            x, y = rng.randrange(SIZE), rng.randrange(SIZE)
            for step in range(rng.randrange(4, 9)):
                dot(x + step, y - step // 2, light)
                dot(x + step, y - step // 2 + 1, dark)
                dot(x + step, y - step // 2 + 2, dark)
        scatter(6, [(0, 0, dark), (1, 0, dark)])
    return tile


def cobbles(tile, rng, colours):
    base, dark, light = colours
    for row in range(4):
        for column in range(4):
            x, y = column * 8 + (4 if row % 2 else 0), row * 8
            shade = base if rng.random() < 0.75 else light
            for dy in range(8):
                for dx in range(8):
                    gap = dx == 7 or dy == 7 or (dx in (0, 6) and dy in (0, 6))
                    lit = dy == 0 and 0 < dx < 6
                    pixel = dark if gap else light if lit else shade
                    tile.put((x + dx) % SIZE, y + dy, pixel)


def details(terrain, variant):
    """A full tile with something small on it: what makes a meadow of a plain."""
    tile = texture(terrain, variant)
    rng = random.Random(f"detail/{terrain}/{variant}")

    def at():
        return rng.randrange(4, 27), rng.randrange(4, 27)

    if terrain == "grass":
        petals = [colour("#f2e27c"), colour("#e8e4f0"), colour("#d9738f"), colour("#8f9ae0")][variant % 4]
        for _ in range(5 if variant > 2 else 0):
            x, y = at()
            for dx, dy in ((0, -1), (-1, 0), (1, 0), (0, 1)):
                tile.put(x + dx, y + dy, petals)
            tile.put(x, y, colour("#d8a03c"))
            tile.put(x, y + 2, COLOURS["grass"][1])
    elif terrain == "forest" and variant > 3:
        for _ in range(3):
            x, y = at()
            tile.rect(x - 1, y - 1, 4, 2, colour("#b8523f"))
            tile.put(x, y - 1, colour("#f0dcc8"))
            tile.rect(x, y + 1, 2, 2, colour("#f0dcc8"))
    elif terrain in ("dirt", "sand", "snow") and variant > 3:
        for _ in range(3):
            x, y = at()
            tile.ellipse(x, y, 2.6, 2, COLOURS["rock"][1])
            tile.ellipse(x, y - 0.6, 2, 1.3, COLOURS["rock"][2])
    elif terrain == "rock" and variant > 1:
        x, y = at()
        x, y = min(x, 20), max(y, 12)
        for step in range(9):
            tile.rect(x + step, y - min(step, 9 - step), 1, min(step, 9 - step) + 4, CLIFF[0] if step > 4 else COLOURS["rock"][2])
    elif terrain == "cave" and variant == 4:
        for _ in range(3):
            x, y = at()
            tile.ellipse(x, y, 2.6, 2, COLOURS["cave"][1])
            tile.ellipse(x, y - 0.6, 2, 1.3, COLOURS["rock"][1])
    elif terrain == "cave" and variant == 5:
        x, y = at()
        for dx, dy in ((0, 0), (5, 2), (2, 5)):
            tile.rect(x + dx - 1, y + dy, 3, 1, colour("#5fb8b0"))
            tile.put(x + dx, y + dy - 1, colour("#9fe8dc"))
    elif terrain == "water" and variant == 5:
        tile.ellipse(12, 18, 6, 4, colour("#4f8f52"))
        tile.ellipse(11, 17, 4.5, 2.6, colour("#69a860"))
        tile.line(12, 18, 18, 15, COLOURS["water"][0])
        tile.ellipse(22, 24, 4, 3, colour("#4f8f52"))
        tile.rect(10, 14, 3, 2, colour("#eac9da"))
    return tile


def wobble(x, y):
    """A smooth number in -1 … 1 that repeats every tile, so that tiles fit each other."""
    t = 2 * math.pi / SIZE
    return (
        0.5 * math.sin(t * (x * 2 + 0.7 * 5) + math.sin(t * y))
        + 0.35 * math.sin(t * (y * 3) + 1.3 + math.sin(t * x * 2))
        + 0.15 * math.sin(t * (x * 5 + y * 4) + 0.4)
    )


def share(corners, x, y):
    """How much of a terrain is at a pixel: 0 … 1, given it at the four corners."""
    u, v = (min(max((c + 0.5) / SIZE, 0), 1) for c in (x, y))
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    top = corners[0] * (1 - u) + corners[1] * u
    bottom = corners[2] * (1 - u) + corners[3] * u
    return top * (1 - v) + bottom * v


def meeting(corners):
    """The tile with these terrains at its corners (top left, top right, bottom left, right)."""
    textures = {name: texture(name, 0) for name in corners}
    masks = {name: [corner == name for corner in corners] for name in textures}
    tile = Canvas(SIZE, SIZE)

    def upper_share(x, y):
        """The two terrains that have most of a pixel, upper one first, and the upper one's share."""
        shares = sorted(((share(mask, x, y), name) for name, mask in masks.items()), reverse=True)
        (first, a), (second, b) = shares[:2]
        upper, lower, edge = PAIR_OF[frozenset((a, b))]
        return upper, lower, edge, (first if a == upper else second) / max(first + second, 0.01)

    for y in range(SIZE):
        for x in range(SIZE):
            upper, lower, edge, part = upper_share(x, y)
            part += 0.07 * wobble(x, y)

            def part_at(dy):
                other = upper_share(x, y + dy)
                same = other[:2] == (upper, lower)
                return other[3] + 0.07 * wobble(x, y + dy) if same else part

            if part < 0.5:
                pixel = textures[lower].rows[y][x]
                if lower == "water" and part > 0.40:
                    pixel = FOAM if part > 0.44 else COLOURS["water"][2]
                elif lower != "water" and part_at(-2) >= 0.5:
                    pixel = COLOURS[lower][1]
            else:
                pixel = textures[upper].rows[y][x]
                if upper == "rock" and part_at(10) < 0.5:
                    pixel = CLIFF[(x // 3 + (x * 7 % 5 == 0)) % 2]
                elif upper == "rock" and part_at(12) < 0.5:
                    pixel = COLOURS["rock"][2]
                elif part < (0.56 if upper != "rock" else 0.53):
                    pixel = edge
            tile.rows[y][x] = pixel
    return tile
