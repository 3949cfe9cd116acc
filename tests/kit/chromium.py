"""A Chromium for the tests: the system's, or one that is installed on first use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    sys.stdout.write(f"Chromium: {require_chromium()}\n")
