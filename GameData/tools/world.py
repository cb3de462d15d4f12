"""The frontier: what stands where on the map that ships."""

import math
import random

from land import CENTRE, CLEARINGS, ROOMS, TILES, TOWN, TUNNELS, distance

SIZE = 32


class World:
    def __init__(self, tileset, land):
        self.tileset = tileset
        self.land = land
        self.rng = random.Random("frontier")
        empty = lambda: [[0] * TILES for _ in range(TILES)]
        self.ground, self.decoration, self.collision, self.canopy = empty(), empty(), empty(), empty()
        self.taken = [[False] * TILES for _ in range(TILES)]
        self.objects = {"places": [], "people": [], "wildlife": []}
        self.next_object = 1
        self.lay_ground()
        self.lay_bridges()
        self.build_town()
        self.build_houses()
        self.grow()
        self.close_pockets()
        self.place_objects()
        self.check_objects()

    # Tiles

    def lay_ground(self):
        for y in range(TILES):
            for x in range(TILES):
                cell = self.land.cell(x, y)
                if len(set(cell)) > 1:
                    number = self.tileset.meetings[cell]
                else:
                    full = self.tileset.full[cell[0]]
                    weights = [40, 14, 14, 4, 3, 2]
                    number = self.rng.choices(full, weights)[0]
                self.ground[y][x] = number + 1

    def stamp(self, name, x, y, layer=None):
        """Puts a sprite with its lower left tile at (x, y)."""
        sprite = self.tileset.sprites[name]
        for (column, row), number in sprite.tiles.items():
            tx, ty = x + column, y - sprite.rows + 1 + row
            if not (0 <= tx < TILES and 0 <= ty < TILES):
                continue
            target = layer or (self.canopy if row < sprite.above else self.decoration)
            target[ty][tx] = number + 1
            if row >= sprite.above:
                self.taken[ty][tx] = True

    def fits(self, name, x, y):
        sprite = self.tileset.sprites[name]
        for row in range(sprite.rows):
            for column in range(sprite.columns):
                tx, ty = x + column, y - sprite.rows + 1 + row
                if not (0 <= tx < TILES and 0 <= ty < TILES) or self.taken[ty][tx]:
                    return False
                if row < sprite.above and self.canopy[ty][tx]:
                    return False
                solid_ground = self.ground[ty][tx] - 1 in self.tileset.solid
                if row >= sprite.above and solid_ground:
                    return False
        return True

    def lay_bridges(self):
        for x0, x1, y, vertical in ((28, 46, 63, False), (90, 106, 63, False), (36, 46, 26, False)):
            wet = [
                x
                for x in range(x0, x1)
                if any("water" in self.land.cell(x, y + row) for row in range(3))
            ]
            for x in range(min(wet) - 1, max(wet) + 2):
                for row in range(3):
                    self.ground[y + row][x] = self.tileset.sprites[f"bridge_{row}"].tiles[0, 0] + 1
                    self.taken[y + row][x] = True

    def is_blocked(self, x, y):
        if not (0 <= x < TILES and 0 <= y < TILES):
            return True
        solid = self.tileset.solid
        return bool(self.collision[y][x]) or any(
            layer[y][x] - 1 in solid for layer in (self.ground, self.decoration, self.canopy)
        )

    # The town

    def build_town(self):
        first, last = TOWN
        for x in range(first, last + 1):
            if not CENTRE - 3 <= x < CENTRE + 3:
                self.stamp("wall", x, first + 1)
                self.stamp("wall", x, last)
        for y in range(first + 2, last - 1):
            if not CENTRE - 3 <= y < CENTRE + 3:
                self.stamp("wall_along", first, y)
                self.stamp("wall_along", last, y)
        for x in (first - 1, last - 1):
            for y in (first + 1, last):
                self.stamp("red_tower", x, y)
        for x in (CENTRE - 6, CENTRE + 3):
            self.stamp("blue_tower", x, first + 1)
            self.stamp("blue_tower", x, last)
        for x in (first - 1, last - 1):
            self.stamp("blue_tower", x, CENTRE - 4)
            self.stamp("blue_tower", x, CENTRE + 4)
        self.stamp("rose", CENTRE - 2, CENTRE + 1, layer=self.decoration)

    def build_houses(self):
        for name, x, y in TOWN_THINGS + FAR_THINGS:
            if not self.fits(name, x, y):
                raise SystemExit(f"{name} does not fit at {x}, {y}")
            self.stamp(name, x, y)
        for crop, x0, y0, x1, y1 in (("wheat", 40, 97, 46, 101), ("furrows", 49, 97, 54, 101)):
            for y in range(y0, y1 + 1):
                for x in range(x0, x1 + 1):
                    self.stamp(crop, x, y)
            for x in range(x0 - 1, x1 + 2):
                self.stamp("fence", x, y1 + 1)
                if not x0 + 2 <= x <= x0 + 3:
                    self.stamp("fence", x, y0 - 1)
            for y in range(y0, y1 + 1):
                self.stamp("fence_along", x0 - 1, y)
                self.stamp("fence_along", x1 + 1, y)

    # Plants and stones

    def grow(self):
        order = [(x, y) for y in range(2, TILES - 1) for x in range(1, TILES - 2)]
        self.rng.shuffle(order)
        for x, y in order:
            if TOWN[0] - 4 <= x <= TOWN[1] + 4 and TOWN[0] - 4 <= y <= TOWN[1] + 5:
                continue
            road = self.land.road_distance(x + 0.5, y + 0.5)
            if road < 3 or self.near_clearing(x, y):
                continue
            name = self.plant(x, y)
            if name and self.fits(name, x, y):
                self.stamp(name, x, y)

    def near_clearing(self, x, y):
        return any(math.hypot(x - cx, y - cy) < radius for cx, cy, radius in CLEARINGS)

    def plant(self, x, y):
        kinds = set(self.land.cell(x, y))
        if kinds == {"cave"}:
            return self.hollow_thing(x, y)
        thick = self.land.detail_noise(x * 1.5 + 50, y * 1.5)
        roll = self.rng.random()
        edge = min(x, y, TILES - 1 - x, TILES - 1 - y)
        if kinds == {"forest"}:
            density = 0.9 if edge < 4 else 0.42 + 0.4 * thick
            if roll < density:
                return self.rng.choices(["pine", "oak", "stump", "bush", "berries"], [8, 5, 0.5, 1, 0.6])[0]
        elif kinds == {"snow"}:
            if roll < 0.10 + 0.25 * max(thick, 0):
                return self.rng.choices(["snowy_pine", "snowy_boulder", "snowy_bush", "dead_tree"], [9, 1.5, 1, 1])[0]
        elif kinds == {"sand"}:
            near_water = any(
                self.land.corner(x + dx, y + dy) == "water" for dx in range(-3, 5) for dy in range(-3, 5)
            )
            if near_water:
                desert = self.land.biome(x, y) == "sand"
                return "palm" if roll < 0.16 and desert else "reeds" if roll < 0.2 else None
            if roll < 0.035:
                return self.rng.choice(["cactus", "cactus", "boulder", "dead_tree"])
        elif kinds == {"grass"}:
            autumn = y > 78 and x < 60
            if edge < 4 and roll < 0.7:
                return "oak"
            if roll < 0.045 + 0.5 * max(thick - 0.1, 0):
                tree = "autumn" if autumn and self.rng.random() < 0.75 else "oak"
                return self.rng.choices([tree, "bush", "berries", "boulder", "stump"], [10, 2, 1.4, 0.6, 0.3])[0]
        elif "sand" in kinds and "water" in kinds and roll < 0.25:
            return "reeds"
        return None

    def hollow_thing(self, x, y):
        """What grows in the dark: along the walls of the rooms, never in the ways between them."""
        if any(distance(x + 0.5, y + 0.5, tunnel) < 1.6 for tunnel in TUNNELS):
            return None
        if self.rng.random() > 0.5:
            return None
        return self.rng.choices(["crystal", "mushrooms", "stalagmite", "bones"], [3, 4, 3, 2])[0]

    def close_pockets(self):
        """Blocks what nobody can reach from the square on foot or by a portal, so that all that is
        free is connected."""
        mark = self.tileset.sprites["blocked"].tiles[0, 0] + 1
        for i in range(TILES):
            for x, y in ((i, 0), (i, TILES - 1), (0, i), (TILES - 1, i)):
                self.collision[y][x] = mark
        open_tiles, reached = [(CENTRE, CENTRE)], {(CENTRE, CENTRE)}
        while open_tiles:
            x, y = open_tiles.pop()
            through = [
                (tx, ty) for _, px, py, tx, ty in PORTALS if px <= x < px + 2 and y == py
            ]
            for tile in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] + through:
                if tile not in reached and not self.is_blocked(*tile):
                    reached.add(tile)
                    open_tiles.append(tile)
        for y in range(TILES):
            for x in range(TILES):
                if (x, y) not in reached and not self.is_blocked(x, y):
                    self.collision[y][x] = mark

    # Objects

    def add_object(self, layer, kind, name, x, y, width=0, height=0, **properties):
        """Places an object; x and y in tiles."""
        entry = {
            "height": height * SIZE,
            "id": self.next_object,
            "name": name,
            "rotation": 0,
            "type": kind,
            "visible": True,
            "width": width * SIZE,
            "x": x * SIZE,
            "y": y * SIZE,
        }
        if not width:
            entry["point"] = True
        if properties:
            entry["properties"] = [
                {"name": key, "type": property_type(value), "value": value}
                for key, value in sorted(properties.items())
            ]
        self.next_object += 1
        self.objects[layer].append(entry)
        return entry["id"]

    def place_objects(self):
        for name, x, y in SPAWNS:
            self.add_object("places", "PlayerSpawn", name, x + 0.5, y + 0.5)
        for name, kind, x, y, width, height, action in AREAS:
            self.add_object("places", "Region", name, x, y, width, height, regionType=kind, triggerAction=action)
        for name, x, y, target_x, target_y in PORTALS:
            self.add_object(
                "places", "Portal", name, x, y, 2, 1,
                targetMap="frontier", targetX=target_x * SIZE + 16, targetY=target_y * SIZE + 16,
            )
        for name, npc, x, y, shop in PEOPLE:
            more = {"shop": shop} if shop else {}
            self.add_object("people", "NPC", name, x + 0.5, y + 0.5, npcId=npc, dialogue=f"{npc}_greeting", **more)
        for name, table, x, y in CHESTS:
            self.add_object("wildlife", "Chest", name, x + 0.5, y + 0.5, lootTable=table, respawnTime=600000)
        for monster, count, respawn, x, y, width, height in MONSTERS:
            name = f"{monster}_{x}_{y}"
            middle = x + width // 2, y + height // 2
            free = self.free_near(*middle)
            x, y = x + free[0] - middle[0], y + free[1] - middle[1]
            self.add_object(
                "wildlife", "MonsterSpawn", name, x, y, width, height,
                monsterId=monster, maxCount=count, respawnTime=respawn * 1000,
            )
        for monster, count, respawn, points in PATROLS:
            points = [self.free_near(*point) for point in points]
            (x, y), rest = points[0], points[1:]
            way = self.add_object("wildlife", "Patrol", f"way_{x}_{y}", x + 0.5, y + 0.5)
            line = [{"x": (px - x) * SIZE, "y": (py - y) * SIZE} for px, py in points]
            self.objects["wildlife"][-1]["polyline"] = line
            del self.objects["wildlife"][-1]["point"]
            middle = rest[(len(rest) - 1) // 2]
            self.add_object(
                "wildlife", "MonsterSpawn", f"{monster}_{x}_{y}", middle[0] + 0.5, middle[1] + 0.5,
                monsterId=monster, maxCount=count, respawnTime=respawn * 1000, spawnRadius=48,
                patrol=Reference(way),
            )

    def free_near(self, x, y):
        """The nearest tile on which somebody can stand, with room around it when there is some."""
        def room(tile):
            return sum(
                not self.is_blocked(tile[0] + dx, tile[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
            )

        near = [
            (x + dx, y + dy) for dx in range(-3, 4) for dy in range(-3, 4)
            if not self.is_blocked(x + dx, y + dy)
        ]
        if not near:
            raise SystemExit(f"all is blocked around {x}, {y}")
        return min(near, key=lambda tile: (9 - room(tile) + abs(tile[0] - x) + abs(tile[1] - y), tile))

    def check_objects(self):
        """Stops when somebody would stand in a wall."""
        wrong = []
        for entry in sum(self.objects.values(), []):
            x = int(entry["x"] + entry["width"] / 2) // SIZE
            y = int(entry["y"] + entry["height"] / 2) // SIZE
            if entry["type"] != "Region" and self.is_blocked(x, y):
                wrong.append(f'{entry["type"]} {entry["name"]} at {x}, {y}')
            for point in entry.get("polyline", []):
                x, y = int(entry["x"] + point["x"]) // SIZE, int(entry["y"] + point["y"]) // SIZE
                if self.is_blocked(x, y):
                    wrong.append(f'{entry["name"]} at {x}, {y}')
        for name, _, _, x, y in PORTALS:
            if self.is_blocked(x, y):
                wrong.append(f"behind {name}, at {x}, {y}")
        if wrong:
            raise SystemExit("blocked: " + "; ".join(wrong))


class Reference(int):
    """The id of another object."""


def property_type(value):
    if isinstance(value, Reference):
        return "object"
    return "int" if isinstance(value, int) else "string"


TOWN_THINGS = [
    # The quarter of the north-west: the smithy and the inn.
    ("blue_house", 49, 54), ("red_house", 55, 53), ("cottage", 49, 59), ("barrel", 53, 59),
    ("crate", 54, 59), ("barrel", 54, 60), ("well", 56, 57), ("oak", 48, 50), ("bush", 60, 51),
    # North-east: the market hall and gardens.
    ("red_house", 69, 53), ("blue_house", 74, 54), ("blossom", 71, 57), ("blossom", 77, 58),
    ("cottage", 73, 59), ("bush", 79, 50), ("berries", 78, 50), ("crate", 76, 59), ("bush", 67, 50),
    # South-west.
    ("cottage", 49, 71), ("red_house", 48, 77), ("blue_house", 54, 77), ("oak", 54, 71),
    ("barrel", 52, 71), ("crate", 53, 77), ("berries", 60, 75), ("bush", 49, 72), ("blossom", 57, 72),
    # South-east.
    ("red_house", 73, 71), ("cottage", 69, 77), ("blue_house", 74, 77), ("oak", 70, 72),
    ("crate", 72, 77), ("barrel", 72, 76), ("bush", 79, 72), ("berries", 78, 72),
    # The plaza: fountains at its corners, stalls and lamps along it.
    ("fountain", 57, 60), ("fountain", 68, 60), ("fountain", 57, 70), ("fountain", 68, 70),
    ("red_stall", 61, 57), ("blue_stall", 65, 57), ("blue_stall", 61, 72), ("red_stall", 65, 72),
    ("lamp", 60, 61), ("lamp", 67, 61), ("lamp", 60, 67), ("lamp", 67, 67),
    ("lamp", 60, 50), ("lamp", 67, 52), ("lamp", 60, 78), ("lamp", 67, 78),
    ("lamp", 52, 61), ("lamp", 52, 67), ("lamp", 77, 67), ("lamp", 78, 61),
]
FAR_THINGS = [
    ("signpost", 67, 43), ("signpost", 42, 61), ("signpost", 85, 61), ("signpost", 67, 86),
    # A hamlet in the snow, and the shrine above it.
    ("snowy_house", 15, 26), ("snowy_house", 24, 30), ("lamp", 21, 25), ("arch", 17, 19),
    ("pillar", 15, 20), ("pillar", 20, 20),
    # The mouth of the hollow, and the way out of it.
    ("mine", 47, 11), ("daylight", 5, 6), ("signpost", 51, 14), ("crate", 45, 12), ("barrel", 44, 12),
    # The lodge by the lake in the forest.
    ("cottage", 90, 27), ("cottage", 84, 28), ("crate", 93, 27), ("barrel", 93, 28),
    # The farm.
    ("red_house", 43, 92), ("cottage", 38, 94), ("well", 48, 90), ("barrel", 47, 91),
    # The fisher's huts by the lake of the south-west.
    ("cottage", 11, 88), ("cottage", 17, 89), ("crate", 15, 89),
    # The oasis and the ruins in the desert.
    ("red_stall", 84, 116), ("crate", 86, 116), ("arch", 112, 88),
    ("pillar", 109, 87), ("pillar", 115, 87), ("pillar", 109, 91), ("pillar", 115, 91),
]
SPAWNS = [
    ("town-square", 65, 65), ("square-north-west", 62, 62), ("square-north-east", 65, 62),
    ("square-south-west", 62, 65), ("north-gate", 64, 42), ("east-gate", 85, 64),
    ("south-gate", 64, 86), ("west-gate", 42, 64), ("snow-shrine", 22, 22), ("forest-lodge", 88, 30),
    ("farm", 49, 93), ("lakeside", 15, 84), ("oasis", 82, 113), ("desert-ruins", 112, 84),
]
AREAS = [
    ("Four Corners", "town", 46, 46, 36, 36, "announce:Welcome to Four Corners"),
    ("Frost Shrine", "danger_zone", 2, 16, 25, 16, "announce:The air is still and cold"),
    ("Sunken Court", "danger_zone", 102, 78, 22, 20, "announce:Old stones watch you"),
    ("Deepwood", "danger_zone", 106, 2, 20, 44, "announce:No birds sing here"),
    ("The Hollow", "danger_zone", 1, 1, 24, 13, "announce:The dark breathes"),
]
# Each two tiles wide; then where it leads.
PORTALS = [
    ("frost-arch", 17, 19, 112, 91), ("sun-arch", 112, 88, 18, 22),
    ("hollow-mouth", 47, 11, 6, 9), ("hollow-daylight", 5, 6, 48, 14),
]
PEOPLE = [
    ("Marta the smith", "blacksmith", 52, 56, "smithy"),
    ("Old Tomas", "town_elder", 66, 68, None),
    ("Jonna", "fruit_seller", 62, 59, "fruit_stall"),
    ("Warden Isk", "gate_warden", 61, 45, None),
    ("Warden Ruk", "gate_warden", 82, 66, None),
    ("Farmer Bram", "farmer", 48, 95, None),
    ("Lodge keeper Vey", "lodge_keeper", 88, 32, "lodge"),
    ("Sister Ane", "shrine_keeper", 24, 24, None),
    ("Digger Holm", "miner", 50, 13, None),
    ("Tariq of the wells", "oasis_trader", 82, 117, "oasis_stall"),
    ("Wren the apothecary", "alchemist", 69, 62, "apothecary"),
]
CHESTS = [
    ("lodge-chest", "forest_chest", 94, 29), ("ruins-chest", "desert_chest", 112, 93),
    ("hollow-chest", "crypt_chest", 21, 6), ("farm-chest", "farm_chest", 41, 95),
    ("lake-chest", "lake_chest", 15, 91),
]
# Kind, how many, seconds until the next one comes, area in tiles. The further from town, the worse.
MONSTERS = [
    # The meadows before the walls.
    ("meadow_slime", 8, 20, 69, 36, 12, 8),
    ("meadow_slime", 7, 20, 48, 37, 10, 7),
    ("meadow_slime", 7, 20, 37, 67, 8, 10),
    ("meadow_slime", 7, 20, 84, 50, 8, 10),
    ("meadow_slime", 8, 20, 48, 85, 12, 7),
    ("meadow_slime", 6, 20, 68, 84, 10, 8),
    # Fields, orchards, and the shore of the lake.
    ("field_boar", 7, 25, 52, 102, 8, 10),
    ("field_boar", 7, 25, 34, 104, 10, 8),
    ("field_boar", 6, 25, 20, 72, 9, 8),
    ("field_boar", 6, 25, 4, 90, 8, 9),
    ("dusk_bat", 7, 25, 40, 114, 12, 8),
    ("dusk_bat", 6, 25, 18, 112, 12, 9),
    ("dusk_bat", 6, 25, 45, 28, 8, 5),
    # The forest of the north-east.
    ("forest_wolf", 6, 30, 72, 12, 10, 8),
    ("forest_wolf", 6, 30, 97, 38, 12, 8),
    ("forest_wolf", 5, 30, 80, 20, 10, 8),
    ("goblin_warrior", 6, 35, 106, 44, 10, 8),
    ("goblin_warrior", 6, 35, 112, 32, 10, 8),
    ("forest_spider", 6, 35, 110, 20, 12, 8),
    ("forest_spider", 6, 35, 88, 5, 12, 6),
    ("forest_spider", 5, 35, 114, 6, 9, 8),
    # The snow of the north-west.
    ("frost_wolf", 5, 40, 47, 19, 7, 5),
    ("frost_wolf", 6, 40, 16, 40, 12, 8),
    ("frost_wolf", 6, 40, 5, 30, 10, 9),
    ("frost_wolf", 5, 40, 6, 52, 12, 8),
    ("frost_wisp", 5, 45, 4, 17, 8, 9),
    ("frost_wisp", 4, 45, 26, 34, 8, 8),
    # The desert of the south-east.
    ("sand_scorpion", 6, 40, 100, 70, 9, 8),
    ("sand_scorpion", 6, 40, 76, 100, 8, 7),
    ("sand_scorpion", 6, 40, 85, 89, 6, 6),
    ("sand_scorpion", 5, 40, 68, 118, 8, 6),
    ("bone_guard", 5, 45, 107, 94, 9, 6),
    ("bone_guard", 5, 45, 91, 116, 8, 7),
    # The hollow.
    ("cave_slime", 6, 40, 9, 3, 7, 6),
    ("dusk_bat", 5, 30, 10, 8, 4, 4),
    ("bone_guard", 4, 45, 16, 5, 6, 6),
    ("crypt_keeper", 1, 300, 19, 7, 3, 3),
]
# Kind, how many, seconds, and the way in tiles that they walk to and fro.
PATROLS = [
    ("goblin_warrior", 3, 40, [(104, 56), (108, 55), (112, 56), (115, 54)]),
    ("bone_guard", 2, 60, [(108, 85), (112, 83), (117, 85), (117, 90)]),
    ("forest_wolf", 3, 30, [(91, 37), (95, 34), (95, 31)]),
]
