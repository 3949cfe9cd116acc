"""A turn: what one person asks for, and the core as this person may use it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any, Generic, ParamSpec, TypeVar

from app.crm.conversations import subject_of
from app.crm.crm import Crm, UseCase
from app.crm.people.members import context, me
from app.crm.removing import Removed
from app.crm.views import Context, Found, QualificationPreview, RecordView, Shown, Subject, Undone
from app.domain.errors import InvalidInput
from app.domain.event import Kind, Setting
from app.domain.member import Actor, Member
from app.languages.reader import Reader
from app.store.work import Work
from bot.inbound import Person, SharedFile
from bot.parsing.marks import Marks, revive
from bot.understanding.moods import Mood

P = ParamSpec("P")
T = TypeVar("T")

REMEMBERED_FOR = 60.0
"""Seconds after which a colleague is looked up again: another host may have changed the language."""
REMEMBERED = 10_000


class Pointing(StrEnum):
    """How a message says which record it is about: by its number, its name, a word such as "it", or not at
    all, so that what was spoken of last is `IMPLIED`; `NONE` where it is about none."""

    NUMBER = "number"
    NAME = "name"
    PRONOUN = "pronoun"
    IMPLIED = "implied"
    NONE = "none"


"""Ways of a wish to speak of what was spoken of before: the next wish then does so, too. Behind one that
names somebody, "her" is who was named, or nobody."""


Fetch = Callable[[SharedFile, int], Awaitable[bytes]]
"""Reads an attached file of at most so many bytes. Raises InvalidInput for `file`."""


WhoIs = Callable[[str], Awaitable[Person | None]]
"""Asks the chat service who in the conversation has an id; None where nobody of this organization has it, or
where it does not answer."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A press of a card's button: its verb, the record and version that the card showed, what was typed,
    and the id of the form, which is the same for every press of the same button."""

    verb: str
    form_id: str = ""
    number: int | None = None
    version: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class Colleagues:
    """Members by tenant and user, so that a turn need not ask the database in which language to answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[Member, float]] = OrderedDict()

    def find(self, actor: Actor) -> Member | None:
        """The member whom the actor was not long ago."""
        member, until = self._known.get((actor.tenant_id, actor.user_id), (None, 0.0))
        return member if until > self._clock() else None

    def note(self, actor: Actor, member: Member) -> None:
        """Keeps what a transaction told."""
        key = (actor.tenant_id, actor.user_id)
        self._known[key] = (member, self._clock() + REMEMBERED_FOR)
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, tenant_id: str) -> None:
        """Forgets everybody of a tenant, because something was set for all of them."""
        for key in [key for key in self._known if key[0] == tenant_id]:
            del self._known[key]


class Turn:
    """One request while it is being answered. `text` is what was written, or for a button the text of its
    command; `said` is the wish as it was typed, its time included. `pointing` tells how it names its record,
    `meant` is the number that it names (0 for a name of nobody or of several), `mood` is how it is meant,
    `beside` is whom something is done with that counts for their opportunity,
    `left` is the text after the record, and `unused` the text that nothing was done with. `wrote` is true
    where this turn has changed something. `command` is the verb of its command or form, "" for none;
    `was_refused` is true where a rule forbade it. `about` is the number of its record, 0 for one that is
    gone, None for no record; `shown` is the list that it shows. `markup` is the message in HTML where it was
    formatted; `files` are its attachments, each read by `fetch`. `marks` stand in the text for mentioned
    people, and `who_is` tells more of them. The core gets their names: no mark leaves a turn."""

    def __init__(self, crm: Crm, colleagues: Colleagues, actor: Actor, member: Member, locale: str) -> None:
        self._crm = crm
        self._colleagues = colleagues
        self._locale = locale
        self._context: Context | None = None
        self._before: Turn | None = None
        self.actor = actor
        self.member = member.seen_at(actor.place)
        self.reader = Reader.of(self.member, locale)
        self.text = ""
        self.said = ""
        self.pointing = Pointing.NONE
        self.mood = Mood.PLAIN
        self.unused = ""
        self.left = ""
        self.meant: int | None = None
        self.beside: int | None = None
        self.wrote = False
        self.command = ""
        self.was_refused = False
        self.about: int | None = None
        self.shown: Shown | None = None
        self.markup = ""
        self.files: tuple[SharedFile, ...] = ()
        self.fetch: Fetch = _fetch_nothing
        self.marks = Marks()
        self.who_is: WhoIs = _know_nobody

    def t(self, key: str, **details: object) -> str:
        """A sentence in the language of who asks."""
        return self.reader.t(key, **details)

    def hear(self, text: str) -> str:
        """What was kept by a card, a button or a list of this chat, with marks for those who are mentioned in
        it."""
        marked, self.marks = revive(text, self.marks)
        return marked

    async def read(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answers a question; raises DomainError."""
        return self._noted(await self._crm.read(self.actor, self._seeing(use_case, args, kwargs)))

    async def read_through(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, for a question that looks at everything: as of one moment, however long that takes."""
        return self._noted(await self._crm.read_through(self.actor, self._seeing(use_case, args, kwargs)))

    async def look(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, to find out what is meant: what is seen on the way is not spoken of."""
        about = self.about
        try:
            return await self.read(use_case, *args, **kwargs)
        finally:
            self.about = about

    async def write(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carries out the one change of this turn; raises DomainError, AlreadyDone on a repetition."""
        seen = await self._crm.write(self.actor, self._seeing(use_case, args, kwargs))
        self.wrote = True
        return self._noted(seen)

    async def take_in(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Meets a colleague in a transaction of its own, which is no change of this turn."""
        return await self._crm.write(replace(self.actor, turn=None), use_case, *args, **kwargs)

    async def go_on(self, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carries out one of many transactions of this turn: each must know itself what was done before."""
        seen = await self._crm.write(replace(self.actor, turn=None), self._seeing(use_case, args, kwargs))
        self.wrote = True
        return self._noted(seen)

    async def was_answered(self) -> bool:
        """Whether this turn was answered before, on this host or another."""
        return await self._crm.was_answered(self.actor)

    def next_wish(self, place: int) -> Turn:
        """The turn of a further wish in the same message: a change of its own, of the same person. What was
        just spoken of is what it speaks of."""
        turn = self.actor.turn
        actor = replace(self.actor, turn=(turn[0], f"{turn[1]}/{place}") if turn else None)
        step = Turn(self._crm, self._colleagues, actor, self.member, self._locale)
        step.markup, step.files, step.fetch = self.markup, self.files, self.fetch
        step.marks, step.who_is = self.marks, self.who_is
        step._before = self
        return step

    def take_over(self, step: Turn) -> None:
        """Goes on with what a further wish has done."""
        self.wrote = self.wrote or step.wrote
        self.was_refused = self.was_refused or step.was_refused
        self.marks = step.marks
        self.shown = step.shown or self.shown
        self.about = self.about if step.about is None else step.about

    async def context(self) -> Context:
        """The colleagues, the pipeline and the lists; read once a turn."""
        if self._context is None:
            self._context = await self.read(context)
        return self._context

    async def subject(self) -> Subject | None:
        """The record that this person spoke of last in this conversation."""
        before = self._before
        if before is None or (before.pointing is Pointing.PRONOUN and before.about is None):
            return await self._crm.spoken_of(self.actor if before is None else before.actor)
        # A wish that was not understood may have named anybody, and a list speaks of none of its records.
        number = before.meant if before.about is None or before.shown else before.about
        return await self.look(subject_of, number) if number else None

    async def shown_last(self) -> Shown | None:
        """The list that whoever asks was shown last in this conversation."""
        shown = await self._crm.shown_last(self.actor)
        return replace(shown, text=self.hear(shown.text)) if shown else None

    def meet(self, member: Member) -> None:
        """Goes on with what is now known of the person, such as another language."""
        self.member = member
        self.reader = Reader.of(member, self._locale)
        self._colleagues.note(self.actor, member)

    def _seeing(
        self, use_case: Callable[..., T], args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Callable[[Work, Member], _Seen[T]]:
        """A use case that sees the names of mentioned people; its answer comes with the member who asked."""
        named = self.marks.named_in
        return partial(_seen, use_case=use_case, args=named(args), kwargs=named(kwargs))

    def _noted(self, seen: _Seen[T]) -> T:
        member = seen.member.seen_at(self.actor.place)
        if member != self.member:
            self.meet(member)
        else:
            self._colleagues.note(self.actor, member)
        about = _subject_in(seen.value)
        if about is not None:
            self.about = about
        return seen.value


async def begin_turn(crm: Crm, colleagues: Colleagues, actor: Actor, locale: str) -> Turn:
    """A turn of the actor, who is met first where this host does not know who that is."""
    # Whether a guest may come in is the workspace's to say, at every turn.
    member = None if actor.is_guest else colleagues.find(actor)
    if member is None:
        member = await crm.read(actor, me)
        founded_nowhere = not member.workspace.country and actor.place.is_complete
        if founded_nowhere or member.chat_id != (actor.chat_id or member.chat_id):
            # What is read now is to be read as at its place; and who writes can be mentioned from now on.
            member = await crm.write(replace(actor, turn=None), me)
        colleagues.note(actor, member)
    return Turn(crm, colleagues, actor, member, locale)


async def _fetch_nothing(_file: SharedFile, _limit: int) -> bytes:
    raise InvalidInput(file="file_unavailable")


async def _know_nobody(_chat_id: str) -> Person | None:
    return None


@dataclass(frozen=True, slots=True)
class _Seen(Generic[T]):
    """A result and the member who asked. `record` is there for the core, which notes what a turn led to."""

    member: Member
    value: T

    @property
    def record(self) -> Any:
        return getattr(self.value, "record", None)


def _seen(
    work: Work,
    actor: Member,
    use_case: Callable[..., T],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> _Seen[T]:
    value = use_case(work, actor, *args, **kwargs)
    # What was just set holds from now on.
    return _Seen(replace(actor, workspace=work.workspace), value)


def _subject_in(value: object) -> int | None:
    """The number of the one record that a result shows; 0 where it was taken away."""
    if isinstance(value, RecordView):
        return value.record.number
    if isinstance(value, tuple):
        return next((number for part in value if (number := _subject_in(part)) is not None), None)
    if isinstance(value, QualificationPreview):
        return value.lead.record.number
    if isinstance(value, Found):
        return value.hits[0].number if len(value.hits) == 1 and not value.cursor else None
    return _left_by(value) if isinstance(value, Undone | Removed) else None


def _left_by(value: Undone | Removed) -> int | None:
    """What is spoken of once something was taken back or away."""
    if isinstance(value, Removed):
        return value.about
    if all(isinstance(one.event.kind, Setting) for one in value.events):
        return None
    return value.remaining[0].record.number if value.remaining else _told_of(value)


def _told_of(undone: Undone) -> int:
    """What an activity was about that was taken away; 0 where something else is gone, or that as well."""
    gone = {ref.number for ref in undone.removed}
    about = [one.event.after.get("about") for one in undone.events if one.event.kind is Kind.ACTIVITY]
    return next((number for number in about if isinstance(number, int) and number not in gone), 0)
