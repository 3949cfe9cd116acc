"""`python -m tests.pictures`: pictures of all cards, in both languages, light, dark and narrow.

They go to pictures/ (not committed), one PNG a card, and contact sheets of all of them to look at.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from tests.bot.cards import drawing, samples

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "pictures"
LOOKS = (("light", 480), ("dark", 480), ("light", 320))
_SHEET = 2600
_GAP = 12


def main(wanted: Sequence[str] = ()) -> None:
    """Draws the cards named in `wanted`, or all of them."""
    install()
    PLACE.mkdir(exist_ok=True)
    with drawing.easel() as easel:
        for language, reader in samples.READERS.items():
            for theme, width in LOOKS:
                pictures = list(_draw(easel, reader.language, theme, width, wanted))
                _sheet(pictures, PLACE / f"sheet-{language}-{theme}-{width}.png")
    sys.stdout.write(f"{PLACE}\n")


def install() -> None:
    """Brings the renderer where it is missing."""
    if drawing.MODULES.exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to install Microsoft's card renderer")
    subprocess.run([npm, "ci"], cwd=drawing.MODULES.parent, check=True)


def _draw(
    easel: drawing.Easel, language: str, theme: str, width: int, wanted: Sequence[str]
) -> Iterator[Path]:
    for name, build in samples.BUILDERS.items():
        if wanted and name not in wanted:
            continue
        easel.draw(build(samples.READERS[language], samples.TYPICAL).to_dict(), theme, width)
        path = PLACE / f"{name}-{language}-{theme}-{width}.png"
        easel.picture(path)
        yield path


def _sheet(paths: Sequence[Path], target: Path) -> None:
    """Lays pictures out in columns, each next one into the shortest."""
    images = [Image.open(path).convert("RGB") for path in paths]
    if not images:
        return
    width = images[0].width + _GAP
    heights = [0] * min(_SHEET // width, len(images))
    places = []
    for image in images:
        column = heights.index(min(heights))
        places.append((column * width, heights[column]))
        heights[column] += image.height + _GAP
    sheet = Image.new("RGB", (width * len(heights), max(heights)), images[0].getpixel((0, 0)))
    for image, place in zip(images, places, strict=True):
        sheet.paste(image, place)
    sheet.save(target)


if __name__ == "__main__":
    main(sys.argv[1:])
