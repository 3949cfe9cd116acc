"""The audit in words: whatever it may tell has some in every language, and none of it is a key."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from app import tokens
from app.crm.audit import Line, read_audit
from app.crm.crm import Crm
from app.crm.framework import choose_framework
from app.crm.people.members import me
from app.crm.pipeline import _CHECKS, change_stage, show_pipeline
from app.crm.refused_sign_ins import Refusal, RefusedSignIns
from app.crm.workspace import change_settings
from app.domain.errors import Forbidden
from app.domain.event import Source
from app.domain.framework import FRAMEWORKS
from app.domain.member import GUESTS_REFUSED, Actor, Role
from app.languages.audit import line_details, line_title
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.store.audit import Details, Door, Note, NoteName
from app.store.database import Database
from app.store.work import appoint
from bot import gate as bot_gate
from tabs.api import gate as tab_gate

AT = dt.datetime(2026, 11, 23, 16, 5, tzinfo=dt.UTC)
GERMAN = Reader("de", "Europe/Berlin", "EUR")
every_language = pytest.mark.parametrize("language", LANGUAGES)


def raised_codes(module: Any, error: str, place: int, where: str = "") -> Iterator[str]:
    """The codes that a module raises an error with, as far as they are written out; only those in functions
    whose name has `where` in it."""
    for function in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or where not in function.name:
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == error:
                code = node.args[place]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def reasons() -> set[str]:
    """Why somebody may not be let in, so that the audit tells of it."""
    proofs = {*raised_codes(tokens, "TokenRefused", 0), *raised_codes(tab_gate, "TokenRefused", 0)}
    proofs |= {reason for _, reason in tokens._REASONS}
    proofs -= tab_gate._ORDINARY
    return {*raised_codes(bot_gate, "ActivityRefused", 1, "authorise"), *proofs, GUESTS_REFUSED, "many"}


def test_the_reasons_are_found() -> None:
    some = {"tenant_foreign", "channel_unendorsed", "key_unnamed", "claim_missing", "person_missing"}
    assert some <= reasons()


@every_language
def test_all_that_may_be_told_has_words(language: str) -> None:
    keys = strings(language).keys()
    wanted = {f"audit.name.{name}" for name in get_args(NoteName)}
    wanted |= {f"audit.reason.{reason}" for reason in reasons()}
    wanted |= {f"audit.door.{door}" for door in get_args(Door) if door}
    wanted |= {f"audit.field.{name}" for name in _CHECKS} | {f"member_role.{role}" for role in Role}
    assert wanted - keys == set()
    # No word is left of what is told no longer.
    told = {
        key for key in keys if key.startswith(("audit.name.", "audit.reason.", "audit.door.", "audit.field."))
    }
    assert told - wanted == {"audit.name.other", "audit.reason.other"}


@every_language
@pytest.mark.parametrize("name", [name for name in Details.__annotations__ if name != "kind"])
def test_every_detail_is_told(language: str, name: str) -> None:
    values = {"framework": "bant", "fields": ["name"], "reason": "many", "door": "tab", "role": "owner"}
    note = Note(id=1, at=AT, name="SignInRefused", actor=None, details={name: values.get(name, 7)})
    line = Line(note=note, actor=None, names={("owner", 7): "Kim"})
    [said] = line_details(Reader(language), line)
    assert said
    assert said not in (str(values.get(name)), name)


async def test_what_was_done_is_told_in_words(crm: Crm, database: Database, alex: Actor, kim: Actor) -> None:
    await crm.read(alex, me)
    await crm.write(alex, choose_framework, next(key for key in FRAMEWORKS if key != "bant"))
    stage = (await crm.read(alex, show_pipeline)).stages[2]
    await crm.write(alex, change_stage, stage.id, {"stale_after": 3, "required": ("amount",)})
    await crm.write(alex, change_settings, {"country": "DE"})
    await crm.write(alex, change_settings, {"subdivision": "BY"})
    with database.write() as connection:
        appoint(connection, kim, Role.OWNER)
    refused = RefusedSignIns(database, crm._writers, every=60)
    for _ in range(2):
        refused.note(Refusal(alex.tenant_id, "", "key_unnamed", "chat"))
    await refused.close()
    lines, _ = await crm.read(alex, read_audit)
    told = [f"{line_title(GERMAN, line)}: {'; '.join(line_details(GERMAN, line))}" for line in lines]
    assert told == [
        "Zugang verweigert: ein Token, das keinen Schlüssel nennt; im Chat; 2-mal",
        "Rolle geändert · Betreiber von Leadline: Kim Akers; jetzt: Besitzer",
        "Einstellungen geändert · Alex Wilber: Feiertage von: das ganze Land → Bayern",
        "Einstellungen geändert · Alex Wilber: Land: nicht bekannt → Deutschland",
        "Phase geändert · Alex Wilber: Phase Angebot; Pflichtfelder, Hinweis bei Stillstand",
        "Fragenkatalog gewählt · Alex Wilber: CHAMP",
    ]


def test_what_a_later_release_tells_is_told_by_no_key() -> None:
    note = Note(id=1, at=AT, name="Unheard", actor=None, details={"reason": "unheard", "unheard": 7})
    line = Line(note=note, actor=None)
    said = [line_title(GERMAN, line), *line_details(GERMAN, line)]
    assert said == ["Etwas anderes · Betreiber von Leadline", "ein anderer Grund"]


async def test_owners_are_told_of_guests_who_were_not_let_in(
    crm: Crm, database: Database, alex: Actor
) -> None:
    await crm.read(alex, me)
    guest = replace(alex, user_id=GUEST, is_guest=True, turn=None)
    for source, ask in ((Source.CHAT, crm.read), (Source.TAB, crm.read), (Source.TAB, crm.write)):
        with pytest.raises(Forbidden):
            await ask(replace(guest, source=source), me)
    with database.write() as connection:
        appoint(connection, alex, Role.OWNER)
    await crm._refused_sign_ins.close()
    lines, _ = await crm.read(alex, read_audit)
    told = [f"{line_title(GERMAN, line)}: {'; '.join(line_details(GERMAN, line))}" for line in lines]
    assert told[:2] == [
        f"Zugang verweigert: ein Gast; Objekt-ID {GUEST}; im Tab; 2-mal",
        f"Zugang verweigert: ein Gast; Objekt-ID {GUEST}; im Chat",
    ]


GUEST = "0f8fad5b-d9cb-469f-a165-70867728950e"
