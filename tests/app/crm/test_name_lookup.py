"""Which records a name means, on both databases: to act takes whole words, to offer candidates less."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.name_lookup import Named, candidates_of, records_named
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.domain.event import Kind
from app.domain.member import Actor
from app.domain.qualification import Qualification

RECORDS = frozenset(Kind) - {Kind.ACTIVITY}


class Books:
    """The records of these tests and what names mean among them."""

    def __init__(self, crm: Crm, actor: Actor) -> None:
        self.crm = crm
        self.actor = actor

    async def lead(self, name: str, company: str = "") -> int:
        draft = LeadDraft(name=name, company=company)
        return (await self.crm.write(self.actor, capture_lead, draft)).record.number

    async def named(
        self, *names: str, kinds: Collection[Kind] = RECORDS, mistyped: bool = False, limit: int = 8
    ) -> Named | None:
        words = [tuple(name.split()) for name in names]
        return await self.crm.read(self.actor, records_named, words, kinds, limit, mistyped=mistyped)

    async def numbers(
        self, *names: str, kinds: Collection[Kind] = RECORDS, mistyped: bool = False
    ) -> set[int]:
        found = await self.named(*names, kinds=kinds, mistyped=mistyped)
        return {hit.number for hit in found.hits} if found else set()

    async def candidates(self, name: str, limit: int = 3) -> list[int]:
        words = tuple(name.split())
        hits = await self.crm.read(self.actor, candidates_of, words, RECORDS, limit)
        return [hit.number for hit in hits]


@pytest.fixture
def books(crm: Crm, alex: Actor) -> Books:
    return Books(crm, alex)


async def test_all_words_of_a_name_must_be_whole_words_of_the_record(books: Books) -> None:
    ann = await books.lead("Ann Hall", "Ruby Ltd")
    await books.lead("Annika Haller", "Rubytech")
    assert await books.numbers("ann") == {ann}
    assert await books.numbers("hall ann") == {ann}
    assert await books.numbers("an") == set()
    assert await books.numbers("ann roth") == set()
    assert await books.named() is None
    assert await books.numbers("") == set()


async def test_a_name_may_be_told_from_another_by_its_company(books: Books) -> None:
    ruby = await books.lead("Ann Hall", "Ruby Ltd")
    opal = await books.lead("Ann Hall", "Opal & Söhne, Köln")
    assert await books.numbers("ann hall") == {ruby, opal}
    assert await books.numbers("ann ruby") == {ruby}
    assert await books.numbers("hall soehne koeln") == {opal}
    assert await books.numbers("opal") == {opal}


async def test_who_is_called_just_so_goes_before_who_is_called_more(books: Books) -> None:
    short = await books.lead("Acme Nord")
    longer = await books.lead("Acme Nord Kiosk")
    assert await books.numbers("acme nord") == {short}
    assert await books.numbers("nord acme") == {short, longer}


async def test_the_first_name_that_somebody_bears_counts(books: Books) -> None:
    ann, hall = await books.lead("Ann Roth"), await books.lead("Hall Systems")
    found = await books.named("ann hall", "hall", "ann")
    assert found is not None
    assert (found.place, [hit.number for hit in found.hits]) == (1, [hall])
    assert ann not in [hit.number for hit in found.hits]


async def test_a_typing_error_counts_only_where_one_record_fits_and_nobody_bears_the_name(
    books: Books,
) -> None:
    becker = await books.lead("Tom Becker")
    assert await books.numbers("tom beckre") == set()
    found = await books.named("tom beckre", mistyped=True)
    assert found is not None
    assert [hit.number for hit in found.hits] == [becker]
    await books.lead("Tom Beckert")
    assert await books.numbers("tom becker", mistyped=True) == {becker}
    await books.lead("Tom Becker", "Opal")
    assert await books.numbers("tom beckre", mistyped=True) == set()


async def test_short_words_are_not_mistyped(books: Books) -> None:
    await books.lead("Tim Ott")
    assert await books.numbers("tom", mistyped=True) == set()
    assert await books.numbers("tim otto", mistyped=True) == set()


async def test_only_records_of_the_wanted_kinds_are_meant(books: Books) -> None:
    lead = await books.lead("Ann Hall", "Ruby Ltd")
    deal = (await books.crm.write(books.actor, capture_opportunity, {"name": "Ruby renewal"})).record.number
    assert await books.numbers("ruby") == {lead, deal}
    assert await books.numbers("ruby", kinds={Kind.OPPORTUNITY}) == {deal}
    assert await books.numbers("ann", kinds={Kind.OPPORTUNITY}) == set()


async def test_a_converted_lead_gives_way_to_what_bears_its_name_now(books: Books) -> None:
    lead = await books.lead("Ann Hall", "Ruby Ltd")
    await books.crm.write(books.actor, qualify_lead, lead, Qualification())
    kinds = {hit.kind for hit in (await _found(books, "ann hall")).hits}
    assert Kind.CONTACT in kinds
    assert Kind.LEAD not in kinds
    assert await books.numbers("ann hall", kinds={Kind.LEAD}) == {lead}


async def _found(books: Books, name: str) -> Named:
    found = await books.named(name)
    assert found is not None
    return found


async def test_no_more_are_told_than_asked_for(books: Books) -> None:
    for place in range(5):
        await books.lead(f"Ann {'BCDEF'[place]}hall")
    found = await books.named("ann", limit=3)
    assert found is not None
    assert len(found.hits) == 3
    assert len(await books.candidates("ann", limit=2)) == 2


async def test_another_workspace_is_named_by_nothing(books: Books, stranger: Actor) -> None:
    await books.lead("Ann Hall")
    assert await Books(books.crm, stranger).numbers("ann hall", mistyped=True) == set()
    assert await Books(books.crm, stranger).candidates("ann hall") == []


async def test_candidates_look_alike_begin_so_or_have_one_of_the_words(books: Books) -> None:
    becker = await books.lead("Tom Becker")
    beckmann = await books.lead("Ulla Beckmann")
    contact = await books.crm.write(books.actor, capture_contact, {"name": "Rita Roth"})
    company = await books.crm.write(books.actor, capture_organization, {"name": "Becking Bau"})
    assert await books.candidates("tom beckre") == [becker]
    assert set(await books.candidates("beck")) == {becker, beckmann, company.record.number}
    assert await books.candidates("gus roth") == [contact.record.number]
    assert await books.candidates("zz marlow") == []


@pytest.mark.parametrize(
    ("company", "said"), [("«Acme» GmbH", "acme"), ("‚Kranz‘ Bau", "kranz"), ("{Nova} Labs", "nova")]
)
async def test_marks_around_a_word_of_a_name_hide_nobody(books: Books, company: str, said: str) -> None:
    lead = await books.lead("Ann Roth", company)
    assert await books.numbers(said) == {lead}
