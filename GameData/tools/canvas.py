"""Small pictures of RGBA pixels, and a PNG writer: Python's standard library only."""

import struct
import zlib

CLEAR = (0, 0, 0, 0)


def colour(text, alpha=255):
    """'#6a994e' as an RGBA tuple."""
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16), alpha)


class Canvas:
    """A picture whose pixels outside are ignored when written and clear when read."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.rows = [[CLEAR] * width for _ in range(height)]

    def get(self, x, y):
        inside = 0 <= x < self.width and 0 <= y < self.height
        return self.rows[y][x] if inside else CLEAR

    def put(self, x, y, pixel):
        if 0 <= x < self.width and 0 <= y < self.height:
            self.rows[y][x] = pixel

    def rect(self, x, y, width, height, pixel):
        for row in range(y, y + height):
            for column in range(x, x + width):
                self.put(column, row, pixel)

    def frame(self, x, y, width, height, pixel):
        self.rect(x, y, width, 1, pixel)
        self.rect(x, y + height - 1, width, 1, pixel)
        self.rect(x, y, 1, height, pixel)
        self.rect(x + width - 1, y, 1, height, pixel)

    def ellipse(self, cx, cy, rx, ry, pixel):
        for y in range(int(cy - ry) - 1, int(cy + ry) + 2):
            for x in range(int(cx - rx) - 1, int(cx + rx) + 2):
                if ((x + 0.5 - cx) / rx) ** 2 + ((y + 0.5 - cy) / ry) ** 2 <= 1:
                    self.put(x, y, pixel)

    def line(self, x0, y0, x1, y1, pixel):
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            self.put(round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps), pixel)

    def outline(self, pixel):
        """Draws a border of one pixel around everything that is not clear."""
        edge = [
            (x, y)
            for y in range(self.height)
            for x in range(self.width)
            if self.get(x, y)[3] < 200
            and any(self.get(x + dx, y + dy)[3] > 200 for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))
        ]
        for x, y in edge:
            self.put(x, y, pixel)

    def shadow(self, cx, cy, rx, ry):
        self.ellipse(cx, cy, rx, ry, (30, 40, 30, 80))

    def paste(self, other, x, y):
        for row in range(other.height):
            for column in range(other.width):
                if other.rows[row][column][3]:
                    self.put(x + column, y + row, other.rows[row][column])

    def cut(self, x, y, size):
        piece = Canvas(size, size)
        piece.rows = [[self.get(x + column, y + row) for column in range(size)] for row in range(size)]
        return piece

    def is_clear(self):
        return all(pixel[3] == 0 for row in self.rows for pixel in row)

    def key(self):
        return tuple(tuple(row) for row in self.rows)


def png(canvas):
    """The picture as an indexed PNG."""
    palette = sorted({pixel for row in canvas.rows for pixel in row}, key=lambda p: (p[3], p))
    assert len(palette) <= 256, f"{len(palette)} colours do not fit an indexed PNG"
    index = {pixel: number for number, pixel in enumerate(palette)}

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    lines = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in canvas.rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", canvas.width, canvas.height, 8, 3, 0, 0, 0))
        + chunk(b"PLTE", b"".join(bytes(pixel[:3]) for pixel in palette))
        + chunk(b"tRNS", bytes(pixel[3] for pixel in palette))
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )
