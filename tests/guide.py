"""`python -m tests.guide`: draws the pictures of the user's guide anew, from the cards that the tests draw.

They go to docs/pictures/: a card for each task, in both languages. A test sees to it that every picture in
the guide is one of these, and that none is left over.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from tests.bot.cards import drawing, samples
from tests.pictures import install

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "docs" / "pictures"
CARDS = (
    "lead_saved",
    "qualify",
    "opportunity",
    "duplicate",
    "activity",
    "work",
    "import_checked",
    "settings",
)
"""Names of the cards in the guide."""
WIDTH = 480
COLOURS = 64
"""A card has few: its picture stays small."""


def main() -> None:
    """Draws all of them."""
    install()
    PLACE.mkdir(parents=True, exist_ok=True)
    with drawing.easel() as easel:
        for language, reader in samples.READERS.items():
            for name in CARDS:
                easel.draw(samples.BUILDERS[name](reader, samples.TYPICAL).to_dict(), "light", WIDTH)
                path = PLACE / f"{name}-{language}.png"
                easel.picture(path)
                Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{PLACE}\n")


if __name__ == "__main__":
    main()
