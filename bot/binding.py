"""Binding: turns words into the arguments of a command, and says what is wrong where it cannot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from app.crm.views import Hit
from app.domain.member import Member
from app.languages.reader import Reader
from bot.cards import Card, choose_card, notice_card, with_unused
from bot.parsing.courtesies import without_courtesy_at_end
from bot.parsing.marks import Mentioned
from bot.turn import Turn
from bot.understanding.answers import LONGEST_BUTTON, not_known_card, other_kind_card
from bot.understanding.names import is_aside, is_certain_name, split_aside

MOST_BUTTONS = 6


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
    """Several things fit what was written: records (`hits`) or `members`. `rest` is what follows."""

    def __init__(
        self, text: str, rest: str, *, hits: Sequence[Hit] = (), members: Sequence[Member] = ()
    ) -> None:
        super().__init__()
        self.text = text
        self.rest = rest
        self.hits = hits
        self.members = members


class Unknown(Exception):
    """A name that no record bears: nothing is done. `hits` are records that may have been meant, `rest` is
    what follows the name."""

    def __init__(self, text: str, rest: str, *, hits: Sequence[Hit] = ()) -> None:
        super().__init__()
        self.text = text
        self.rest = rest
        self.hits = hits


class WrongKind(Unknown):
    """A name of records of a kind that the command is not for; `label` is the key of what it takes."""

    def __init__(self, text: str, rest: str, *, hits: Sequence[Hit], label: str) -> None:
        super().__init__(text, rest, hits=hits)
        self.label = label


class ArgumentType(Protocol):
    """How text becomes a value. `label` is the key of its name in usage lines."""

    label: str
    is_free: bool
    """Whether it takes whatever text is left."""

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


class Effect(Enum):
    """What a command does to the records."""

    SHOWS = auto()
    """Nothing: a question may be answered by it."""
    MAKES = auto()
    """A record is made."""
    KEEPS = auto()
    """What somebody tells of a record is kept in their words."""
    PLANS = auto()
    """What was done with a record is kept, or what is to be done."""
    CHANGES = auto()
    SETTLES = auto()
    """How the workspace works is changed, and no record."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `listed` ones are offered by the chat client before anything is written; `longest` is how
    many characters it takes at most; `fits` says of what follows its name whether the message is the command
    at all, where that name is a word of every day."""

    verb: str
    run: Callable[..., Awaitable[Card]]
    arguments: tuple[Argument, ...]
    listed: bool
    longest: int
    effect: Effect = Effect.CHANGES
    fits: Callable[[str], bool] | None = None

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.effect is Effect.SHOWS

    @property
    def tells(self) -> bool:
        """Whether it keeps what somebody tells of a record."""
        return self.effect in (Effect.KEEPS, Effect.PLANS)

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


@dataclass(frozen=True, slots=True)
class Match:
    """A command that a text words, what it says about it, and the text without courtesies. `loose` see
    Worded."""

    command: Command
    rest: str
    text: str = ""
    loose: bool = False


async def bind(turn: Turn, match: Match, values: dict[str, Any]) -> str:
    """Fills the arguments of a command from what was said; returns what is left of it. Raises Mistake,
    Detour."""
    rest, said = match.rest, match.command.name(turn.reader)
    aside = turn.left = ""
    if not any(argument.type.is_free for argument in match.command.arguments):
        # "Reopen, she was glad" names nobody: all of it is told besides.
        rest, aside = ("", rest) if _stands_apart(match) else split_aside(rest)
    turn.unused = aside
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
            several.rest = f"{several.rest}, {aside}" if aside else several.rest
            # The card tells it, and its buttons carry on with it.
            turn.left = ""
            raise Detour(_which_card(turn, match.command, said, several)) from None
        except Unknown as unknown:
            raise await _told_unknown(turn, match, said, unknown) from None
        values[argument.name] = value
        turn.left = rest if position == 0 else turn.left
        said += f" #{value}" if type(value) is int else f" {written.removesuffix(rest).strip()}"
    return rest


def _stands_apart(match: Match) -> bool:
    """Whether all that follows the name of a command is a sentence of its own behind a comma."""
    before, found, _ = match.text.rpartition(match.rest) if match.rest else ("", "", "")
    return bool(found) and before.rstrip().endswith(",") and is_aside(match.rest)


def _which_card(turn: Turn, command: Command, said: str, several: Ambiguous) -> Card:
    """Which one is meant? What is chosen carries on with the command, all that was said included."""

    def completed(option: str) -> str:
        return f"{said} {option} {several.rest}".strip()

    if several.hits:
        # A text that is too long for a button is not cut: its rows show the records instead.
        carries_on = command.verb != "show" and len(completed("")) < LONGEST_BUTTON
        card = choose_card(turn.reader, several.hits, several.text, completed if carries_on else None)
        return with_unused(turn.reader, card, several.rest, key="reply.goes_on") if several.rest else card
    return which_colleague_card(turn, several.text, several.members, completed)


def which_colleague_card(
    turn: Turn, text: str, members: Sequence[Member], completed: Callable[[str], str]
) -> Card:
    """Which colleague is meant? The buttons point to each of them, so that two of one name stay two."""
    names = ", ".join(member.name for member in members)
    sentence = turn.t("reply.colleague_several", text=text[:80], names=names)
    people = [Mentioned(one.name, one.chat_id, one.user_id) for one in members[:MOST_BUTTONS]]
    turn.marks, signs = turn.marks.and_of(people, completed(""))
    actions = [(sign, "command.run", {"text": completed(sign)}) for sign in signs]
    return notice_card(turn.reader, sentence, actions)


async def _told_unknown(turn: Turn, match: Match, said: str, unknown: Unknown) -> Detour:
    """Nothing is called so, or not what the command is for. A loose match that names nobody for certain is no
    command."""
    if isinstance(unknown, WrongKind):
        turn.left = unknown.rest
        return Detour(other_kind_card(turn.reader, tuple(unknown.hits), unknown.label))
    keep = await _kept_elsewhere(turn, match, said, unknown)
    card = not_known_card(
        turn.reader, said, unknown.text, unknown.rest, tuple(unknown.hits), keep, tells=match.command.tells
    )
    turn.left = unknown.rest
    is_somebody = is_certain_name(match.rest) or (match.command.tells and unknown.text[:1].isupper())
    return (NothingFound if match.loose and not is_somebody else Detour)(card)


async def _kept_elsewhere(turn: Turn, match: Match, said: str, unknown: Unknown) -> str:
    """The text that keeps what was told on the record that was spoken of: for what is told, not for what
    closes or changes a record."""
    subject = await turn.subject() if match.command.tells else None
    number = subject.record if subject else 0
    return f"{said} #{number} {match.rest}" if number else ""


def told_unused(turn: Turn, card: Card, unused: str) -> Card:
    """A card that shows what nothing was done with: no word is dropped in silence."""
    left = without_courtesy_at_end(f" {unused}").strip(" \t\n,.:;!?–-")
    if not any(letter.isalnum() for letter in left):
        return card
    return with_unused(turn.reader, card, left, turn.about)
