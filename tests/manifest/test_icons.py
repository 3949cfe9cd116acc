"""The icons: as drawn, as Teams wants them, and faulty ones."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import manifest.icons
from manifest.icons.draw import draw_color, draw_outline
from manifest.images import color_problems, outline_problems
from manifest.png import PngBroken, read_pixels, read_png

FOLDER = Path(str(manifest.icons.__file__)).parent
OUTLINE = (FOLDER / "outline.png").read_bytes()


def save(image: Image.Image) -> bytes:
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(("name", "draw"), [("color.png", draw_color), ("outline.png", draw_outline)])
def test_the_committed_icon_is_what_the_code_draws(name: str, draw: Callable[[], Image.Image]) -> None:
    with Image.open(FOLDER / name) as committed:
        drawn = draw()
        assert (committed.mode, committed.size) == (drawn.mode, drawn.size)
        assert committed.tobytes() == drawn.tobytes()


def test_the_icons_are_what_teams_wants() -> None:
    assert color_problems("color.png", (FOLDER / "color.png").read_bytes()) == []
    assert outline_problems("outline.png", OUTLINE) == []


def test_the_edges_are_soft() -> None:
    opacities = {opacity for *_, opacity in read_pixels(read_png(OUTLINE))}
    assert len(opacities) > 10


def outline(change: Callable[[Image.Image], None]) -> bytes:
    image = draw_outline()
    change(image)
    return save(image)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (save(draw_outline().resize((64, 64))), "is 64 × 64 pixels instead of 32 × 32"),
        (save(draw_outline().convert("RGB")), "is not stored as RGBA"),
        (outline(lambda image: image.putpixel((9, 9), (255, 0, 0, 3))), "has another colour than white"),
        (outline(lambda image: image.putalpha(255)), "has no transparent ground"),
        (outline(lambda image: image.putalpha(0)), "shows nothing"),
        (OUTLINE[:200], "is cut off"),
        (OUTLINE[:200] + b"\0" + OUTLINE[201:], "is damaged"),
        (b"GIF89a", "is no PNG file"),
        (b"", "is no PNG file"),
    ],
)
def test_a_faulty_outline_is_named(content: bytes, expected: str) -> None:
    assert any(expected in str(problem) for problem in outline_problems("outline.png", content))


def test_a_small_color_icon_is_named() -> None:
    [problem] = color_problems("color.png", save(draw_color().resize((96, 96))))
    assert str(problem) == "color.png: is 96 × 96 pixels instead of 192 × 192"


@given(width=st.integers(1, 9), height=st.integers(1, 9), data=st.data())
def test_pixels_are_read_as_an_imaging_library_reads_them(
    width: int, height: int, data: st.DataObject
) -> None:
    size = width * height * 4
    raw = data.draw(st.binary(min_size=size, max_size=size))
    image = Image.frombytes("RGBA", (width, height), raw)
    assert b"".join(map(bytes, read_pixels(read_png(save(image))))) == raw


@given(start=st.integers(8, len(OUTLINE) - 1), noise=st.binary(min_size=1, max_size=40))
def test_damaged_files_are_refused_and_nothing_else_happens(start: int, noise: bytes) -> None:
    content = OUTLINE[:start] + noise + OUTLINE[start + len(noise) :]
    if content != OUTLINE:
        with pytest.raises(PngBroken):
            list(read_pixels(read_png(content)))
