"""The chat: one activity from Teams in, at most one card out."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

import bot.commands  # noqa: F401 - fills the registry
from app.crm.conversations import greet, remember_conversation
from app.crm.crm import Crm
from app.domain.event import Source
from app.domain.member import Actor
from app.languages.reader import Reader
from app.languages.strings import language_of
from bot.adapter.delivery import DeliveryFailed, TooLarge
from bot.adapter.invoke import InvokeAnswer, failed
from bot.bounds import LIMITS
from bot.cards import Card, FormState, error_card, notice_card, welcome
from bot.cards.layout import title_of
from bot.commands.reply import reply_to
from bot.inbound import Inbound
from bot.refusals import ways_forward
from bot.registry import Form, Registry, registry
from bot.submission import read_submission, with_form_ids
from bot.turn import Colleagues, Fetch, Submission, Turn, begin_turn

CARD = "application/vnd.microsoft.card.adaptive"
CONVERSATIONS = 20_000
"""Conversations that need not be noted again."""

log = logging.getLogger(__name__)

Work = Callable[[Turn], Awaitable[Card]]


class Sender(Protocol):
    """What a turn needs of the adapter's Outbox."""

    def acknowledge(self) -> None:
        """Tells Teams that what the turn did is kept."""

    async def send(self, activity: Mapping[str, Any], /) -> str:
        """Posts a message where the turn came from, as a reply in its thread. Raises DeliveryFailed."""


class Chat:
    """Answers activities. Handlers only make cards: this is the one place that sends them."""

    def __init__(self, crm: Crm, commands: Registry = registry, fetch: Fetch | None = None) -> None:
        """`fetch` reads files that people attach; without it none can be read."""
        self._crm = crm
        self._registry = commands
        self._fetch = fetch
        self._colleagues = Colleagues()
        self._under_way: dict[tuple[str, str, str], asyncio.Event] = {}
        self._noted: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    async def handle(self, inbound: Inbound, outbox: Sender) -> InvokeAnswer | None:
        """Answers one activity. A message is answered through the outbox, a button by what is returned;
        None for a kind of invoke that is not known here. What cannot be delivered changes nothing of what
        was done."""
        if inbound.kind == "message":
            await self._on_message(inbound, outbox)
        elif inbound.kind == "invoke":
            return await self._on_invoke(inbound)
        elif _adds_bot(inbound):
            await self._on_arrival(inbound, outbox)
        return None

    async def _on_message(self, inbound: Inbound, outbox: Sender) -> None:
        delivery = actor = _actor(inbound, inbound.activity_id)
        async with self._alone(actor):
            if self._crm.knows_answered(delivery):
                return
            given = read_submission(inbound.value)
            form = self._registry.forms.get(given.verb) if given and not inbound.text else None
            if form and given:
                actor = _actor(inbound, _key(given, inbound))
                card, turn = await self._submit(actor, inbound, form, given)
            else:
                card, turn = await self._answer(actor, inbound, lambda turn: self._reply(turn, inbound))
            # A repeated turn writes nothing, so only where nothing was written it may be one.
            if turn and not turn.wrote and await self._was_answered(delivery):
                return
            self._note_subject(actor, turn)
            reader = turn.reader if turn else _stranger(inbound)
            if await _deliver(outbox, card, reader):
                self._crm.answered(delivery)
                # Who never saw a page is not to miss it: a repeated "more" then tells it again.
                self._note_shown(actor, turn)
        await self._remember(inbound)

    async def _reply(self, turn: Turn, inbound: Inbound) -> Card:
        if inbound.excess:
            sentence = turn.t(f"error.{inbound.excess}", limit=LIMITS[inbound.excess])
            return notice_card(turn.reader, sentence, ways_forward(turn.reader))
        turn.files, turn.markup = inbound.files, inbound.markup
        turn.fetch = self._fetch or turn.fetch
        return await reply_to(turn, inbound.text)

    async def _on_invoke(self, inbound: Inbound) -> InvokeAnswer | None:
        if inbound.invoke_name != "adaptiveCard/action":
            return None
        action = inbound.value.get("action")
        given = read_submission(action) if isinstance(action, dict) else None
        if given is None:
            message = _stranger(inbound).t("reply.form_expired")
            return failed(inbound, status=400, code="BadRequest", message=message)
        form = self._registry.forms.get(given.verb)
        actor = _actor(inbound, _key(given, inbound))
        if form is None:
            card, turn = await self._answer(actor, inbound, _expired)
        else:
            card, turn = await self._submit(actor, inbound, form, given)
        self._note_subject(actor, turn)
        self._note_shown(actor, turn)
        return InvokeAnswer(200, {"statusCode": 200, "type": CARD, "value": with_form_ids(card.to_dict())})

    async def _on_arrival(self, inbound: Inbound, outbox: Sender) -> None:
        """Greets once where somebody added the bot for themselves; says nothing to a whole team."""
        if not inbound.aad_object_id:
            log.info("added by nobody who can be named; no welcome")
            return
        actor = _actor(inbound, "")
        if inbound.conversation_kind != "personal":
            await self._remember(inbound)
            return
        if await self._crm.write(actor, greet, *_address(inbound)):
            turn = await begin_turn(self._crm, self._colleagues, actor, inbound.locale)
            await _deliver(outbox, welcome(turn.reader), turn.reader)

    async def _answer(self, actor: Actor, inbound: Inbound, work: Work) -> tuple[Card, Turn | None]:
        """The card that `work` makes; where it breaks, one with a reference to the reason in the log."""
        turn = None
        try:
            turn = await begin_turn(self._crm, self._colleagues, actor, inbound.locale)
            return await work(turn), turn
        except Exception as error:  # noqa: BLE001 - the person is told, with a reference to the log
            reader, reference = turn.reader if turn else _stranger(inbound), _log_crash(error)
            if turn and turn.wrote:
                sentence = reader.t("reply.crashed_after", reference=reference)
                return notice_card(reader, sentence, ways_forward(reader)), turn
            return error_card(reader, reference), turn

    async def _submit(
        self, actor: Actor, inbound: Inbound, form: Form, given: Submission
    ) -> tuple[Card, Turn | None]:
        """Like _answer; but a form that breaks comes back with all that was typed."""

        async def work(turn: Turn) -> Card:
            try:
                return await self._registry.submit(turn, form, given)
            except Exception as error:
                if form.again is None or turn.wrote:
                    raise
                notice = turn.t("reply.crashed", reference=_log_crash(error))
                state = FormState(
                    form_id=given.form_id, values=given.values, notice=notice, version=given.version
                )
                return await form.again(turn, given.number, state)

        return await self._answer(actor, inbound, work)

    def _note_subject(self, actor: Actor, turn: Turn | None) -> None:
        if turn and turn.about is not None:
            self._crm.speak_of(actor, turn.about)

    def _note_shown(self, actor: Actor, turn: Turn | None) -> None:
        if turn and turn.shown is not None:
            self._crm.show(actor, turn.shown)

    async def _was_answered(self, actor: Actor) -> bool:
        try:
            return await self._crm.was_answered(actor)
        except Exception:
            log.exception("nobody knows whether a turn was answered; answering it")
            return False

    @asynccontextmanager
    async def _alone(self, actor: Actor) -> AsyncIterator[None]:
        """Lets one delivery of a turn in at a time: a repetition waits for what becomes of the first."""
        if actor.turn is None:
            yield
            return
        key = (actor.tenant_id, *actor.turn)
        while first := self._under_way.get(key):
            await first.wait()
        done = self._under_way[key] = asyncio.Event()
        try:
            yield
        finally:
            del self._under_way[key]
            done.set()

    async def _remember(self, inbound: Inbound) -> None:
        """Notes where the conversation can be reached, once in the life of this host."""
        key = (inbound.tenant_id, inbound.conversation_id, inbound.service_url)
        if key in self._noted:
            return
        try:
            await self._crm.write(_actor(inbound, ""), remember_conversation, *_address(inbound))
        except Exception:
            log.exception("a conversation could not be noted")
            return
        self._noted[key] = None
        if len(self._noted) > CONVERSATIONS:
            self._noted.popitem(last=False)


async def _deliver(outbox: Sender, card: Card, reader: Reader) -> bool:
    """Sends a card; whether it arrived. What could not be delivered is logged, not raised: the change that
    it tells of is kept."""
    outbox.acknowledge()
    try:
        try:
            await outbox.send(_message(card, reader))
        except TooLarge:
            log.error("a card was too large for Teams")
            await outbox.send(
                _message(notice_card(reader, reader.t("reply.too_large"), ways_forward(reader)), reader)
            )
    except DeliveryFailed as failure:
        log.warning("an answer was not delivered: %s", failure)
        return False
    return True


def _message(card: Card, reader: Reader) -> dict[str, Any]:
    content = with_form_ids(card.to_dict())
    # What a notification shows.
    title = title_of(reader, str(content.get("fallbackText", "")))
    attachment = {"contentType": CARD, "content": content}
    return {"type": "message", "summary": title or reader.t("reply.summary"), "attachments": [attachment]}


def _log_crash(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error("a turn failed, reference %s", reference, exc_info=error)
    return reference


async def _expired(turn: Turn) -> Card:
    return notice_card(turn.reader, turn.t("reply.form_expired"), ways_forward(turn.reader))


def _stranger(inbound: Inbound) -> Reader:
    return Reader(language_of(inbound.locale))


def _actor(inbound: Inbound, key: str) -> Actor:
    return Actor(
        tenant_id=inbound.tenant_id,
        user_id=inbound.aad_object_id,
        name=inbound.user_name,
        source=Source.CHAT,
        turn=(inbound.conversation_id, key) if key else None,
        place=inbound.place,
    )


def _key(given: Submission, inbound: Inbound) -> str:
    """What makes a repeated press recognisable: the form's id, else only that of the delivery."""
    return f"form:{given.form_id}" if given.form_id else inbound.activity_id


def _address(inbound: Inbound) -> tuple[str, str, str, str]:
    return inbound.conversation_id, inbound.conversation_kind, inbound.service_url, inbound.bot_id


def _adds_bot(inbound: Inbound) -> bool:
    if inbound.kind == "installationUpdate":
        return inbound.action == "add"
    return inbound.kind == "conversationUpdate" and inbound.bot_id in inbound.members_added
