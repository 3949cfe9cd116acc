"""Memories: what was noted last counts, of each member in each conversation alone, until it is forgotten."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.domain.member import Actor
from app.store.database import Database
from app.store.memories import Memory
from app.store.tables import memories
from app.store.work import Work, begin_write
from tests.conftest import ALEX, KIM, OTHER_TENANT, TENANT

_USERS = (ALEX, KIM)
_PLACES = st.tuples(
    st.sampled_from([TENANT, OTHER_TENANT]), st.sampled_from(["a", "b"]), st.sampled_from(_USERS)
)
_MEMORIES = st.builds(
    Memory,
    about=st.none() | st.integers(0, 2**40),
    shown=st.none()
    | st.fixed_dictionaries({"of": st.text(max_size=9).filter(lambda text: "\0" not in text)}),
)


@given(
    noted=st.lists(
        st.lists(st.tuples(_PLACES, _MEMORIES), unique_by=lambda one: one[0], max_size=8), max_size=4
    )
)
def test_what_was_noted_last_counts(
    database: Database, noted: list[list[tuple[tuple[str, str, str], Memory]]]
) -> None:
    expected: dict[tuple[str, str, str], Memory] = {}
    spoken: list[tuple[str, str, str]] = []
    with database.write() as connection:
        of_each = {tenant: _work(connection, tenant) for tenant in (TENANT, OTHER_TENANT)}
        connection.execute(sa.delete(memories))
        for together in noted:
            for tenant, (work, _) in of_each.items():
                mine = [(place[1], place[2], memory) for place, memory in together if place[0] == tenant]
                work.memories.note(mine, work.now)
            # They are saved at different moments.
            for work, _ in of_each.values():
                work.now += dt.timedelta(seconds=1)
            for place, memory in together:
                spoken += [place] if memory.about is not None else []
                known = expected.get(place, Memory())
                expected[place] = Memory(
                    about=known.about if memory.about is None else memory.about,
                    shown=known.shown if memory.shown is None else memory.shown,
                )
        for tenant, (work, ids) in of_each.items():
            for conversation in ("a", "b"):
                for user in _USERS:
                    known = expected.get((tenant, conversation, user), Memory())
                    assert work.memories.find(conversation, ids[user]) == known
                    found = work.memories.spoken_of(conversation, ids[user])
                    assert found == _spoken(expected, spoken, tenant, conversation, user)


def _spoken(
    expected: dict[tuple[str, str, str], Memory],
    spoken: list[tuple[str, str, str]],
    tenant: str,
    conversation: str,
    user: str,
) -> tuple[int, bool] | None:
    """The member's own record, else the one that was spoken of last there."""
    there = [place for place in spoken if place[:2] == (tenant, conversation)]
    own = [place for place in there if place[2] == user]
    if not there:
        return None
    about = expected[(own or there)[-1]].about
    assert about is not None
    return about, bool(own)


def test_who_is_no_member_is_passed_over(database: Database) -> None:
    with database.write() as connection:
        work, ids = _work(connection, TENANT)
        work.memories.note([("a", "nobody", Memory(about=1)), ("a", ALEX, Memory(about=2))], work.now)
        assert work.memories.find("a", ids[ALEX]) == Memory(about=2)
        assert connection.execute(sa.select(sa.func.count()).select_from(memories)).scalar() == 1


def test_what_was_noted_long_ago_is_forgotten(database: Database) -> None:
    with database.write() as connection:
        work, ids = _work(connection, TENANT)
        week_ago = work.now - dt.timedelta(days=7)
        work.memories.note([("old", ALEX, Memory(about=1))], week_ago - dt.timedelta(seconds=1))
        work.memories.note([("new", ALEX, Memory(about=2))], week_ago)
        work.memories.forget(week_ago)
        assert work.memories.find("old", ids[ALEX]) == Memory()
        assert work.memories.find("new", ids[ALEX]) == Memory(about=2)


def _work(connection: sa.Connection, tenant: str) -> tuple[Work, dict[str, int]]:
    met = [begin_write(connection, Actor(tenant_id=tenant, user_id=user, name=user)) for user in _USERS]
    return met[0][0], {member.user_id: member.id for _, member in met}
