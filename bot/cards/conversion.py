"""What a conversion did or would do: created, used, left out, filled in, and what differs and stays."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.views import Conversion, ConversionCandidate, QualificationPreview
from app.domain.conversion import TARGETS, Kept, Way
from app.domain.event import Kind
from app.domain.lead import Lead
from app.languages.reader import Reader
from app.languages.values import filled_in, kind_name
from bot.cards import layout
from bot.cards.elements import Part
from bot.cards.form import Fields
from bot.cards.history import say
from bot.cards.literal import shorten

EXPANDED = "choices"
"""The value that a qualify form carries where it offers every choice, also where nothing is there to use."""

_MOST_KEPT = 6


def conversion_lines(reader: Reader, conversion: Conversion | None) -> list[Part]:
    """What a conversion did; nothing for none."""
    if conversion is None:
        return []
    log = conversion.log
    pairs = [
        (reader.t("conversion.created"), _named(reader, conversion, log.created)),
        (reader.t("conversion.used"), _named(reader, conversion, log.used)),
        (reader.t("conversion.skipped"), ", ".join(kind_name(reader, kind) for kind in log.skipped)),
        (reader.t("conversion.filled"), filled_in(reader, log)),
    ]
    return [*layout.facts(pairs), *side_by_side(reader, conversion)]


def side_by_side(reader: Reader, conversion: Conversion | None) -> list[Part]:
    """Where a record that is used differs from the lead: "Phone: lead +49 …, contact +44 …"."""
    if conversion is None or not conversion.log.kept:
        return []
    kept = conversion.log.kept
    rows = layout.facts(
        (reader.t(f"field.{one.field}"), _differs(reader, conversion, one)) for one in kept[:_MOST_KEPT]
    )
    rest = reader.t("conversion.more", count=len(kept) - _MOST_KEPT) if len(kept) > _MOST_KEPT else ""
    title = layout.quiet(reader.t("conversion.kept"), 200, spacing="medium")
    return layout.parts(title, *rows, layout.quiet(rest, spacing="small"))


def target_inputs(fields: Fields, lead: Lead, preview: QualificationPreview) -> list[Part]:
    """For organization, contact and opportunity: the choice where there is one, else the sentence that says
    what will be created."""
    reader = fields.reader
    new = {
        Kind.ORGANIZATION: lead.company,
        Kind.CONTACT: lead.name if lead.names_a_person else "",
        Kind.OPPORTUNITY: preview.opportunity_name,
    }
    found: list[Part] = []
    for kind in TARGETS:
        if preview.candidates.get(kind) or is_expanded(fields) or kind.value in fields.form.problems:
            found += _target(fields, preview, kind, new[kind])
        elif new[kind] and kind is not Kind.OPPORTUNITY:
            said = reader.t(f"form.will.{kind}_new", name=shorten(new[kind], 80))
            found += layout.parts(layout.line(layout.run(said, 240), spacing="small"))
    return found


def is_expanded(fields: Fields) -> bool:
    """Whether the form offers every choice."""
    return fields.value(EXPANDED) != ""


def offers_all(fields: Fields, preview: QualificationPreview) -> bool:
    """Whether every choice is offered already."""
    return is_expanded(fields) or all(preview.candidates.get(kind) for kind in TARGETS)


def usual_targets(preview: QualificationPreview) -> dict[str, str]:
    """What the choices show before anybody chooses."""
    return {kind.value: str(target) for kind, target in preview.usual.items()}


def _target(fields: Fields, preview: QualificationPreview, kind: Kind, new: str) -> list[Part]:
    reader = fields.reader
    candidates = preview.candidates.get(kind, ())
    options = [(str(one.ref.number), _candidate(reader, one)) for one in candidates]
    chosen = fields.value(kind.value)
    if chosen.isascii() and chosen.isdigit() and chosen not in dict(options):
        options.append((chosen, f"#{chosen}"))
    if new:
        options.append((Way.NEW.value, reader.t(f"form.will.{kind}_new", name=shorten(new, 40))))
    options.append((Way.NONE.value, reader.t(f"form.will.{kind}_none")))
    return fields.choice(kind.value, options)


def _candidate(reader: Reader, one: ConversionCandidate) -> str:
    name = shorten(one.ref.name or reader.t("card.unnamed"), 34)
    why = reader.stage(one.stage) if one.stage else ""
    if one.why:
        why = reader.t(f"card.duplicate.{one.why[0]}")
    return layout.joined(f"#{one.ref.number} {name}", why or one.detail)


def _named(reader: Reader, conversion: Conversion, numbers: Mapping[Kind, int]) -> str:
    said = []
    for kind, number in numbers.items():
        name = shorten(str(conversion.names.get((kind.value, number), "")), 30)
        said.append(f"{kind_name(reader, kind)} #{number} {name}".strip())
    return ", ".join(said)


def _differs(reader: Reader, conversion: Conversion, one: Kept) -> str:
    lead, kept = (
        shorten(say(reader, conversion.names, one.field, value), 50) for value in (one.lead, one.kept)
    )
    return reader.t("conversion.differs", lead=lead, kind=kind_name(reader, one.kind), kept=kept)
