"""Draws cards as Teams does: Microsoft's renderer with the Teams host configs, in headless Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.kit.chromium import ARGUMENTS, require_chromium

MODULES = Path(__file__).parents[2] / "node" / "node_modules"
_RENDERER = MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js"
_DESIGNER = MODULES / "adaptivecards-designer"
THEMES = ("light", "dark")
_PAGES = {"light": "#f5f5f5", "dark": "#1f1f1f"}

_SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cards</title><style>
@font-face { font-family: "Segoe UI"; src: local("Liberation Sans"); font-weight: 400 }
@font-face { font-family: "Segoe UI"; src: local("Liberation Sans Bold"); font-weight: 600 }
body { margin: 0; padding: 16px; font-family: "Segoe UI", sans-serif; font-size: 14px }
#card { border-radius: 6px; overflow: hidden; box-shadow: 0 1px 3px rgba(0,0,0,.25) }
</style><style id="theme"></style></head><body><div id="card"></div></body></html>"""

_DRAW = """([json, theme, width]) => {
  const AC = window.AdaptiveCards, place = document.getElementById("card");
  const { config, css, page } = window.themes[theme];
  const style = document.getElementById("theme");
  // Styles that are set anew are worked out anew.
  if (style.textContent !== css) style.textContent = css;
  document.body.style.background = page;
  place.style.width = width + "px";
  place.replaceChildren();
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig(config);
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  card.parse(json, context);
  const events = [];
  for (let i = 0; i < context.eventCount; i++) events.push(context.getEventAt(i).message);
  card.validateProperties().validationEvents.forEach(e => events.push(e.message));
  const drawn = card.render();
  if (drawn) place.appendChild(drawn);
  const box = place.getBoundingClientRect();
  const wide = [...place.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > box.right + 1);
  const cut = [...place.querySelectorAll("button")].filter(e => e.scrollWidth > e.clientWidth + 1);
  const named = e => e.getAttribute("aria-label") || e.labels?.length || e.getAttribute("aria-labelledby");
  return {
    events,
    text: place.innerText,
    wide: wide.map(e => e.className + ": " + e.innerText.slice(0, 60)),
    cut: cut.map(e => e.innerText),
    links: [...place.querySelectorAll("a[href], b, i, code, em, strong, img, script")].length,
    unnamed: [...place.querySelectorAll("input, textarea, select, button")].filter(
      e => !named(e) && !e.innerText.trim()).length,
    inputs: Object.fromEntries([...place.querySelectorAll("input, textarea, select")].map(
      (e, i) => [card.getAllInputs()[i]?.id, e.value])),
  };
}"""


@dataclass(frozen=True)
class Drawn:
    """A card on the screen. `events` are the renderer's complaints; `wide` what reaches out of the card;
    `cut` the titles of buttons that are not whole; `links` counts what only Markdown or HTML could make;
    `unnamed` inputs and buttons without a name for screen readers; `inputs` the values by id."""

    events: list[str]
    text: str
    wide: list[str]
    cut: list[str]
    links: int
    unnamed: int
    inputs: dict[str, str]


class Easel:
    """A browser page that cards are drawn on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.set_content(_SHELL)
        page.add_script_tag(path=_RENDERER)
        # Once: they are far longer than a card.
        page.evaluate("themes => { window.themes = themes }", {theme: _theme(theme) for theme in THEMES})

    def draw(self, card: dict[str, Any], theme: str = "light", width: int = 480) -> Drawn:
        """Draws a card, `width` CSS pixels wide."""
        return Drawn(**self._page.evaluate(_DRAW, [card, theme, width]))

    def picture(self, path: Path) -> None:
        """Saves what was drawn last, as PNG."""
        box = self._page.locator("#card").bounding_box()
        assert box is not None
        clip = {"x": 0.0, "y": 0.0, "width": box["width"] + 32, "height": box["height"] + 32}
        self._page.screenshot(path=path, clip=clip, full_page=True)  # type: ignore[arg-type]


@contextmanager
def easel() -> Iterator[Easel]:
    """An easel in a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require_chromium(), args=ARGUMENTS)
        try:
            yield Easel(browser.new_page(viewport={"width": 720, "height": 900}))
        finally:
            browser.close()


def _theme(name: str) -> dict[str, Any]:
    """What makes cards look as in Teams with that theme."""
    config = json.loads(_read(f"lib/hostConfigs/microsoft-teams-{name}.json"))
    return {
        "config": config,
        "css": _read(f"dist/containers/teams-container-{name}.css"),
        "page": _PAGES[name],
    }


def _read(name: str) -> str:
    return (_DESIGNER / name).read_text(encoding="utf-8")
