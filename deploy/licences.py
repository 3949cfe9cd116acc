"""`make licences`: writes docs/third-party-licences.md anew, from the lock files and what is installed."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "third-party-licences.md"
_WEB = ROOT / "tabs" / "web"
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ \\;]+)", re.MULTILINE)
_COPYRIGHT = re.compile(r"^\s*(Copyright (?:\(c\)|©|\d{4}).{3,120})$", re.MULTILINE | re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST = 60
"""Signs; a longer field of metadata is the whole text of a licence, not its name."""

_HEAD = """\
# Third-party licences

Made by `make licences` from the lock files; do not edit. The licence of Leadline itself is the decision of
the customer whom it belongs to: this repository grants none.

## On the server

Packages of Python that `deploy/requirements.lock` installs; each brings its licence's text along
(`*.dist-info`). Those that only other systems need are not listed.

| package | version | licence |
|---|---|---|
"""
_WEB_HEAD = """
## In the browser

Packages that the front end is built from (`tabs/web/package-lock.json`), with their copyright.

| package | version | licence | copyright |
|---|---|---|---|
"""
_TAIL = """
## Beside the code

Microsoft's JSON schemas of the Teams app manifest, in `manifest/schemas`: MIT, with the text beside them.

## The MIT licence, to which those above refer

"""
_MIT = ROOT / "manifest" / "schemas" / "LICENCE.txt"


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return 0


def page() -> str:
    """The whole page."""
    python = "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in _of_python())
    web = "".join("| " + " | ".join(row) + " |\n" for row in sorted(set(_of_web())))
    text = _MIT.read_text(encoding="utf-8").partition("Microsoft Corporation.\n\n")[2]
    return _HEAD + python + _WEB_HEAD + web + _TAIL + "".join(f"> {line}\n" for line in text.splitlines())


def _of_python() -> Iterator[tuple[str, str, str]]:
    lock = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    for name, version in _PINNED.findall(lock):
        try:
            metadata = importlib.metadata.distribution(name).metadata
        except importlib.metadata.PackageNotFoundError:
            continue
        yield name, version, _licence(metadata)


def _licence(metadata: importlib.metadata.PackageMetadata) -> str:
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classified = [
        entry.removeprefix(_CLASSIFIER)
        for entry in metadata.get_all("Classifier") or ()
        if entry.startswith(_CLASSIFIER)
    ]
    told = "".join(metadata.get_all("License") or ())
    short = told if told and len(told) <= _LONGEST and "\n" not in told else ""
    return short or ", ".join(classified) or "see its text"


def _of_web() -> Iterator[tuple[str, str, str, str]]:
    lock = json.loads((_WEB / "package-lock.json").read_text(encoding="utf-8"))
    for place, package in lock["packages"].items():
        if place and not package.get("dev"):
            name = place.rpartition("node_modules/")[2]
            yield name, package["version"], package["license"], _copyright(_WEB / place)


def _copyright(folder: Path) -> str:
    for path in sorted(folder.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if found := _COPYRIGHT.search(text):
                return found[1].strip().replace("|", "/")
    return ""


if __name__ == "__main__":
    sys.exit(main())
