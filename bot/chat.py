"""The chat: one activity from Teams in, at most one card out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

import bot.commands  # noqa: F401 - fills the registry
from app.courier import Courier
from app.crm.conversations import greet
from app.crm.crm import Crm
from app.crm.ownership import is_owned
from app.domain.errors import Busy, Forbidden
from app.domain.event import Recorded, Setting
from app.domain.member import Actor
from app.languages.reader import Reader
from app.languages.settings import how_to_own
from app.languages.veil import veil
from app.limits import Excess, Limits
from bot.account import Account, log_crash
from bot.adapter.invoke import InvokeAnswer, failed
from bot.addresses import Addresses
from bot.asking import actor_of, address_of, adds_bot, asks, presser_of, stranger
from bot.bounds import LIMITS
from bot.cards import Card, FormState, error_card, notice_card, welcome
from bot.commands.reply import reply_to
from bot.inbound import Inbound, Person
from bot.messages import CARD, SENTENCE, content_of, message_of, too_large, wait_message
from bot.parsing.marks import Marks
from bot.post import Fate, Post, Sender
from bot.refusals import card_of_turned_away, ways_forward
from bot.registry import Form, Registry, registry
from bot.repetitions import Repetitions
from bot.submission import read_submission
from bot.turn import Colleagues, Fetch, Submission, Turn, begin_turn

PATIENCE = 10.0
"""Seconds after which a turn is answered for the time being, and goes on: Teams waits 15."""

log = logging.getLogger(__name__)

Answering = Callable[[Turn], Awaitable[Card]]
Roster = Callable[[Inbound, str], Awaitable[Person | None]]  # see turn.WhoIs


class Chat:
    """Answers activities. Handlers only make cards: this is the one place that sends them."""

    def __init__(
        self,
        crm: Crm,
        commands: Registry = registry,
        fetch: Fetch | None = None,
        roster: Roster | None = None,
        limits: Limits | None = None,
        courier: Courier | None = None,
        patience: float | None = None,
    ) -> None:
        """`fetch` reads files, `roster` tells who is mentioned and has not written yet, `limits` how much one
        may ask; `courier` keeps what does not arrive; `patience` see PATIENCE. All can be done without."""
        self._crm = crm
        self._registry = commands
        self._fetch = fetch
        self._roster = roster
        self._limits = limits or Limits()
        self._post = Post(courier)
        self._patience = PATIENCE if patience is None else patience
        self._late: set[asyncio.Task[None]] = set()
        self._colleagues = Colleagues()
        self._repetitions = Repetitions(crm)
        self._addresses = Addresses(crm)
        crm.listeners.append(self._learn)

    async def handle(self, inbound: Inbound, outbox: Sender) -> InvokeAnswer | None:
        """Answers one activity. A message is answered through the outbox, a button by what is returned;
        None for a kind of invoke that is not known here, 503 where an answer could neither be delivered nor
        kept. What cannot be delivered changes nothing of what was done."""
        excess = self._limits.take(inbound.tenant_id, inbound.aad_object_id) if asks(inbound) else None
        if excess:
            return await self._slow_down(inbound, outbox, excess)
        if inbound.kind == "message":
            return await self._in_time(inbound, outbox, self._on_message)
        if inbound.kind == "invoke":
            is_button = inbound.invoke_name == "adaptiveCard/action"
            return await self._on_invoke(inbound, outbox) if is_button else None
        if adds_bot(inbound):
            await self._on_arrival(inbound, outbox)
        return None

    async def _slow_down(self, inbound: Inbound, outbox: Sender, excess: Excess) -> InvokeAnswer | None:
        """Tells who asks too much so, once in a while; a button is always answered."""
        reader = self._reader(inbound)
        sentence = reader.t("error.requests_many", count=excess.wait)
        if inbound.kind == "invoke":
            return failed(inbound, status=429, code="TooManyRequests", message=sentence)
        if not excess.is_told:
            card = notice_card(reader, sentence, ways_forward(reader))
            await self._post.tell(inbound, outbox, message_of(card, reader, Marks()))
        return None

    async def settled(self) -> None:
        """Waits for the answers that come late."""
        while self._late:
            await asyncio.wait(self._late)

    async def _in_time(
        self,
        inbound: Inbound,
        outbox: Sender,
        handle: Callable[[Inbound, Sender, Account], Awaitable[InvokeAnswer | None]],
    ) -> InvokeAnswer | None:
        """Has a message handled; when that takes too long, Teams is told not to send it again, and the person
        that the answer is still to come."""
        account = Account(inbound.tenant_id, "unread")
        loop = asyncio.get_running_loop()
        waiting = loop.call_later(self._patience, self._run_out, inbound, outbox, account)
        try:
            return await handle(inbound, outbox, account)
        except Exception as error:
            account.fail(error)
            raise
        finally:
            waiting.cancel()
            account.close()

    def _run_out(self, inbound: Inbound, outbox: Sender, account: Account) -> None:
        """Called when a message has taken all the time that there is."""
        account.is_late = True
        if not account.is_answering:
            outbox.acknowledge()
            message = wait_message(self._reader(inbound))
            self._go_on(self._post.tell(inbound, outbox, message))

    def _go_on(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _on_message(self, inbound: Inbound, outbox: Sender, account: Account) -> InvokeAnswer | None:
        delivery = actor = actor_of(inbound, inbound.activity_id)
        fate = Fate.ARRIVED
        async with self._repetitions.alone(actor):
            account.is_repeated = self._crm.knows_answered(delivery)
            if account.is_repeated:
                return None
            given = read_submission(inbound.value)
            form = self._registry.forms.get(given.verb) if given and not inbound.text else None
            if form and given:
                actor = presser_of(inbound, given)
                card, turn = await self._submit(actor, inbound, form, given, account)
            else:
                reply = partial(self._reply, inbound=inbound)
                card, turn = await self._answer(actor, inbound, reply, account)
            # A repeated turn writes nothing, so only where nothing was written it may be one.
            if turn and not turn.wrote and await self._repetitions.was_answered(delivery):
                account.is_repeated = True
                return None
            self._note_subject(actor, turn)
            account.is_answering = True
            fate = await self._send(inbound, outbox, card, turn)
            account.has_arrived = fate is Fate.ARRIVED
            if fate is Fate.ARRIVED:
                self._crm.answered(delivery)
            if fate in (Fate.ARRIVED, Fate.KEPT):
                # Who never sees a page is not to miss it: a repeated "more" then tells it again.
                self._note_shown(actor, turn)
        if turn:
            await self._addresses.remember(inbound)
        return InvokeAnswer(503) if fate is Fate.LOST else None

    async def _send(self, inbound: Inbound, outbox: Sender, card: Card, turn: Turn | None) -> Fate:
        reader, marks = (turn.reader, turn.marks) if turn else (stranger(inbound), Marks())
        return await self._post.send(
            inbound, outbox, message_of(card, reader, marks), lambda: too_large(reader, marks)
        )

    async def _reply(self, turn: Turn, inbound: Inbound) -> Card:
        if inbound.excess:
            sentence = turn.t(f"error.{inbound.excess}", limit=LIMITS[inbound.excess])
            return notice_card(turn.reader, sentence, ways_forward(turn.reader))
        turn.files, turn.markup, turn.marks = inbound.files, inbound.markup, inbound.marks
        turn.fetch = self._fetch or turn.fetch
        return await reply_to(turn, inbound.text)

    async def _on_invoke(self, inbound: Inbound, outbox: Sender) -> InvokeAnswer:
        """Answers a button with the card that replaces its own; where that takes too long with a sentence,
        and with the card as a message when it is there."""
        account = Account(inbound.tenant_id, "unread")
        pressing = asyncio.create_task(self._press(inbound, account))
        await asyncio.wait({pressing}, timeout=self._patience)
        if not pressing.done():
            account.is_late = True
            self._go_on(self._send_late(inbound, outbox, account, pressing))
            sentence = self._reader(inbound).t("reply.takes_longer")
            return InvokeAnswer(200, {"statusCode": 200, "type": SENTENCE, "value": sentence})
        try:
            answer, card, turn = pressing.result()
            if card is None:
                return answer
            reader, marks = (turn.reader, turn.marks) if turn else (self._reader(inbound), Marks())
            content = content_of(card, reader, marks)
            return InvokeAnswer(200, {"statusCode": 200, "type": CARD, "value": content})
        except Exception as error:
            account.fail(error)
            raise
        finally:
            account.close()

    async def _press(
        self, inbound: Inbound, account: Account
    ) -> tuple[InvokeAnswer, Card | None, Turn | None]:
        action = inbound.value.get("action")
        given = read_submission(action) if isinstance(action, dict) else None
        if given is None:
            message = stranger(inbound).t("reply.form_expired")
            return failed(inbound, status=400, code="BadRequest", message=message), None, None
        form = self._registry.forms.get(given.verb)
        actor = presser_of(inbound, given)
        if form is None:
            card, turn = await self._answer(actor, inbound, _expired, account)
        else:
            card, turn = await self._submit(actor, inbound, form, given, account)
        self._note_subject(actor, turn)
        self._note_shown(actor, turn)
        return InvokeAnswer(), card, turn

    async def _send_late(
        self,
        inbound: Inbound,
        outbox: Sender,
        account: Account,
        pressing: asyncio.Task[tuple[InvokeAnswer, Card | None, Turn | None]],
    ) -> None:
        try:
            _, card, turn = await pressing
            if card is not None:
                account.has_arrived = await self._send(inbound, outbox, card, turn) is Fate.ARRIVED
        except Exception as error:
            account.fail(error)
            log.exception("a late answer failed, reference %s", account.reference)
        finally:
            account.close()

    async def _on_arrival(self, inbound: Inbound, outbox: Sender) -> None:
        """Greets once where somebody added the bot for themselves; says nothing to a whole team."""
        if not inbound.aad_object_id:
            log.info("added by nobody who can be named; no welcome")
            return
        actor = actor_of(inbound, "")
        if inbound.conversation_kind != "personal":
            await self._addresses.remember(inbound)
            return
        try:
            if not await self._crm.write(actor, greet, *address_of(inbound)):
                return
        except Forbidden as refused:
            log.warning("refused: %s", refused.code)
            return
        turn = await begin_turn(self._crm, self._colleagues, actor, inbound.locale)
        untold = "" if await turn.read(is_owned) else how_to_own(turn.reader, actor.tenant_id, actor.user_id)
        await self._send(inbound, outbox, welcome(turn.reader, untold), turn)

    async def _answer(
        self, actor: Actor, inbound: Inbound, work: Answering, account: Account
    ) -> tuple[Card, Turn | None]:
        """The card that `work` makes; where it breaks, one with a reference to the reason in the log."""
        turn = None
        try:
            turn = await begin_turn(self._crm, self._colleagues, actor, inbound.locale)
            if self._roster:
                turn.who_is = partial(self._roster, inbound)
            card = await work(turn)
            account.command, account.is_refused = turn.command or "none", turn.was_refused
            return card, turn
        except (Busy, Forbidden) as refused:
            account.command, account.is_refused = (turn.command if turn else "") or "none", True
            reader = turn.reader if turn else self._reader(inbound)
            return card_of_turned_away(turn, reader, refused), turn
        except Exception as error:  # noqa: BLE001 - the person is told, with a reference to the log
            account.command = (turn.command if turn else "") or "none"
            reader, reference = turn.reader if turn else self._reader(inbound), log_crash(error, account)
            if turn and turn.wrote:
                sentence = reader.t("reply.crashed_after", reference=reference)
                return notice_card(reader, sentence, ways_forward(reader)), turn
            return error_card(reader, reference), turn

    async def _submit(
        self, actor: Actor, inbound: Inbound, form: Form, given: Submission, account: Account
    ) -> tuple[Card, Turn | None]:
        """Like _answer; but a form that breaks comes back with all that was typed."""

        async def work(turn: Turn) -> Card:
            turn.command = form.verb
            values = {name: turn.hear(veil(value, turn.reader)) for name, value in given.values.items()}
            try:
                return await self._registry.submit(turn, form, replace(given, values=values))
            except Exception as error:
                if form.again is None or turn.wrote:
                    raise
                notice = turn.t("reply.crashed", reference=log_crash(error, account))
                state = FormState(form_id=given.form_id, values=values, notice=notice, version=given.version)
                return await form.again(turn, given.number, state)

        return await self._answer(actor, inbound, work, account)

    def _reader(self, inbound: Inbound) -> Reader:
        """The language of somebody for whom no turn has begun, as far as it is known."""
        member = self._colleagues.find(actor_of(inbound, ""))
        return Reader.of(member, inbound.locale) if member else stranger(inbound)

    def _learn(self, tenant_id: str, recorded: list[Recorded]) -> None:
        """What is set for a workspace holds for everybody in it from now on, wherever it was set."""
        if any(isinstance(one.event.kind, Setting) for one in recorded):
            self._colleagues.forget(tenant_id)

    def _note_subject(self, actor: Actor, turn: Turn | None) -> None:
        if turn and turn.about is not None:
            self._crm.speak_of(actor, turn.about)

    def _note_shown(self, actor: Actor, turn: Turn | None) -> None:
        if turn and turn.shown is not None:
            self._crm.show(actor, turn.marks.kept_in(turn.shown))


async def _expired(turn: Turn) -> Card:
    return notice_card(turn.reader, turn.t("reply.form_expired"), ways_forward(turn.reader))
