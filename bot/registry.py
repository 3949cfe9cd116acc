"""The registry: a command is one decorated function, a form is one decorated function; dispatch, usage lines,
help and suggestions all come from here.

    @registry.command("qualify")
    async def qualify(turn: Turn, lead: LeadNumber) -> Card: ...

The parameters after `turn` are the command's arguments: their annotations say how text becomes a value, a
default makes one optional. Names and aliases are in the catalogs (`command.qualify.name`), and those of every
language work for everybody.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from app.domain.errors import AlreadyDone, Busy, Conflict, DomainError, InvalidInput, KeyReused
from app.languages.reader import Reader
from bot.binding import (
    Argument,
    Command,
    Detour,
    Effect,
    Match,
    Mistake,
    NothingFound,
    bind,
    told_unused,
)
from bot.bounds import LONGEST_MESSAGE
from bot.cards import Card, FormState, notice_card
from bot.conflicts import card_of_conflict
from bot.refusals import card_of_refusal, sentence_of, sentences_of, ways_forward
from bot.submission import new_form_id
from bot.turn import Submission, Turn
from bot.understanding.names import tells_more
from bot.wording import Wording

FormHandler = Callable[[Turn, Submission], Awaitable[Card]]
FormDrawing = Callable[[Turn, int | None, FormState], Awaitable[Card]]


@dataclass(frozen=True, slots=True)
class Form:
    """What a button does. `again` draws the form that it belongs to; `renamed` see sentences_of; a
    `prefilled` form shows the record's fields, so that only what differs from them was typed."""

    verb: str
    run: FormHandler
    again: FormDrawing | None
    renamed: dict[str, str]
    prefilled: bool


class Registry:
    """Commands by name in all languages, and forms by verb."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.forms: dict[str, Form] = {}

    def command(
        self,
        verb: str,
        *,
        listed: bool = True,
        longest: int = LONGEST_MESSAGE,
        effect: Effect = Effect.CHANGES,
        fits: Callable[[str], bool] | None = None,
    ) -> Callable[[Callable[..., Awaitable[Card]]], Callable[..., Awaitable[Card]]]:
        """Makes a function a command; raises TypeError where a parameter has no argument type."""

        def register(run: Callable[..., Awaitable[Card]]) -> Callable[..., Awaitable[Card]]:
            if verb in self.commands:
                raise ValueError(f"two commands are called {verb!r}")
            self.commands[verb] = Command(verb, run, _arguments(run), listed, longest, effect, fits)
            return run

        return register

    def form(
        self,
        verb: str,
        *,
        again: FormDrawing | None = None,
        renamed: dict[str, str] | None = None,
        prefilled: bool = False,
        opened_by: tuple[str, ...] = (),
    ) -> Callable[[FormHandler], FormHandler]:
        """Makes a function what a button with this verb does. Buttons with the verbs `opened_by` show the
        form with nothing typed yet."""

        def register(run: FormHandler) -> FormHandler:
            self._add(Form(verb, run, again, renamed or {}, prefilled))
            if again is not None:
                for one in opened_by:
                    self._add(Form(one, partial(_open, again), None, {}, prefilled=False))
            return run

        return register

    def _add(self, form: Form) -> None:
        if form.verb in self.forms:
            raise ValueError(f"two forms are called {form.verb!r}")
        self.forms[form.verb] = form

    def match(self, text: str) -> Match | None:
        """The command that a text words, in any language, and what it says about it."""
        found = self._wording.match(text)
        if found and found.rest and not self.commands[found.verb].arguments and tells_more(found.rest):
            # "Today at Kranz's, very nice" is no "today".
            return None
        if found and found.rest and (fits := self.commands[found.verb].fits) and not fits(found.rest):
            return None
        return Match(self.commands[found.verb], found.rest, found.text, found.loose) if found else None

    def without_courtesy(self, text: str) -> str:
        """A text without the greetings and courtesies that it begins with."""
        return self._wording.without_courtesy(text)

    def may_match(self, text: str, verbs: frozenset[str]) -> bool:
        """Whether a text may word one of these commands: soon known, and never denied where `match` finds one
        of them."""
        return self._wording.may_match(text, verbs)

    @cached_property
    def planning(self) -> frozenset[str]:
        """The commands that plan something, and those by which it may be told as done."""
        return frozenset(
            verb for verb, one in self.commands.items() if one.effect is Effect.PLANS or one.tells
        )

    def suggest(self, text: str, reader: Reader) -> list[tuple[str, str]]:
        """Commands whose names look like what was written: (label, what to write instead), best first."""
        # Late, as in Wording.suggest.
        from bot.suggestion import has_use_for

        def usable(verb: str, rest: str) -> bool:
            labels = [argument.type.label for argument in self.commands[verb].arguments]
            return has_use_for(labels, rest)

        return self._wording.suggest(text, reader, usable)

    async def run(self, turn: Turn, match: Match) -> Card:
        """Answers a command: its card, or one that says what is missing, or what was refused. Raises
        NothingFound where a loose match speaks of no record, and so is none."""
        values: dict[str, Any] = {}
        turn.text = match.text or turn.text
        turn.command = turn.command or match.command.verb
        try:
            unused = await bind(turn, match, values)
            card = await match.command.run(turn, **values)
            return told_unused(turn, card, _with_aside(unused, turn.unused))
        except Detour as detour:
            if match.loose and isinstance(detour, NothingFound):
                raise
            return told_unused(turn, detour.card, _with_aside(turn.left, turn.unused))
        except Mistake as mistake:
            # What was not understood speaks of nobody, whatever was looked at on the way.
            turn.about = None
            card = _usage_card(turn.reader, match.command, mistake.sentence)
            return told_unused(turn, card, _with_aside(match.rest, turn.unused))
        except AlreadyDone as done:
            return await card_of_refusal(turn, done, _number_in(values))
        except DomainError as refused:
            card = await card_of_refusal(turn, refused, _number_in(values))
            return told_unused(turn, card, _with_aside(turn.left, turn.unused))

    async def submit(self, turn: Turn, form: Form, given: Submission) -> Card:
        """Answers a button: its card, or the same form again with the message at its field, or a refusal."""
        try:
            return await _submit(turn, form, given)
        except Detour as detour:
            return detour.card
        except Mistake as mistake:
            return notice_card(turn.reader, mistake.sentence, ways_forward(turn.reader))
        except Conflict as conflict:
            return await card_of_conflict(turn, conflict, given, prefilled=form.prefilled)
        except KeyReused as reused:
            return await _typed_again(turn, form, given, reused)
        except DomainError as refused:
            return await card_of_refusal(turn, refused, given.number)

    @cached_property
    def _wording(self) -> Wording:
        asking = (
            verb
            for verb, command in self.commands.items()
            if any(argument.required for argument in command.arguments)
        )
        return Wording(self.commands, asking)


def _with_aside(rest: str, aside: str) -> str:
    """What was not used, with what was added besides, unless that is its end already."""
    return rest if rest.endswith(aside) else f"{rest}, {aside}".lstrip(" ,")


def _number_in(values: dict[str, Any]) -> int | None:
    return next((value for value in values.values() if type(value) is int), None)


registry = Registry()
"""The commands and forms of the product; `bot.commands` and `bot.forms` fill it when they are imported."""


async def _open(draw: FormDrawing, turn: Turn, given: Submission) -> Card:
    return await draw(turn, given.number, FormState(form_id=new_form_id()))


async def _submit(turn: Turn, form: Form, given: Submission) -> Card:
    try:
        return await form.run(turn, given)
    except (InvalidInput, Busy) as refused:
        if form.again is None or (isinstance(refused, Busy) and turn.wrote):
            raise
        turn.was_refused = True
        state = FormState(form_id=given.form_id, values=given.values, version=given.version)
        if isinstance(refused, Busy):
            state = replace(state, notice=sentence_of(turn.reader, refused))
        else:
            state = replace(state, problems=sentences_of(turn.reader, refused, form.renamed))
        return await form.again(turn, given.number, state)


async def _typed_again(turn: Turn, form: Form, given: Submission, reused: KeyReused) -> Card:
    """The form as it was filled in now, where it was sent with something else in it before: nothing of it is
    lost, and nothing is done twice unasked."""
    number = reused.details.get("number")
    if form.again is None:
        return await card_of_refusal(turn, reused, number if isinstance(number, int) else given.number)
    notice = sentence_of(turn.reader, reused)
    state = FormState(form_id=new_form_id(), values=given.values, notice=notice, version=given.version)
    return await form.again(turn, given.number, state)


def _usage_card(reader: Reader, command: Command, sentence: str) -> Card:
    said = sentence or reader.t("reply.usage", usage=command.usage(reader))
    example = reader.t("reply.usage_example", example=reader.t(f"command.{command.verb}.example"))
    return notice_card(reader, f"{said} {example}", ways_forward(reader))


def _arguments(run: Callable[..., Any]) -> tuple[Argument, ...]:
    hints = typing.get_type_hints(run, include_extras=True)
    arguments = []
    for parameter in list(inspect.signature(run).parameters.values())[1:]:
        hint = hints[parameter.name]
        # "LostReason | None" holds its argument type one level deeper.
        options = (hint, *typing.get_args(hint))
        kinds = [type_ for option in options for type_ in getattr(option, "__metadata__", ())]
        if not kinds:
            raise TypeError(f"{run.__name__}: {parameter.name} has no argument type")
        arguments.append(Argument(parameter.name, kinds[0], parameter.default is inspect.Parameter.empty))
    return tuple(arguments)
