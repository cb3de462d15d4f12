"""Puts all tiles into one picture and describes them for Tiled."""

import sprites
import terrain
from canvas import Canvas, colour

COLUMNS = 16
SIZE = terrain.SIZE
VARIANTS = 6


class Sprite:
    """A picture of several tiles: which of its rows block, and which are drawn over characters."""

    def __init__(self, picture, solid=0, above=0):
        self.picture = picture
        self.columns, self.rows = picture.width // SIZE, picture.height // SIZE
        self.solid, self.above = solid, above
        # Tile numbers by (column, row); clear tiles are missing.
        self.tiles = {}


def all_sprites():
    s = sprites
    return {
        "blocked": Sprite(s.blocked()),
        "oak": Sprite(s.oak(s.GREEN, "oak"), 1, 1),
        "autumn": Sprite(s.oak(s.AUTUMN, "autumn"), 1, 1),
        "blossom": Sprite(s.oak(s.BLOSSOM, "blossom"), 1, 1),
        "palm": Sprite(s.palm(), 1, 1),
        "pine": Sprite(s.pine(False), 1, 1),
        "snowy_pine": Sprite(s.pine(True), 1, 1),
        "dead_tree": Sprite(s.dead_tree(), 1, 1),
        "bush": Sprite(s.bush(s.GREEN), 1),
        "berries": Sprite(s.bush(s.GREEN, colour("#c9404f")), 1),
        "snowy_bush": Sprite(s.bush([s.WHITE[0], s.WHITE[1], s.WHITE[2], s.WHITE[2]]), 1),
        "cactus": Sprite(s.cactus(), 1),
        "boulder": Sprite(s.boulder(False), 1),
        "snowy_boulder": Sprite(s.boulder(True), 1),
        "stump": Sprite(s.stump(), 1),
        "reeds": Sprite(s.reeds()),
        "wheat": Sprite(s.wheat()),
        "furrows": Sprite(s.furrows()),
        "fence": Sprite(s.fence(False), 1),
        "fence_along": Sprite(s.fence(True), 1),
        "barrel": Sprite(s.barrel(), 1),
        "crate": Sprite(s.crate(), 1),
        "lamp": Sprite(s.lamp(), 1, 1),
        "signpost": Sprite(s.signpost(), 1, 1),
        "pillar": Sprite(s.pillar(), 1, 1),
        "well": Sprite(s.well(), 1, 1),
        "fountain": Sprite(s.fountain(), 2, 1),
        "red_stall": Sprite(s.stall(colour("#b5483f")), 1, 1),
        "blue_stall": Sprite(s.stall(colour("#4a6f9c")), 1, 1),
        "wall": Sprite(s.wall_across(), 2),
        "wall_along": Sprite(s.wall_along(), 1),
        "red_tower": Sprite(s.tower((s.ROOFS["red"][0], s.ROOFS["red"][1])), 2, 2),
        "blue_tower": Sprite(s.tower((s.ROOFS["blue"][0], s.ROOFS["blue"][1])), 2, 2),
        "red_house": Sprite(s.house(4, 4, "red", "a"), 3, 1),
        "blue_house": Sprite(s.house(5, 4, "blue", "b"), 3, 1),
        "cottage": Sprite(s.house(3, 4, "thatch", "c"), 3, 1),
        "snowy_house": Sprite(s.house(4, 4, "snow", "d"), 3, 1),
        "arch": Sprite(s.arch(), 0, 2),
        "mine": Sprite(s.mine(s.DEEP), 0, 1),
        "daylight": Sprite(s.mine(s.DAYLIGHT), 0, 1),
        "crystal": Sprite(s.crystal(), 1),
        "mushrooms": Sprite(s.mushrooms()),
        "stalagmite": Sprite(s.stalagmite(), 1),
        "bones": Sprite(s.bones()),
        "rose": Sprite(s.rose()),
        "bridge_0": Sprite(s.planks(0, False)),
        "bridge_1": Sprite(s.planks(1, False)),
        "bridge_2": Sprite(s.planks(2, False)),
        "span_0": Sprite(s.planks(0, True)),
        "span_1": Sprite(s.planks(1, True)),
        "span_2": Sprite(s.planks(2, True)),
    }


class Tileset:
    def __init__(self, mixed_cells):
        """mixed_cells: corners of three terrains that the map needs tiles for."""
        self.tiles = {}  # number -> Canvas
        self.solid = set()
        self.corners = {}  # number -> four terrains
        self.full = {}  # terrain -> numbers, plain ones first
        self.meetings = {}  # four terrains -> number
        self.sprites = all_sprites()
        self.add_terrains()
        self.add_sprites()
        # Last, so that a changed land does not renumber the others.
        for number, corners in enumerate(mixed_cells, self.rows * COLUMNS):
            self.add_meeting(number, corners)

    def add_terrains(self):
        number = 0
        for upper, lower, _ in terrain.PAIRS:
            for mask in range(1, 15):
                corners = tuple(upper if mask >> bit & 1 else lower for bit in range(4))
                self.add_meeting(number, corners)
                number += 1
        for name in terrain.TERRAINS:
            self.full[name] = []
            for variant in range(VARIANTS):
                self.tiles[number] = terrain.details(name, variant)
                self.corners[number] = (name,) * 4
                self.full[name].append(number)
                if name in ("water", "rock"):
                    self.solid.add(number)
                number += 1

    def add_meeting(self, number, corners):
        self.tiles[number] = terrain.meeting(corners)
        self.corners[number] = corners
        self.meetings[corners] = number
        if max(corners.count("water"), corners.count("rock")) >= 2:
            self.solid.add(number)

    def add_sprites(self):
        """Puts each sprite as a block where it fits first, so that designers can stamp it."""
        taken = set(self.tiles)
        first_row = (max(taken) + COLUMNS) // COLUMNS
        for sprite in sorted(self.sprites.values(), key=lambda s: (-s.rows, -s.columns)):
            row, column = self.place(sprite, taken, first_row)
            for y in range(sprite.rows):
                for x in range(sprite.columns):
                    number = (row + y) * COLUMNS + column + x
                    taken.add(number)
                    piece = sprite.picture.cut(x * SIZE, y * SIZE, SIZE)
                    if piece.is_clear():
                        continue
                    self.tiles[number] = piece
                    sprite.tiles[x, y] = number
                    if y >= sprite.rows - sprite.solid:
                        self.solid.add(number)

    @staticmethod
    def place(sprite, taken, row):
        while True:
            for column in range(COLUMNS - sprite.columns + 1):
                cells = [
                    (row + y) * COLUMNS + column + x
                    for y in range(sprite.rows)
                    for x in range(sprite.columns)
                ]
                if not taken.intersection(cells):
                    return row, column
            row += 1

    @property
    def rows(self):
        return max(self.tiles) // COLUMNS + 1

    def picture(self):
        whole = Canvas(COLUMNS * SIZE, self.rows * SIZE)
        for number, tile in self.tiles.items():
            whole.paste(tile, number % COLUMNS * SIZE, number // COLUMNS * SIZE)
        return whole

    def description(self, image):
        """The tileset as Tiled's JSON, with the terrain brush's corners."""
        # Tiled orders the eight parts of a tile clockwise from the top edge; corners are odd.
        def wang(corners):
            top_left, top_right, bottom_left, bottom_right = (
                terrain.TERRAINS.index(name) + 1 for name in corners
            )
            return [0, top_right, 0, bottom_right, 0, bottom_left, 0, top_left]

        def hexadecimal(pixel):
            return "#%02x%02x%02x" % pixel[:3]

        return {
            "columns": COLUMNS,
            "image": image,
            "imageheight": self.rows * SIZE,
            "imagewidth": COLUMNS * SIZE,
            "margin": 0,
            "name": "frontier",
            "spacing": 0,
            "tilecount": self.rows * COLUMNS,
            "tiledversion": "1.10.2",
            "tileheight": SIZE,
            "tiles": [
                {"id": number, "properties": [{"name": "collision", "type": "bool", "value": True}]}
                for number in sorted(self.solid)
            ],
            "tilewidth": SIZE,
            "type": "tileset",
            "version": "1.10",
            "wangsets": [
                {
                    "colors": [
                        {
                            "color": hexadecimal(terrain.COLOURS[name][0]),
                            "name": name,
                            "probability": 1,
                            "tile": self.full[name][0],
                        }
                        for name in terrain.TERRAINS
                    ],
                    "name": "terrain",
                    "tile": self.full["grass"][0],
                    "type": "corner",
                    "wangtiles": [
                        {"tileid": number, "wangid": wang(corners)}
                        for number, corners in sorted(self.corners.items())
                    ],
                }
            ],
        }
