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
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from app.crm.views import Hit
from app.domain.errors import Conflict, DomainError, InvalidInput
from app.languages.reader import Reader
from app.languages.strings import strings
from bot.cards import Card, FormState, choose_card, notice_card
from bot.conflicts import card_of_conflict
from bot.refusals import card_of_refusal, sentences_of, ways_forward
from bot.turn import Submission, Turn
from bot.wording import Wording

LONGEST_MESSAGE = 5000
"""Characters; a lead with its longest note fits."""
MOST_LISTED = 12
MOST_BUTTONS = 6
LONGEST_BUTTON = 3000
"""Characters of the longest text that a button writes."""


class Mistake(Exception):
    """What was written cannot be understood; `sentence` says why, and the command's usage is added. A
    `Mistake` is the user's, in contrast to a refusal (DomainError) and to a crash (anything else)."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Detour(Exception):
    """Another card must be answered before the command can go on, such as "which one do you mean?"."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card


class NothingFound(Detour):
    """No record has the name that was written; the card says so."""


class Ambiguous(Exception):
    """Several things fit what was written: records (`hits`) or people (`names`). `rest` is what follows."""

    def __init__(self, text: str, rest: str, *, hits: Sequence[Hit] = (), names: Sequence[str] = ()) -> None:
        super().__init__()
        self.text = text
        self.rest = rest
        self.hits = hits
        self.names = names


class ArgumentType(Protocol):
    """How text becomes a value. `label` is the key of its name in usage lines."""

    label: str

    async def take(self, turn: Turn, text: str, later: Sequence[Argument], /) -> tuple[Any, str]:
        """The value at the beginning of a text that is not empty, and the rest for `later` arguments. Raises
        Mistake, Detour, Ambiguous."""

    async def split(self, turn: Turn, text: str, /) -> tuple[str, str] | None:
        """Cuts off the end of a text where it is this argument's: "Tech Innovators | to Alex"."""

    async def fits(self, turn: Turn, text: str, certain: bool, /) -> bool:
        """Whether a whole text is this argument's, beyond doubt or at least likely."""

    async def assume(self, turn: Turn, /) -> Any | None:
        """The value where nothing was written; None where there is none to assume."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command."""

    name: str
    type: ArgumentType
    required: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `listed` ones are offered by the chat client before anything is written; `longest` is how
    many characters it takes at most."""

    verb: str
    run: Callable[..., Awaitable[Card]]
    arguments: tuple[Argument, ...]
    listed: bool
    longest: int

    def name(self, reader: Reader) -> str:
        """What it is called in the reader's language."""
        return reader.t(f"command.{self.verb}.name")

    def usage(self, reader: Reader) -> str:
        """The line that shows how it is written: "move <opportunity number> <stage>"."""
        parts = [self.name(reader)]
        for argument in self.arguments:
            label = reader.t(f"command.argument.{argument.type.label}")
            parts.append(f"<{label}>" if argument.required else f"[{label}]")
        return " ".join(parts)


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


@dataclass(frozen=True, slots=True)
class Match:
    """A command that a text words, what it says about it, and the text without courtesies. `loose` see
    Worded."""

    command: Command
    rest: str
    text: str = ""
    loose: bool = False


class Registry:
    """Commands by name in all languages, and forms by verb."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.forms: dict[str, Form] = {}

    def command(
        self, verb: str, *, listed: bool = True, longest: int = LONGEST_MESSAGE
    ) -> Callable[[Callable[..., Awaitable[Card]]], Callable[..., Awaitable[Card]]]:
        """Makes a function a command; raises TypeError where a parameter has no argument type."""

        def register(run: Callable[..., Awaitable[Card]]) -> Callable[..., Awaitable[Card]]:
            if verb in self.commands:
                raise ValueError(f"two commands are called {verb!r}")
            self.commands[verb] = Command(verb, run, _arguments(run), listed, longest)
            return run

        return register

    def form(
        self,
        verb: str,
        *,
        again: FormDrawing | None = None,
        renamed: dict[str, str] | None = None,
        prefilled: bool = False,
    ) -> Callable[[FormHandler], FormHandler]:
        """Makes a function what a button with this verb does."""

        def register(run: FormHandler) -> FormHandler:
            if verb in self.forms:
                raise ValueError(f"two forms are called {verb!r}")
            self.forms[verb] = Form(verb, run, again, renamed or {}, prefilled)
            return run

        return register

    def match(self, text: str) -> Match | None:
        """The command that a text words, in any language, and what it says about it."""
        found = self._wording.match(text)
        return Match(self.commands[found.verb], found.rest, found.text, found.loose) if found else None

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
        try:
            await _bind(turn, match, values)
            return await match.command.run(turn, **values)
        except Detour as detour:
            if match.loose and isinstance(detour, NothingFound):
                raise
            return detour.card
        except Mistake as mistake:
            return _usage_card(turn.reader, match.command, mistake.sentence)
        except DomainError as refused:
            number = next((value for value in values.values() if type(value) is int), None)
            return await card_of_refusal(turn, refused, number)

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


def command_lists(language: str) -> list[tuple[str, str]]:
    """Title and description of the commands that the app package offers in a language."""
    # Late: the commands register themselves here, so this module must be complete before.
    import bot.commands  # noqa: F401

    catalog = strings(language)
    listed = [command.verb for command in registry.commands.values() if command.listed]
    return [
        (catalog.t(f"command.{verb}.name"), catalog.t(f"command.{verb}.description"))
        for verb in listed[:MOST_LISTED]
    ]


registry = Registry()
"""The commands and forms of the product; `bot.commands` and `bot.forms` fill it when they are imported."""


async def _bind(turn: Turn, match: Match, values: dict[str, Any]) -> None:
    rest, said = match.rest, match.command.name(turn.reader)
    for position, argument in enumerate(match.command.arguments):
        if not rest:
            if argument.required:
                values[argument.name] = await argument.type.assume(turn)
                if values[argument.name] is None:
                    raise Mistake
            continue
        written, later = rest, match.command.arguments[position + 1 :]
        try:
            value, rest = await argument.type.take(turn, rest, later)
        except Ambiguous as several:
            raise Detour(_which_card(turn, match.command, said, several)) from None
        values[argument.name] = value
        said += f" #{value}" if type(value) is int else f" {written.removesuffix(rest).strip()}"


def _which_card(turn: Turn, command: Command, said: str, several: Ambiguous) -> Card:
    """Which one is meant? What is chosen carries on with the command, all that was said included."""

    def completed(option: str) -> str:
        return f"{said} {option} {several.rest}".strip()

    if several.hits:
        # A text that is too long for a button is not cut: its rows show the records instead.
        carries_on = command.verb != "show" and len(completed("")) < LONGEST_BUTTON
        return choose_card(turn.reader, several.hits, several.text, completed if carries_on else None)
    sentence = turn.t("reply.colleague_several", text=several.text[:80], names=", ".join(several.names))
    actions = [(name, "command.run", {"text": completed(name)}) for name in several.names[:MOST_BUTTONS]]
    return notice_card(turn.reader, sentence, actions)


async def _submit(turn: Turn, form: Form, given: Submission) -> Card:
    try:
        return await form.run(turn, given)
    except InvalidInput as refused:
        if form.again is None:
            raise
        problems = sentences_of(turn.reader, refused, form.renamed)
        state = FormState(
            form_id=given.form_id, values=given.values, problems=problems, version=given.version
        )
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
