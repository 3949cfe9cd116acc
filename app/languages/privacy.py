"""What is kept on a person, in words: for the card, the page that is handed over, and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.crm.privacy.disclosing import Disclosure, Happened, Imported
from app.crm.privacy.findings import Finding
from app.domain.erasure import SubjectKind
from app.domain.imports import RowNote
from app.languages.names import locale_name, name_in
from app.languages.notes import row_sentence
from app.languages.reader import Reader
from app.languages.settings import say_setting
from app.languages.values import Names, event_name, fields_told, kind_name, say_value


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept: a line, and for a record its fields below it."""

    text: str
    fields: tuple[str, ...] = ()


Section = tuple[str, list[Item]]


def finding_title(reader: Reader, one: Finding, excerpts: Sequence[str] = ()) -> str:
    """What a finding is, and where it speaks of the person."""
    if one.number and one.reason != "import":
        kind = kind_name(reader, one.kind) if one.kind else ""
        what = f"{kind} #{one.number} {one.name}".strip()
    elif one.reason == "import":
        what = reader.t("person.import", id=one.number, name=one.name)
    else:
        what = one.name
    why = reader.t(f"person.reason.{one.reason}")
    doubt = "" if one.certain or one.own else reader.t("person.namesake")
    quoted = (reader.t("person.quoted", text=text) for text in excerpts)
    return " · ".join(text for text in (what, why, doubt, *quoted) if text)


def sections_of(reader: Reader, found: Disclosure) -> list[Section]:
    """All that is kept on somebody, by heading; nothing of what is not there."""
    names = found.names
    records = {
        name: [_record(reader, names, one) for one in some]
        for name, some in (("records", found.records), ("activities", found.activities))
    }
    lists = "own_lists" if found.subject.kind is SubjectKind.MEMBER else "lists"
    lines: list[tuple[str, Iterable[str]]] = [
        ("member", _member(reader, found.member)),
        ("deals", (_deal(reader, one) for one in found.deals)),
        ("history", (_event(reader, names, one) for one in found.events)),
        ("mentions", (finding_title(reader, one, one.excerpts) for one in found.mentions)),
        ("imports", (_imported(reader, one) for one in found.imports)),
        (lists, found.lists),
        ("counts", (f"{event_name(reader, name)}: {reader.count(n)}" for name, n in found.counts.items())),
        ("conversations", (_conversation(reader, one) for one in found.conversations)),
        ("turns", (_turn(reader, one) for one in found.turns)),
        ("words", [", ".join(found.words)] if found.words else []),
    ]
    told = {name: [Item(text) for text in texts] for name, texts in lines}
    sections = {"member": told["member"], **records, **told}
    return [(reader.t(f"person.section.{name}"), items) for name, items in sections.items() if items]


def _record(reader: Reader, names: Names, values: Mapping[str, Any]) -> Item:
    shown = {name: value for name, value in values.items() if name not in ("kind", "number", "version")}
    return Item(_numbered(reader, values), tuple(_fields(reader, names, _as_read(shown))))


def _fields(reader: Reader, names: Names, values: Mapping[str, Any]) -> list[str]:
    said = ((_label(reader, name), say_value(reader, names, name, value)) for name, value in values.items())
    return [f"{label}: {text}" for label, text in said if text]


def _as_read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain fields as they are read; what was called off was not done then."""
    told = fields_told(values)
    called_off = told.pop("cancelled", False)
    renamed = {"done_at": "cancelled_at"} if called_off else {}
    return {renamed.get(name, name): value for name, value in told.items()}


def _member(reader: Reader, values: Mapping[str, Any]) -> list[str]:
    """What is kept on a colleague."""
    said: dict[str, Callable[[str], str]] = {
        "role": lambda role: reader.t(f"member_role.{role}"),
        "language": lambda language: name_in(language, reader.language),
        "locale": lambda locale: locale_name(locale, reader.language),
        "country": lambda country: say_setting(reader, "country", country),
        "time_zone": lambda zone: say_setting(reader, "time_zone", zone),
    }
    worded = {name: said[name](value) for name, value in values.items() if name in said and value}
    return _fields(reader, {}, {**values, **worded})


def _label(reader: Reader, name: str) -> str:
    for key in (f"person.field.{name}", f"field.{name}"):
        if reader.has(key):
            return reader.t(key)
    return name


def _deal(reader: Reader, values: Mapping[str, Any]) -> str:
    role = reader.t(f"person.as.{values['as']}")
    return f"{_numbered(reader, values)} {values['name']} · {role}"


def _numbered(reader: Reader, values: Mapping[str, Any]) -> str:
    return f"{kind_name(reader, values['kind'])} #{values['number']}"


def _event(reader: Reader, names: Names, one: Happened) -> str:
    told = []
    sides = [_as_read(side) for side in (one.before, one.after)]
    for name in {**sides[0], **sides[1]}:
        before, after = (say_value(reader, names, name, side.get(name)) for side in sides)
        if before or after:
            told.append(f"{_label(reader, name)}: {_change(reader, before, after)}")
    said = f"#{one.number} {event_name(reader, one.name)}"
    head = " · ".join(filter(None, (reader.moment(one.at), one.by, said)))
    return f"{head}: {'; '.join(told)}" if told else head


def _change(reader: Reader, before: str, after: str) -> str:
    """What a field became; what it was, where it was anything."""
    if not before:
        return after
    return reader.t("card.change", before=before, after=after or reader.t("card.nothing"))


def _imported(reader: Reader, one: Imported) -> str:
    """A row of a file: its cells while it waits, else what became of it."""
    if "fate" in one.told:
        note = RowNote.read(one.told)
        said = row_sentence(note, reader)
        return " · ".join((one.file_name, said if note.name in said else f"{note.name} · {said}"))
    row = reader.t("person.row", row=one.row)
    return f"{one.file_name} · {row}: {'; '.join(_cells(reader, one.told))}"


def _cells(reader: Reader, told: Mapping[str, Any]) -> list[str]:
    """What a row says by field, then by the titles of its columns what no field could hold, and when somebody
    spoke with the person. Rows of earlier files tell less of that."""
    more: list[Any] = [*told["more"], *((), False, None)[len(told["more"]) :]]
    columns = [f"{title}: {text}" for _, title, text, *_ in more[0]]
    if more[2]:
        title, at = more[2]
        columns.append(f"{title}: {say_value(reader, {}, 'done_at', at)}")
    return [*_fields(reader, {}, told["values"]), *columns]


def _conversation(reader: Reader, values: Mapping[str, Any]) -> str:
    key = f"person.conversation.{values['kind']}"
    kind = reader.t(key) if reader.has(key) else values["kind"]
    greeted = values["greeted_at"]
    told = (values["conversation_id"], kind, values["service_url"], values["bot_id"])
    said = reader.t("person.greeted", moment=reader.moment(greeted)) if greeted else ""
    return " · ".join(filter(None, (*told, said)))


def _turn(reader: Reader, values: Mapping[str, Any]) -> str:
    ids = (values["conversation_id"], values["activity_id"])
    return " · ".join(filter(None, (*ids, reader.moment(values["at"]))))
