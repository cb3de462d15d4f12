"""The lie of the land: which terrain is at each corner of the map's tiles."""

import itertools
import math
import random

from terrain import PAIRS

TILES = 128
CENTRE = TILES // 2
TOWN = (46, 81)  # first and last row and column of the town's walls
ALLOWED = {frozenset(pair[:2]) for pair in PAIRS}

# Roads as lines through points in tiles; the first two are the high roads.
ROADS = [
    [(64, 0), (64, 6), (59, 16), (62, 26), (66, 34), (64, 42), (64, 50), (64, 78), (64, 84), (69, 94), (64, 104), (60, 114), (64, 122), (64, 128)],
    [(0, 62), (8, 62), (18, 66), (28, 64), (50, 64), (78, 64), (108, 64), (116, 60), (128, 60)],
    [(62, 26), (52, 27), (34, 27), (26, 23), (22, 21)],
    [(66, 34), (76, 36), (84, 33), (88, 28)],
    [(69, 94), (60, 95), (52, 92), (47, 93)],
    [(60, 114), (68, 116), (76, 112), (82, 113)],
    [(18, 66), (15, 76), (16, 84)],
    [(112, 62), (114, 74), (112, 84)],
    [(62, 26), (55, 19), (49, 15), (48, 12.5)],
]
RIVERS = [
    ([(33, 12), (39, 18), (41, 28), (36, 35), (39, 43), (33, 51), (35, 60), (35, 68), (39, 75), (30, 81), (31, 87), (26, 92)], 1.5),
    ([(103, 22), (98, 33), (102, 42), (95, 51), (98, 60), (98, 68), (91, 76), (95, 86), (91, 94), (100, 100), (104, 108), (116, 116)], 1.7),
]
LAKES = [(35, 9, 4.6, 4), (103, 18, 9, 6), (24, 97, 9, 7), (87, 111, 3.4, 2.6)]
# Where something stands: no rocks and no plants within a radius.
CLEARINGS = [
    (19, 23, 9), (88, 27, 8), (46, 94, 13), (14, 86, 8), (84, 114, 7), (113, 88, 7), (64, 30, 4),
    (118, 62, 4), (22, 66, 4), (47.5, 14, 4),
]
PLAZA = 8.5
# The hollow under the mountain of the north-west: rooms as circles, and ways between them. Only
# portals lead there.
MOUNTAIN = (25.5, 14)
ROOMS = [(5.5, 8, 3), (12.5, 5.5, 3.6), (19.5, 7.5, 3.7), (12, 10.2, 1.8)]
TUNNELS = [[(5.5, 8), (12.5, 5.5), (19.5, 7.5)], [(12.5, 5.5), (12, 10.2)]]
# Where the mountain of the north shows its foot: the mouth of the hollow.
FOOT = (42.5, 52.5, 11)


def noise(seed):
    """Smooth random numbers over the plane, about -1 … 1."""
    def lattice(x, y, octave):
        return random.Random(f"{seed}/{octave}/{x}/{y}").random() * 2 - 1

    cache = {}

    def value(x, y, octave, scale):
        x, y = x / scale, y / scale
        left, top = math.floor(x), math.floor(y)
        u, v = x - left, y - top
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        for i in (0, 1):
            for j in (0, 1):
                if (left + i, top + j, octave) not in cache:
                    cache[left + i, top + j, octave] = lattice(left + i, top + j, octave)
        at = lambda i, j: cache[left + i, top + j, octave]
        return (at(0, 0) * (1 - u) + at(1, 0) * u) * (1 - v) + (at(0, 1) * (1 - u) + at(1, 1) * u) * v

    return lambda x, y: value(x, y, 0, 18) * 0.6 + value(x, y, 1, 8) * 0.3 + value(x, y, 2, 4) * 0.2


def distance(x, y, line):
    """From a point to a line through points."""
    best = 1e9
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        t = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
        best = min(best, math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
    return best


class Land:
    def __init__(self):
        self.biome_noise, self.detail_noise = noise("biome"), noise("detail")
        side = range(TILES + 1)
        self.corners = [[self.terrain(x, y) for x in side] for y in side]
        self.settle()

    def corner(self, x, y):
        return self.corners[min(max(y, 0), TILES)][min(max(x, 0), TILES)]

    def cell(self, x, y):
        """The terrains at a tile's corners: top left, top right, bottom left, bottom right."""
        return tuple(self.corners[y + dy][x + dx] for dy in (0, 1) for dx in (0, 1))

    def biome(self, x, y):
        n = self.biome_noise(x, y)
        if math.hypot(x - CENTRE, y - CENTRE) < 27 + 3 * n:
            return "grass"
        if x + y + 26 * n < 84:
            return "snow"
        if (TILES - x) + y + 26 * n < 90:
            return "forest"
        if (TILES - x) + (TILES - y) + 26 * n < 88:
            return "sand"
        return "grass"

    def road_distance(self, x, y):
        return min(distance(x, y, road) for road in ROADS)

    def terrain(self, x, y):
        n = self.detail_noise(x, y)
        biome = self.biome(x, y)
        if self.is_hollow(x, y):
            return "cave"
        if x < MOUNTAIN[0] + 3 * abs(n) and y < MOUNTAIN[1] + 2.5 * abs(n):
            return "rock"
        if x < MOUNTAIN[0] + 4 and y < MOUNTAIN[1] + 4:
            return biome
        aside = max(0, abs(x - (FOOT[0] + FOOT[1]) / 2) - 2) * abs(n)
        if FOOT[0] - 4 * abs(n) <= x <= FOOT[1] + 4 * abs(n) and y < FOOT[2] + aside:
            return "rock"
        far = math.hypot(x - CENTRE, y - CENTRE)
        first, last = TOWN[0] + 1, TOWN[1]
        if first <= x <= last and first <= y <= last:
            street = abs(x - CENTRE) <= 3 or abs(y - CENTRE) <= 3
            return "cobble" if street or far < PLAZA else "grass"
        for line, width in RIVERS:
            if distance(x, y, line) < width + 0.9 * n:
                return "water"
        for lx, ly, rx, ry in LAKES:
            if ((x - lx) / rx) ** 2 + ((y - ly) / ry) ** 2 < 1 + 1.1 * self.detail_noise(x * 1.3 + 40, y * 1.3):
                return "water"
        if (TILES - x) + (TILES - y) < 34 + 14 * self.biome_noise(x + 300, y):
            return "water"
        road = self.road_distance(x, y)
        if road < (1.6 if distance(x, y, ROADS[0]) < 1.6 or distance(x, y, ROADS[1]) < 1.6 else 1.2):
            return "dirt"
        if road > 4 and far > 30 and self.is_rock(x, y, biome, n):
            return "rock"
        return biome

    @staticmethod
    def is_hollow(x, y):
        return any(math.hypot(x - cx, y - cy) < radius for cx, cy, radius in ROOMS) or any(
            distance(x, y, tunnel) < 1.3 for tunnel in TUNNELS
        )

    def is_rock(self, x, y, biome, n):
        if any(math.hypot(x - cx, y - cy) < radius for cx, cy, radius in CLEARINGS):
            return False
        edge = min(x, y, TILES - x, TILES - y)
        if biome == "snow":
            ridge = 1 - abs(self.biome_noise(x * 1.4 + 500, y * 1.4)) * 2.6
            return edge < 3 + 2 * n or ridge > 0.72
        if biome == "sand":
            return self.detail_noise(x + 900, y + 70) > 0.52
        return biome != "forest" and edge < 1.5 + 2 * n

    def mixed_cells(self):
        """The corners of all tiles where three terrains meet."""
        cells = {self.cell(x, y) for y in range(TILES) for x in range(TILES)}
        return sorted(cell for cell in cells if len(set(cell)) > 2)

    def settle(self):
        """Changes corners until only terrains that have tiles for it meet."""
        for _ in range(60):
            if not sum(self.settle_cell(x, y) for y in range(TILES) for x in range(TILES)):
                return
        raise SystemExit("the terrains do not settle")

    def settle_cell(self, x, y):
        kinds = set(self.cell(x, y))
        if all(frozenset(pair) in ALLOWED for pair in itertools.combinations(kinds, 2)):
            return False
        if "water" in kinds:
            change = {kind: "sand" for kind in kinds - {"water", "sand"}}
        elif "rock" in kinds:
            change = {"rock": self.biome(x, y) if self.biome(x, y) != "forest" else "grass"}
            if "forest" in kinds:
                change["forest"] = "grass"
        elif "forest" in kinds:
            change = {"forest": "grass"}
        elif {"sand", "snow"} <= kinds:
            change = {"snow": "grass"}
        else:
            change = {"cobble": "dirt"}
        for dy in (0, 1):
            for dx in (0, 1):
                row = self.corners[y + dy]
                row[x + dx] = change.get(row[x + dx], row[x + dx])
        return True
