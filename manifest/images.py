"""The two icons: size, and what the outline may consist of."""

from manifest.png import PngBroken, read_pixels, read_png
from manifest.problem import Problem

COLOR_SIZE, OUTLINE_SIZE = 192, 32
_WHITE = (255, 255, 255)


def color_problems(file: str, content: bytes) -> list[Problem]:
    """Faults of the full-colour icon."""
    return _judge(file, content, COLOR_SIZE, outline=False)


def outline_problems(file: str, content: bytes) -> list[Problem]:
    """Faults of the outline icon, which Teams tints: it has to be white on transparent."""
    return _judge(file, content, OUTLINE_SIZE, outline=True)


def _judge(file: str, content: bytes, size: int, *, outline: bool) -> list[Problem]:
    try:
        png = read_png(content)
        if (png.width, png.height) != (size, size):
            return [Problem(file, "", f"is {png.width} × {png.height} pixels instead of {size} × {size}")]
        pixels = list(read_pixels(png)) if outline else []
    except PngBroken as cause:
        return [Problem(file, "", str(cause))]
    return [Problem(file, "", fault) for fault in (_outline_faults(pixels) if outline else ())]


def _outline_faults(pixels: list[tuple[int, int, int, int]]) -> list[str]:
    faults = []
    if any(opacity and (red, green, blue) != _WHITE for red, green, blue, opacity in pixels):
        faults.append("has another colour than white")
    if all(opacity for *_, opacity in pixels):
        faults.append("has no transparent ground")
    if not any(opacity == 255 for *_, opacity in pixels):
        faults.append("shows nothing")
    return faults
