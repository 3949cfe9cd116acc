"""Draws the two icons: `python -m manifest.icons.draw`. Needs Pillow, which only development installs.

The mark tells the product's story: a lead is a point inside a speech bubble; a line leads it upwards and out
of the conversation, where it has become an arrow. All measures are in a field of 32 × 32 units.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, pi, sin
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

BACKGROUND = (0x25, 0x2B, 0x78)  # also `accentColor` of the manifest
BUBBLE = (0xFF, 0xFF, 0xFF)
LINE = (0xFF, 0xB4, 0x2E)
SAFE_PART = 0.64  # of the colour icon's width: Teams crops and rounds what lies outside
FINENESS = 16  # samples per pixel and direction, so that edges have 256 shades

Point = tuple[float, float]

# Every stretch lies at 45° and ends on whole units: that keeps the small icon sharp.
TRACK: tuple[Point, ...] = ((8, 19), (12.8, 14.2), (15.8, 17.2), (30, 3))
HEAD: tuple[Point, ...] = ((22.4, 3), (30, 3), (30, 10.6))
TAIL: tuple[Point, ...] = ((14, 24), (8, 30), (8, 24))


def draw_color() -> Image.Image:
    """Full-colour icon, 192 × 192, opaque: Teams rounds the corners itself."""
    bubble, line = _Pen(192, SAFE_PART, stroke=2.6, node=2.5).draw_mark()
    icon = Image.new("RGB", bubble.size, BACKGROUND)
    icon.paste(BUBBLE, mask=bubble)
    icon.paste(LINE, mask=line)
    return icon


def draw_outline() -> Image.Image:
    """Outline icon, 32 × 32: white on transparent, where only the transparency softens the edges."""
    bubble, line = _Pen(32, 1, stroke=2, node=2.2).draw_mark()
    icon = Image.new("RGBA", bubble.size, (255, 255, 255, 0))
    icon.putalpha(ImageChops.lighter(bubble, line))
    return icon


@dataclass(frozen=True)
class _Pen:
    """Draws on a sheet FINENESS times as fine as the icon of `size` pixels; the mark fills `part` of it."""

    size: int
    part: float
    stroke: float
    node: float

    def draw_mark(self) -> tuple[Image.Image, Image.Image]:
        """How much of each pixel the bubble and the line cover, as two grey images."""
        bubble, line = self._sheet(), self._sheet()
        self._trace(bubble, [*_bubble()])
        self._trace(line, TRACK)
        self._trace(line, HEAD)
        self._dot(line, TRACK[0], self.node)
        return bubble.reduce(FINENESS), line.reduce(FINENESS)

    def _sheet(self) -> Image.Image:
        return Image.new("L", (self.size * FINENESS, self.size * FINENESS), 0)

    def _trace(self, sheet: Image.Image, path: Sequence[Point]) -> None:
        """Draws along a path, with round ends and joints."""
        canvas = ImageDraw.Draw(sheet)
        width = self.stroke - 1 / self._scale  # Pillow fills up to and including the edge
        for start, end in pairwise(path):
            canvas.polygon([self._place(corner) for corner in _band(start, end, width)], fill=255)
        for point in path:
            self._dot(sheet, point, self.stroke / 2)

    def _dot(self, sheet: Image.Image, centre: Point, radius: float) -> None:
        (x, y), reach = self._place(centre), radius * self._scale - 0.5
        ImageDraw.Draw(sheet).ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)

    def _place(self, point: Point) -> Point:
        # Half a sample back, as Pillow counts from the centre of a sample.
        shift = self.size * FINENESS * (1 - self.part) / 2 - 0.5
        return point[0] * self._scale + shift, point[1] * self._scale + shift

    @property
    def _scale(self) -> float:
        return self.size * self.part * FINENESS / 32


def _bubble() -> Iterator[Point]:
    """A rounded speech bubble from its top edge round to the right one, open where the line breaks out."""
    left, top, right, bottom, radius = 1.0, 7.0, 27.0, 24.0, 6.0
    yield 18.2, top
    yield from _arc((left + radius, top + radius), radius, 1.5 * pi)
    yield from _arc((left + radius, bottom - radius), radius, pi)
    yield from reversed(TAIL)
    yield from _arc((right - radius, bottom - radius), radius, 0.5 * pi)
    yield right, 15.0


def _arc(centre: Point, radius: float, start: float, steps: int = 32) -> Iterator[Point]:
    """A quarter of a circle, anticlockwise as seen on the screen."""
    for step in range(steps + 1):
        angle = start - step / steps * pi / 2
        yield centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _band(start: Point, end: Point, width: float) -> list[Point]:
    """The four corners of a straight stroke."""
    across = atan2(end[1] - start[1], end[0] - start[0]) + pi / 2
    x, y = cos(across) * width / 2, sin(across) * width / 2
    return [
        (start[0] + x, start[1] + y),
        (end[0] + x, end[1] + y),
        (end[0] - x, end[1] - y),
        (start[0] - x, start[1] - y),
    ]


def main() -> None:
    """Writes both icons beside this module."""
    folder = Path(__file__).parent
    draw_color().save(folder / "color.png", optimize=True)
    draw_outline().save(folder / "outline.png", optimize=True)


if __name__ == "__main__":
    main()
