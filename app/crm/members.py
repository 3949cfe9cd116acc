"""Members: who is there, and in which language they read."""

from __future__ import annotations

from dataclasses import replace

from app.crm.views import Context
from app.domain.errors import InvalidInput
from app.domain.framework import framework_of
from app.domain.matching import fold
from app.domain.member import Member
from app.languages.strings import LANGUAGES
from app.store.work import Work


def me(work: Work, actor: Member) -> Member:
    """The member who asks."""
    return actor


def context(work: Work, actor: Member) -> Context:
    """What forms need: colleagues, the pipeline, the lists."""
    return Context(
        members=tuple(work.members.all()),
        pipeline=work.pipelines.default(),
        choices=tuple(work.choices.all()),
        framework=framework_of(work.workspace.framework),
    )


def choose_language(work: Work, actor: Member, language: str) -> Member:
    """The language the actor reads from now on, whatever the client is set to; "" follows the client.
    Raises InvalidInput."""
    if language and language not in LANGUAGES:
        raise InvalidInput(language="choice_unknown")
    return work.members.save(replace(actor, language=language))


def find_member(work: Work, actor: Member, text: str) -> list[Member]:
    """Colleagues whose name has all words of the text as beginnings of words; a whole name wins alone."""
    wanted = fold(text).split()
    colleagues = work.members.all()
    exact = [member for member in colleagues if fold(member.name).split() == wanted]
    return exact or [member for member in colleagues if wanted and _fits(fold(member.name).split(), wanted)]


def _fits(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)
