#!/usr/bin/env python3
"""Draws the tileset and the map that ship with the game. The same run gives the same bytes.

    python3 GameData/tools/make_world.py

It overwrites what was edited by hand: run it to change the tools' art, not the map's details.
"""

import json
import os

from canvas import png
from land import TILES, Land
from tileset import Tileset
from world import SIZE, World

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def write(path, content):
    with open(os.path.join(ROOT, path), "wb") as file:
        file.write(content)


def tile_layer(number, name, cells, **more):
    return {
        "data": [cell for row in cells for cell in row],
        "height": TILES,
        "id": number,
        "name": name,
        "opacity": 1,
        "type": "tilelayer",
        "visible": True,
        "width": TILES,
        "x": 0,
        "y": 0,
        **more,
    }


def object_layer(number, name, objects):
    return {
        "draworder": "topdown",
        "id": number,
        "name": name,
        "objects": objects,
        "opacity": 1,
        "type": "objectgroup",
        "visible": True,
        "x": 0,
        "y": 0,
    }


def integer(name, value):
    return {"name": name, "type": "int", "value": value}


def tiled_map(world):
    above = [{"name": "above", "type": "bool", "value": True}]
    layers = [
        tile_layer(1, "ground", world.ground),
        tile_layer(2, "decoration", world.decoration),
        tile_layer(3, "canopy", world.canopy, properties=above),
        tile_layer(4, "collision", world.collision, visible=False),
        {
            "id": 5,
            "layers": [
                object_layer(6, "places", world.objects["places"]),
                object_layer(7, "people", world.objects["people"]),
                object_layer(8, "wildlife", world.objects["wildlife"]),
            ],
            "name": "objects",
            "opacity": 1,
            "type": "group",
            "visible": True,
            "x": 0,
            "y": 0,
        },
    ]
    return {
        "compressionlevel": -1,
        "height": TILES,
        "infinite": False,
        "layers": layers,
        "nextlayerid": 9,
        "nextobjectid": world.next_object,
        "orientation": "orthogonal",
        "properties": [integer("regionEdge", 1024), integer("viewRadius", 480)],
        "renderorder": "right-down",
        "tiledversion": "1.10.2",
        "tileheight": SIZE,
        "tilesets": [{"firstgid": 1, "source": "../tilesets/frontier.json"}],
        "tilewidth": SIZE,
        "type": "map",
        "version": "1.10",
        "width": TILES,
    }


def rows(document):
    """JSON with one line per row of tiles, so that changes of a map can be read."""
    layers = [layer for layer in document["layers"] if "data" in layer]
    kept = [layer["data"] for layer in layers]
    for number, layer in enumerate(layers):
        layer["data"] = f"@{number}@"
    text = json.dumps(document, indent=1, sort_keys=True)
    for number, data in enumerate(kept):
        lines = [
            ",".join(str(cell) for cell in data[start:start + TILES])
            for start in range(0, len(data), TILES)
        ]
        text = text.replace(f'"@{number}@"', "[\n" + ",\n".join(lines) + "]")
    return text + "\n"


def main():
    land = Land()
    tileset = Tileset(land.mixed_cells())
    write("tilesets/frontier.png", png(tileset.picture()))
    description = json.dumps(tileset.description("frontier.png"), sort_keys=True)
    write("tilesets/frontier.json", (description.replace('{"id"', '\n{"id"').replace('{"tileid"', '\n{"tileid"') + "\n").encode())
    write("maps/frontier.json", rows(tiled_map(World(tileset, land))).encode())


if __name__ == "__main__":
    main()
