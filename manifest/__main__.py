"""`python -m manifest build` makes the Teams app package, `python -m manifest validate FILE` judges one."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from manifest.package import assemble, pack, package_problems, unpack
from manifest.problem import PackageInvalid, Problem
from manifest.registration import read_configuration, register
from manifest.texts import is_command, read_texts

_FLAGS = {
    "app_id": "id of the app in Teams (default: the bot's id)",
    "bot_id": "id of the bot, registered with Microsoft Entra (default: MicrosoftAppId)",
    "domain": "host that serves bot and tab (default: that of PUBLIC_URL)",
    "version": "version of the package (default: that of the release)",
    "developer_name": "who answers for the app (default: Leadline)",
    "website_url": "page with support (default: / on the domain)",
    "privacy_url": "page on privacy (default: /privacy on the domain)",
    "terms_url": "terms of use (default: /terms on the domain)",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 when there is a valid package, 1 when there is not."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "build":
            flags = {name: getattr(options, name) or "" for name in _FLAGS}
            build(options.out, flags)
        else:
            validate(options.file)
    except PackageInvalid as cause:
        for problem in cause.problems:
            print(problem, file=sys.stderr)
        return 1
    return 0


def build(out: Path, flags: dict[str, str]) -> None:
    """Writes the package to `out`; where none can be made, none of an earlier build is left either."""
    _try(out, lambda: out.unlink(missing_ok=True))
    registration = register(flags, **read_configuration())
    files = assemble(registration, read_texts())
    _refuse_faults(files)
    archive = pack(files)
    _try(out, lambda: out.parent.mkdir(parents=True, exist_ok=True))
    _try(out, lambda: out.write_bytes(archive))
    print(f"{out}: version {registration.version} for {registration.domain}, {len(archive)} bytes")


def _try(out: Path, step: Callable[[], object]) -> None:
    try:
        step()
    except OSError as cause:
        raise PackageInvalid([Problem(str(out), "", f"cannot be written: {cause.strerror}")]) from cause


def validate(file: Path) -> None:
    """Judges a package that somebody built."""
    try:
        archive = file.read_bytes()
    except OSError as cause:
        raise PackageInvalid([Problem(str(file), "", f"cannot be read: {cause.strerror}")]) from cause
    _refuse_faults(unpack(archive))
    print(f"{file}: valid")


def _refuse_faults(files: Mapping[str, bytes]) -> None:
    if problems := package_problems(files, is_command):
        raise PackageInvalid(problems)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m manifest", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="make the Teams app package")
    building.add_argument("--out", type=Path, default=Path("dist/leadline.zip"), help="the zip to write")
    for name, meaning in _FLAGS.items():
        building.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help=meaning)
    judging = commands.add_parser("validate", help="judge a package")
    judging.add_argument("file", type=Path, help="the zip to judge")
    return parser


if __name__ == "__main__":
    sys.exit(main())
