"""Forms: inputs filled with what is known, and the message at the field where something is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import orjson

from app.domain.event import Kind
from app.domain.fields import ASKED
from app.domain.framework import ANSWER_KEYS
from app.domain.own import is_own
from app.domain.record import LONGEST_LINE, LONGEST_TEXT
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import (
    ActionExecute,
    Card,
    Choice,
    Input,
    InputChoiceSet,
    InputDate,
    InputText,
    InputTime,
    Part,
)
from bot.cards.literal import shorten

LONGEST_TYPED = 2000
"""UTF-16 units that a form takes in a field of several lines, unless more is there already: two such fields
of any writing system fit a card, so that a form always comes back with all that was typed."""

_LONGEST_CHOICE = 60
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ROOM_FOR_CHOICES = 9_000
_ROOM_WHEN_TIGHT = 1_000
_CERTAINLY_FITS = 2_500


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form as it is shown. `form_id` makes a repeated submit recognisable; `values` are what was typed, by
    field, and win over the record's; `problems` a sentence for each field that cannot be taken; `notice` a
    sentence at the top; `verb` what the form does, where a card must offer to do it again; `version` the one
    of the record that the values were typed over, where the form comes back: it may have changed since;
    `options` the records (number, title) among which a name that fits several has to be picked, by field."""

    form_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    verb: str = ""
    version: int | None = None
    options: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fields:
    """Builds the inputs of one form. `stored` are the values that the record has; `tight` keeps lists of
    choices short; fields in `left_out` are not offered; `placed` are those with an input, where it is not a
    form of records."""

    reader: Reader
    form: FormState
    stored: Mapping[str, str] = field(default_factory=dict)
    tight: bool = False
    left_out: frozenset[str] = frozenset()
    placed: frozenset[str] | None = None

    def value(self, name: str) -> str:
        """What the input shows: what was typed, else what is stored."""
        return self.form.values.get(name, self.stored.get(name, ""))

    def line(self, name: str, hint: str = "", style: str | None = None, label: str = "") -> list[Part]:
        """An input of one line."""
        value = self.value(name)
        longest = max(LONGEST_LINE, _units(value))
        return self._with_problem(
            InputText(
                id=name,
                label=label or self._label(name),
                value=value or None,
                placeholder=hint or None,
                max_length=longest,
                style=style,
            )
        )

    def text(self, name: str, hint: str = "", label: str = "", limit: int = LONGEST_TYPED) -> list[Part]:
        """An input of several lines, for at most `limit` UTF-16 units unless more is there already."""
        if name in self.left_out:
            return []
        value = self.value(name)
        longest = min(max(limit, _units(value)), max(LONGEST_TEXT, _units(value)))
        return self._with_problem(
            InputText(
                id=name,
                label=label or self._label(name),
                value=value or None,
                placeholder=hint or None,
                is_multiline=True,
                max_length=longest,
            )
        )

    def date(self, name: str) -> list[Part]:
        """A date, typed or picked."""
        value = self.value(name)
        return self._with_problem(
            InputDate(id=name, label=self._label(name), value=value if _is_date(value) else None)
        )

    def reference(self, name: str, hint: str = "") -> list[Part]:
        """Another record: by name or number, or picked where the name fits several."""
        options = self.form.options.get(name)
        return self.choice(name, options) if options else self.line(name, hint)

    def time(self, name: str) -> list[Part]:
        """A time of day, typed or picked."""
        value = self.value(name)
        return self._with_problem(
            InputTime(id=name, label=self._label(name), value=value if _TIME.fullmatch(value) else None)
        )

    def choice(
        self,
        name: str,
        options: Iterable[tuple[str, str]],
        hint: str = "",
        label: str = "",
        *,
        required: bool = False,
        style: str | None = None,
    ) -> list[Part]:
        """One of `options` (value, title). A list that is too long keeps its first entries and the chosen;
        `style` "expanded" shows all of them at once."""
        value = self.value(name)
        room = _ROOM_WHEN_TIGHT if self.tight else _ROOM_FOR_CHOICES
        choices = _choices(options, value, room)
        return self._with_problem(
            InputChoiceSet(
                id=name,
                label=label or self._label(name),
                choices=choices,
                value=value or None,
                placeholder=None if style else hint or self.reader.t("form.hint.choose"),
                style=style,
                wrap=True if style else None,
                is_required=required or None,
                error_message=self.reader.t("form.choose_one") if required else None,
            )
        )

    def choices(self, name: str, options: Iterable[tuple[str, str]]) -> list[Part]:
        """At least one of `options` (value, title), all of them shown; the value is those chosen with commas
        between."""
        return self._with_problem(
            InputChoiceSet(
                id=name,
                label=self._label(name),
                choices=[
                    Choice(title=shorten(title, _LONGEST_CHOICE), value=value) for value, title in options
                ],
                value=self.value(name) or None,
                style="expanded",
                is_multi_select=True,
                wrap=True,
                is_required=True,
                error_message=self.reader.t("form.choose_one"),
            )
        )

    def top(self, title: str, intro: str = "", style: str = "emphasis") -> list[Part | None]:
        """Title, notice and the first sentence of a form."""
        notice = self.form.notice or (self.reader.t("form.check") if self.form.problems else "")
        return [
            layout.band(title, style=style),
            layout.refused(notice) if self.form.problems else layout.noticed(notice),
            layout.quiet(intro, 300),
            *self._unplaced(),
        ]

    def kept(self) -> list[Part]:
        """Which fields are left out because they are too long."""
        names = ", ".join(self._label(name) for name in sorted(self.left_out))
        return layout.parts(layout.quiet(self.reader.t("form.kept_long", fields=names), 300)) if names else []

    def submit(self, title: str, verb: str, **data: object) -> ActionExecute:
        """The button that sends the form. It carries the version that was seen when the values were typed."""
        if self.form.version is not None and "version" in data:
            data["version"] = self.form.version
        return layout.button(title, verb, form=self.form.form_id, **data)

    def back(self, number: int) -> ActionExecute:
        """The button that leaves the form for its record."""
        return layout.aside(self.reader.t("button.back"), "record.show", number=number)

    def _label(self, name: str) -> str:
        return self.reader.t(f"field.{name}")

    def _with_problem(self, input_: Input) -> list[Part]:
        data = input_.to_dict()
        problem = self.form.problems.get(data["id"])
        if not problem:
            return [input_]
        message = layout.line(
            layout.run(f"▲ {problem}", 300, color="attention", weight="bolder"), spacing="none"
        )
        return layout.parts(input_, message)

    def _unplaced(self) -> list[Part]:
        """Problems of fields that have no input anywhere in the product's forms."""
        placed = _PLACED if self.placed is None else self.placed
        odd = [
            (name, said)
            for name, said in self.form.problems.items()
            if name not in placed and not is_own(name)
        ]
        return layout.parts(*(layout.refused(said) for _, said in odd))


_PLACED = frozenset(
    "opportunity_name reason owner stage role other_role member opportunity "
    "type text due time done done_time".split()
).union(*(ASKED[kind] for kind in Kind if kind is not Kind.ACTIVITY), ANSWER_KEYS)


def fit(fields: Fields, build: Callable[[Fields], Card], long: Sequence[str] = ()) -> Card:
    """The form that `build` makes, within LARGEST_CARD: where it is too large, lists of choices shrink, then
    `long` fields that are as they are stored are left out, and only then what was typed is cut."""
    card = build(fields)
    typed = sum(len(fields.value(name)) for name in {*fields.form.values, *fields.stored})
    if typed < _CERTAINLY_FITS and _size(card) <= layout.LARGEST_CARD:
        return card
    if _size(card) > layout.LARGEST_CARD:
        fields = replace(fields, tight=True)
        card = build(fields)
    for name in sorted(long, key=lambda name: -_weight(fields.value(name))):
        if _size(card) > layout.LARGEST_CARD and fields.value(name) == fields.stored.get(name):
            fields = replace(fields, left_out=fields.left_out | {name})
            card = build(fields)
    if _size(card) > layout.LARGEST_CARD:
        card = build(replace(fields, form=cut(fields.form, _size(card) - layout.LARGEST_CARD)))
    return card


def cut(form: FormState, excess: int) -> FormState:
    """The form with `excess` bytes less of what was typed. Only a message of tens of thousands of bytes comes
    to this; it is still there in the chat."""
    values = dict(form.values)
    while excess > 0 and values:
        name = max(values, key=lambda name: _weight(values[name]))
        before = _weight(values[name])
        if before < 10:
            break
        values[name] = shorten(values[name], max(1, len(values[name]) * max(before - excess, 1) // before))
        excess -= before - _weight(values[name])
    return replace(form, values=values)


def _choices(options: Iterable[tuple[str, str]], selected: str, room: int) -> list[Part]:
    choices, chosen = [], False
    for value, title in options:
        choice = Choice(title=shorten(title, _LONGEST_CHOICE), value=value)
        room -= _weight(choice.to_dict()) + 1
        if room >= 0 or value == selected:
            choices.append(choice)
        elif chosen or not selected:
            break
        chosen = chosen or value == selected
    return choices


def _size(card: Card) -> int:
    return _weight(card.to_dict())


def _weight(value: object) -> int:
    return len(orjson.dumps(value))


def _units(text: str) -> int:
    """The length of a text as clients count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
