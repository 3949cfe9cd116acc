"""Members: who is there, and in which language they read."""

from __future__ import annotations

from dataclasses import replace

from app.crm.views import Context
from app.domain.errors import InvalidInput
from app.domain.framework import framework_of
from app.domain.matching import bare_words
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
    wanted = bare_words(text)
    colleagues = [(member, bare_words(member.name)) for member in work.members.all() if wanted]
    exact = [member for member, words in colleagues if words == wanted]
    return exact or [member for member, words in colleagues if _fits(words, wanted)]


def find_pointed(work: Work, actor: Member, chat_id: str, user_id: str = "", id_: int = 0) -> Member | None:
    """The colleague to whom a mention points, whatever they are called: by the member's own id, or those of
    the chat and the directory."""
    return work.members.find(id_) if id_ else work.members.pointed_to(chat_id, user_id)


def take_in(work: Work, actor: Member, user_id: str, chat_id: str, name: str) -> Member:
    """The colleague whom the chat service has told to be behind a mention: who never wrote is a member like
    any other from now on."""
    known = work.members.pointed_to("", user_id)
    if known is None:
        return work.members.join(user_id, name, work.now, chat_id=chat_id)
    return work.members.save(replace(known, chat_id=chat_id))


def _fits(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)
