"""The package as a whole: its files by name, how they are zipped, and all that may be wrong with them."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import orjson

from manifest.document import find_items, find_text, parse_document
from manifest.images import color_problems, outline_problems
from manifest.localization import localization_problems, localize
from manifest.problem import PackageInvalid, Problem
from manifest.registration import Registration
from manifest.rules import MANIFEST, manifest_problems
from manifest.schema import LOCALIZATION_SCHEMA, MANIFEST_SCHEMA, schema_problems
from manifest.template import COLOR_ICON, OUTLINE_ICON, compose_localization, compose_manifest, language_file
from manifest.texts import Texts
from manifest.wording import IsCommand, wording_problems

Files = Mapping[str, bytes]

_ICONS = Path(__file__).parent / "icons"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: equal content gives equal bytes
_FILE_LIMIT = 4 * 1024 * 1024  # bytes of one unpacked file


def assemble(registration: Registration, languages: Sequence[Texts]) -> dict[str, bytes]:
    """The files of the package, by name; `languages` begins with the default language."""
    return {
        MANIFEST: _json(compose_manifest(registration, languages)),
        **{language_file(texts.language): _json(compose_localization(texts)) for texts in languages},
        **{icon: (_ICONS / icon).read_bytes() for icon in (COLOR_ICON, OUTLINE_ICON)},
    }


def pack(files: Files) -> bytes:
    """A zip that is the same, byte for byte, whenever the files are the same."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            package.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """The files of a zip; raises PackageInvalid when it is none, or holds what no package holds."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _refuse_entries(entries)
            return {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError) as cause:
        raise PackageInvalid([Problem("", "", f"is no readable zip: {cause}")]) from cause


def _refuse_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    times = Counter(entry.filename for entry in entries)
    problems = [Problem(name, "", "is in the zip more than once") for name in times if times[name] > 1]
    problems += [
        Problem(entry.filename, "", "is too large") for entry in entries if entry.file_size > _FILE_LIMIT
    ]
    if problems:
        raise PackageInvalid(problems)


def package_problems(files: Files, is_command: IsCommand) -> list[Problem]:
    """Everything that is wrong with a package, file by file."""
    if MANIFEST not in files:
        return [Problem(MANIFEST, "", "is missing from the top of the package")]
    manifest, problems = parse_document(MANIFEST, files[MANIFEST])
    if problems:
        return problems
    return [
        *schema_problems(MANIFEST, manifest, MANIFEST_SCHEMA),
        *manifest_problems(manifest),
        *wording_problems(MANIFEST, manifest, is_command),
        *_language_problems(files, manifest, is_command),
        *_icon_problems(files, manifest),
        *_stray_files(files, manifest),
    ]


def _language_problems(files: Files, manifest: Mapping[str, object], is_command: IsCommand) -> list[Problem]:
    problems: list[Problem] = []
    for file in _language_files(manifest):
        if file not in files:
            problems.append(Problem(file, "", "is missing"))
            continue
        texts, faults = parse_document(file, files[file])
        problems += faults or [
            *schema_problems(file, texts, LOCALIZATION_SCHEMA),
            *localization_problems(file, manifest, texts),
            *wording_problems(file, localize(manifest, texts), is_command),
        ]
    return problems


def _icon_problems(files: Files, manifest: Mapping[str, object]) -> list[Problem]:
    problems: list[Problem] = []
    for kind, judge in (("color", color_problems), ("outline", outline_problems)):
        if not (file := find_text(manifest, f"icons.{kind}")):
            continue  # the schema has said so
        problems += judge(file, files[file]) if file in files else [Problem(file, "", "is missing")]
    return problems


def _stray_files(files: Files, manifest: Mapping[str, object]) -> list[Problem]:
    icons = {find_text(manifest, f"icons.{kind}") for kind in ("color", "outline", "color32x32")}
    known = {MANIFEST, *icons, *_language_files(manifest)}
    return [Problem(name, "", "is not part of the package") for name in sorted(files.keys() - known)]


def _language_files(manifest: Mapping[str, object]) -> list[str]:
    default = find_text(manifest, "localizationInfo.defaultLanguageFile")
    others = [
        find_text(entry, "file") for _, entry in find_items(manifest, "localizationInfo.additionalLanguages")
    ]
    return [file for file in (default, *others) if file]


def _json(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
