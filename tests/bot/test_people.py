"""Participants, followers, new records and edits, as people write and press for them in both languages."""

from __future__ import annotations

import datetime as dt

import pytest

from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.errors import NotFound
from app.domain.event import Kind
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.languages.reader import Reader
from bot.parsing.captures import read_opportunity, read_organization
from bot.parsing.changes import read_changes
from bot.parsing.people import read_partner
from tests.bot.desk import Desk
from tests.bot.test_commands import qualified

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")

GERMAN = "de-DE"
READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")}
TODAY = dt.date(2026, 11, 24)


async def shown(desk: Desk, number: int) -> RecordView:
    return await desk.crm.read(ALEX, show_record, number)


@pytest.fixture
async def deal(desk: Desk) -> int:
    """Acme GmbH is #1, Anna Roth #2, the opportunity #3."""
    await desk.say("new organization Acme GmbH, acme.example")
    await desk.say("new contact Anna Roth, CFO, Acme, anna@acme.example")
    assert "Opportunity #3" in (await desk.say("new opportunity Acme rollout 50k, Acme GmbH")).text
    return 3


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("participant 3 Anna Roth, CFO", "en-US", "Anna Roth (CFO)"),
        ("add participant 3 #2, decision maker", "en-US", "Anna Roth (Decision maker)"),
        ("Teilnehmer 3 Anna Roth als Entscheiderin", GERMAN, "Anna Roth (Entscheidet)"),
        ("Teilnehmer 3 anna roth, Vertriebsassistenz", GERMAN, "Anna Roth (Vertriebsassistenz)"),
        ("participant Acme rollout: Anna Roth (buyer)", "en-US", "Anna Roth (buyer)"),
        ("participant it Anna Roth, CFO", "en-US", "Anna Roth (CFO)"),
    ],
)
async def test_a_known_contact_takes_part(desk: Desk, deal: int, text: str, locale: str, said: str) -> None:
    answer = await desk.say(text, locale=locale)
    assert said in answer.text
    assert "undo" in answer.buttons
    assert [one.contact.number for one in (await shown(desk, deal)).participants] == [2]


async def test_an_unknown_person_becomes_a_contact_of_the_same_organization(desk: Desk, deal: int) -> None:
    answer = await desk.say(f"participant {deal} Ben O'Brien, IT director, ben@acme.example")
    assert "Ben O'Brien takes part." in answer.text
    ben = (await shown(desk, (await shown(desk, deal)).participants[0].contact.number)).record
    assert isinstance(ben, Contact)
    assert (ben.name, ben.job_title, ben.organization) == ("Ben O'Brien", "IT director", 1)
    assert "No longer there: Ben O'Brien" in (await desk.say("undo")).text


async def test_a_name_that_fits_several_contacts_is_a_question(desk: Desk, deal: int) -> None:
    await desk.say("new contact Anna Rothmann, Fabrikam AG")
    asked = await desk.say(f"participant {deal} Anna, CFO")
    assert {"Who is meant?", "Anna Roth", "Anna Rothmann"} <= set(asked.text.split("\n"))
    assert (await shown(desk, deal)).participants == ()
    tapped = await desk.press("participant.add", asked.buttons["participant.add"])
    [one] = (await shown(desk, deal)).participants
    assert one.role == "cfo"
    assert f"{one.contact.name} (CFO)" in tapped.text


async def test_who_is_a_contact_already_is_told_before_another_is_kept(desk: Desk, deal: int) -> None:
    asked = await desk.say(f"participant {deal} Anna Rooth, anna@acme.example")
    assert "same email" in asked.text
    assert asked.buttons["participant.add"]["contact"] == "2"
    data = {**asked.buttons["participant.add"], "contact": "Anna Rooth, anna@acme.example", "anyway": "1"}
    assert "Anna Rooth takes part." in (await desk.press("participant.add", data)).text


async def test_the_form_adds_changes_and_removes(desk: Desk, deal: int) -> None:
    form = await desk.press("participant.list", {"number": deal})
    data = form.buttons["participant.add"]
    again = await desk.press("participant.add", {**data, "contact": "", "role": "cfo"})
    assert "Please fill this in." in again.text
    added = await desk.press("participant.add", {**data, "contact": "Anna Roth", "role": "cfo", "form": "b"})
    assert "Anna Roth (CFO)" in added.text
    listed = await desk.say(f"participants {deal}")
    one = await desk.press("participant.open", listed.buttons["participant.open"])
    assert one.inputs == {"role": "cfo", "other_role": ""}
    role = {**one.buttons["participant.role"], "role": "cfo", "other_role": "Sponsor"}
    assert "Anna Roth (Sponsor)" in (await desk.press("participant.role", role)).text
    one = await desk.press("participant.open", listed.buttons["participant.open"])
    assert one.inputs == {"role": "", "other_role": "Sponsor"}
    gone = await desk.press("participant.remove", one.buttons["participant.remove"])
    assert "Takes part no longer." in gone.text
    left = await desk.press("participant.open", {"number": deal, "contact": "2"})
    assert "This contact does not take part here." in left.text


async def test_participants_are_removed_by_name_and_change_roles_by_being_named_again(
    desk: Desk, deal: int
) -> None:
    await desk.say(f"participant {deal} Anna Roth, CFO")
    assert "Anna Roth (CEO)" in (await desk.say(f"participant {deal} Anna Roth, CEO")).text
    assert "takes part already" in (await desk.say(f"participant {deal} Anna Roth, CEO")).text
    assert "does not take part here" in (await desk.say(f"remove participant {deal} Kim")).text
    removed = await desk.say(f"Teilnehmer entfernen {deal} Anna", locale=GERMAN)
    assert "Nimmt nicht mehr teil." in removed.text
    assert "Role changed" in (await desk.say(f"show {deal}")).text


async def test_only_leads_and_opportunities_have_participants(desk: Desk, deal: int) -> None:
    assert "#1 is an organization" in (await desk.say("participant 1 Anna Roth")).text
    assert "#1 is an organization" in (await desk.say("follow 1")).text


async def test_a_contact_shows_its_deals(desk: Desk, deal: int) -> None:
    await desk.say(f"participant {deal} Anna Roth, decision maker")
    card = await desk.say("zeige 2", locale=GERMAN)
    assert "1 Opportunity (50.000,00 €)" in card.text
    assert "Entscheidet · Opportunity #3" in card.text


async def test_colleagues_follow_and_see_what_they_follow(desk: Desk, deal: int) -> None:
    await desk.say("help", "kim")
    followed = await desk.say(f"folgen {deal}", "kim", locale=GERMAN)
    assert {"Du folgst jetzt #3.", "Follower", "Kim"} <= set(followed.text.split("\n"))
    assert "undo" not in (await desk.say(f"follow {deal}", "kim")).buttons
    assert "Acme rollout" in (await desk.say("following", "kim")).text
    assert "Nothing found." in (await desk.say("following")).text
    assert "Kim no longer follows #3." in (await desk.say(f"unfollow {deal} Kim")).text
    assert "Kim follows #3 now." in (await desk.say("follow Acme rollout for Kim")).text
    assert "You no longer follow #3." in (await desk.say("unfollow it", "kim")).text


async def test_the_followers_card_follows_for_oneself_and_for_others(desk: Desk, deal: int) -> None:
    await desk.say("help", "kim")
    card = await desk.press("record.followers", {"number": deal})
    assert "Nobody follows yet." in card.text
    assert "You follow #3 now." in (await desk.press("record.follow", card.buttons["record.follow"])).text
    card = await desk.press("record.followers", {"number": deal})
    added = await desk.press("record.follow", {**card.buttons["record.follow"], "member": "2"})
    assert "Kim follows #3 now." in added.text
    card = await desk.press("record.followers", {"number": deal})
    gone = await desk.press("record.unfollow", card.buttons["record.unfollow"])
    assert "You no longer follow #3." in gone.text
    assert (
        "I do not know this colleague."
        in (await desk.press("record.follow", {"number": deal, "member": "x", "form": "z"})).text
    )


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("edit 3 amount 60k, close date 30 April 2027", "en-US", ("€60,000.00", "Apr 30, 2027")),
        ("ändere 3 Betrag auf 1,5 Mio", GERMAN, ("1.500.000,00 €",)),
        ("bearbeiten 3 Bedarf: ein Tool, Termin: 31.3.2027", GERMAN, ("ein Tool", "31.03.2027")),
        ("edit Acme rollout authority decides", "en-US", ("Decides",)),
        ("set 3 contact Anna Roth", "en-US", ("Acme GmbH · Anna Roth",)),
        ("edit 3 70000 USD", "en-US", ("$70,000.00",)),
        ("change 2 phone 030 7654321 and job title CEO", "en-US", ("+49 30 7654321", "CEO · Acme GmbH")),
        ("edit 2 email none", "en-US", ("CFO · Acme GmbH",)),
        ("ändere 1 Mitarbeitende 1.200", GERMAN, ("1200",)),
    ],
)
async def test_fields_are_edited_in_one_line(
    desk: Desk, deal: int, text: str, locale: str, said: tuple[str, ...]
) -> None:
    answer = await desk.say(text, locale=locale)
    assert ("Gespeichert." if locale == GERMAN else "Saved.") in answer.text
    for part in said:
        assert part in answer.text
    assert "email none" not in text or "anna@acme.example" not in answer.text


async def test_every_kind_is_edited_by_its_form(desk: Desk, deal: int) -> None:
    changes = {1: {"size": "1,200"}, 2: {"organization": ""}, deal: {"contact": "Anna Roth", "amount": "9k"}}
    for number, typed in changes.items():
        form = await desk.say(f"edit {number}")
        sent = {**form.buttons["record.edit"], **form.inputs, **typed}
        assert "Saved." in (await desk.press("record.edit", sent)).text
    record = (await shown(desk, deal)).record
    assert isinstance(record, Opportunity)
    assert (record.contact, record.organization, record.version) == (2, 1, 2)
    person = (await shown(desk, 2)).record
    assert isinstance(person, Contact)
    assert person.organization is None


async def test_every_kind_has_a_button_for_its_form(desk: Desk, deal: int) -> None:
    for number in (1, 2, deal):
        card = await desk.say(f"show {number}")
        form = await desk.press("record.edit.open", card.buttons["record.edit.open"])
        assert form.inputs["name"]


async def test_a_reference_that_fits_several_or_nothing_is_asked_for_in_the_form(
    desk: Desk, deal: int
) -> None:
    await desk.say("new contact Anna Rothmann")
    asked = await desk.say(f"edit {deal} contact Anna")
    assert "Several fit. Please pick one." in asked.text
    sent = {**asked.buttons["record.edit"], **asked.inputs, "contact": "4"}
    assert "Anna Rothmann" in (await desk.press("record.edit", sent)).text
    unknown = await desk.say(f"bearbeite {deal} Organization Nirgendwo", locale=GERMAN)
    assert "Eine Organization dieses Namens kenne ich nicht." in unknown.text
    assert unknown.inputs["organization"] == "Nirgendwo"


async def test_what_is_no_field_is_told_with_the_fields_there_are(desk: Desk, deal: int) -> None:
    told = await desk.say(f"edit {deal} foo bar")
    assert "Close date" in told.text
    wrong = await desk.say(f"edit {deal} amount lots")
    assert "I cannot read this amount." in wrong.text
    assert wrong.inputs["amount"] == "lots"


async def test_a_stale_form_shows_the_fresh_record(desk: Desk, deal: int) -> None:
    form = await desk.say(f"edit {deal}")
    await desk.say(f"edit {deal} amount 60k")
    stale = await desk.press("record.edit", {**form.buttons["record.edit"], **form.inputs, "amount": "70k"})
    assert {"€60,000.00", "What you entered", "70k"} <= set(stale.text.split("\n"))


async def test_new_records_in_german(desk: Desk) -> None:
    contact = await desk.say(
        "neuer Kontakt Tom Berg, Einkauf, Fabrikam AG, tom@fabrikam.example", locale=GERMAN
    )
    assert {"Tom Berg", "Einkauf · Fabrikam AG"} <= set(contact.text.split("\n"))
    company = await desk.say("neue Organization Müller & Söhne KG, mueller.example", locale=GERMAN)
    assert "mueller.example" in company.text
    deal = await desk.say("neue Opportunity Umzug Lager 1,5 Mio, Fabrikam AG, Ende März", locale=GERMAN)
    assert {"Umzug Lager", "1.500.000,00 €", "Fabrikam AG"} <= set(deal.text.split("\n"))
    undone = await desk.say("undo")
    assert "No longer there: Umzug Lager" in undone.text


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("new contact", "contact.capture"),
        ("neue Firma", "organization.capture"),
        ("new deal", "opportunity.capture"),
        ("new lead", "lead.capture"),
        ("new", "lead.capture"),
    ],
)
async def test_without_details_there_is_a_form(desk: Desk, text: str, verb: str) -> None:
    form = await desk.say(text)
    data = form.buttons[verb]
    again = await desk.press(verb, {**data, "name": "", "company": ""})
    assert verb in again.buttons
    saved = await desk.press(verb, {**data, "name": "Zoe Quell", "form": "other"})
    assert {"Saved.", "Zoe Quell"} <= set(saved.text.split("\n"))


@pytest.mark.parametrize(
    ("first", "again", "verb"),
    [
        ("new contact Anna Roth, anna@acme.example", "new contact A. Roth, anna@acme.example", "contact"),
        ("new organization Acme GmbH", "new organization ACME", "organization"),
        ("new lead Anna Roth, anna@acme.example", "new contact Anna Roth, anna@acme.example", "contact"),
    ],
)
async def test_what_is_likely_there_is_told_before_it_is_saved(
    desk: Desk, first: str, again: str, verb: str
) -> None:
    await desk.say(first)
    asked = await desk.say(again)
    assert "Already there?" in asked.text
    assert f"{verb}.new" in asked.buttons
    assert "Saved." in (await desk.press(f"{verb}.capture", asked.buttons[f"{verb}.capture"])).text


@pytest.mark.parametrize(
    ("text", "language", "kind", "values"),
    [
        ("amount 50k", "en", Kind.OPPORTUNITY, {"amount": "50k"}),
        ("Betrag: 1.234,56 €, Abschluss 31.3.", "de", Kind.LEAD, {"amount": "1.234,56 €, Abschluss 31.3."}),
        (
            "Betrag: 1.234,56 €, Abschluss 31.3.",
            "de",
            Kind.OPPORTUNITY,
            {"amount": "1.234,56 €", "close_date": "31.3."},
        ),
        ("need a tool, name tags", "en", Kind.LEAD, {"need": "a tool, name tags"}),
        ("need: a tool, name: Bo", "en", Kind.LEAD, {"need": "a tool", "name": "Bo"}),
        ("the phone to -", "en", Kind.CONTACT, {"phone": ""}),
        ("Quelle Messe", "de", Kind.LEAD, {"source": "fair"}),
        ("anna@acme.example", "en", Kind.CONTACT, {"email": "anna@acme.example"}),
        ("timeline in three months", "en", Kind.LEAD, {"timeline": "quarter"}),
        ("something else", "en", Kind.CONTACT, None),
        ("amount", "en", Kind.LEAD, {"amount": ""}),
    ],
)  # fmt: skip
def test_changes_are_read(text: str, language: str, kind: Kind, values: dict[str, str] | None) -> None:
    assert read_changes(text, kind, READERS[language], TODAY) == values


@pytest.mark.parametrize(
    ("text", "name", "role", "company"),
    [
        ("Anna Roth, CFO", "Anna Roth", "cfo", ""),
        ("Anna Roth", "Anna Roth", "", ""),
        ("Anna Roth als Fürsprache", "Anna Roth", "champion", ""),
        ("O'Brien, Ben", "O'Brien", "Ben", ""),
        ("Anna Roth, CFO, Acme GmbH, anna@acme.example", "Anna Roth", "cfo", "Acme GmbH"),
        ("Anna Roth, Acme GmbH", "Anna Roth", "", "Acme GmbH"),
    ],
)
def test_people_in_roles_are_read(text: str, name: str, role: str, company: str) -> None:
    partner = read_partner(text, READERS["en"], TODAY)
    assert (partner.name, partner.role, partner.company) == (name, role, company)


@pytest.mark.parametrize(
    ("added", "fields", "aside"),
    [
        ("mobile 0171 1234567", {"phone": "0171 1234567"}, ""),
        ("Tel. 030 12345", {"phone": "030 12345"}, ""),
        # Words that stand inside others are not said by these.
        ("cm", {}, "cm"),
        ("art lover", {}, "art lover"),
        ("old friend of roth", {}, "old friend of roth"),
    ],
)
def test_no_word_behind_a_person_is_lost(added: str, fields: dict[str, str], aside: str) -> None:
    partner = read_partner(f"Anna Roth, CFO, Acme cmart GmbH, {added}", READERS["de"], TODAY)
    assert partner.company == "Acme cmart GmbH"
    assert partner.fields == {"name": "Anna Roth", "job_title": "CFO", **fields}
    assert partner.aside == aside


def test_organizations_and_opportunities_are_read() -> None:
    english = READERS["en"]
    assert read_organization(
        "Acme GmbH, https://acme.example/de, 1,200 employees, Software, x", english, TODAY
    ) == (
        {"name": "Acme GmbH", "website": "https://acme.example/de", "size": "1,200", "industry": "Software"},
        "x",
    )
    assert read_opportunity(
        "Acme rollout $1.5m, needs a tool, closing 31 March 2027, Acme", english, TODAY
    ) == (
        {
            "name": "Acme rollout",
            "amount": "$1.5m",
            "need": "needs a tool",
            "close_date": "2027-03-31",
            "organization": "Acme",
        },
        "",
    )


async def test_the_history_tells_roles_and_a_conversion_in_the_readers_words(desk: Desk) -> None:
    number = await qualified(desk)
    await desk.say(f"participant {number} Anna Klein, IT director")
    await desk.say(f"participant {number} Ben Okoro, sponsor")
    told = (await desk.say(f"zeige {number}", locale="de-DE")).text
    assert "Andere Teilnehmer: nichts → Anna Klein (IT-Leitung)" in told
    assert "Ben Okoro (sponsor)" in told
    assert "Umwandlung: Angelegt: Organization #2" in (await desk.say("zeige 1", locale="de-DE")).text


@pytest.mark.parametrize(
    ("text", "name", "company", "amount"),
    [
        ("Rollout with Acme Ltd for 30k", "Rollout", "Acme Ltd", "30k"),
        ("Rollout bei der Kranz GmbH, 30k", "Rollout bei der Kranz GmbH", None, "30k"),
        ("Rollout bei Kranz GmbH, 30k", "Rollout", "Kranz GmbH", "30k"),
        ("Website relaunch for Contoso, 12k", "Website relaunch for Contoso", None, "12k"),
        ("Wartung im Wert von 5k", "Wartung", None, "5k"),
        ("Wartung mit Rabatt, 5k", "Wartung mit Rabatt", None, "5k"),
        ("Work with us 5k", "Work with us", None, "5k"),
        ("Rollout, Acme, 5k", "Rollout", "Acme", "5k"),
        ("Scanners 25k for Bergmann Freight Ltd", "Scanners", "Bergmann Freight Ltd", "25k"),
        ("Scanners 25k for managers", "Scanners for managers", None, "25k"),
    ],
)
def test_the_customer_of_a_deal_is_no_part_of_its_name(
    text: str, name: str, company: str | None, amount: str
) -> None:
    values, left = read_opportunity(text, Reader("en"), dt.date(2026, 11, 30))
    assert (values["name"], values.get("organization"), left) == (name, company, "")
    assert values["amount"].endswith(amount)


@pytest.mark.parametrize(
    ("locale", "text", "asked", "again"),
    [
        ("en-US", "new deal Rollout with Acme, 30k", "Is Acme the customer?", "new deal Repair with Acme"),
        (
            "de-DE",
            "neues Geschäft Ausbau mit Acme, 30k",
            "Ist Acme der Kunde?",
            "neues Geschäft Bau bei Acme",
        ),
    ],
)
async def test_no_company_is_founded_on_a_guess(
    desk: Desk, locale: str, text: str, asked: str, again: str
) -> None:
    form = await desk.say(text, locale=locale)
    assert asked in form.text
    assert form.inputs["organization"] == "Acme"
    with pytest.raises(NotFound):
        await desk.crm.read(ALEX, show_record, 1)
    data = {**form.buttons["opportunity.capture"], **form.inputs}
    await desk.press("opportunity.capture", data, locale=locale)
    kept = await desk.say(again, locale=locale)
    # Now it is known, and nobody is asked.
    assert "opportunity.capture" not in kept.buttons
    assert "Acme" in kept.text
    assert (await desk.crm.read(ALEX, show_record, 1)).record.name == "Acme"
    assert (await desk.crm.read(ALEX, show_record, 3)).record.kind is Kind.OPPORTUNITY


async def test_words_of_the_language_found_no_company(desk: Desk) -> None:
    kept = await desk.say("new deal Rollout, urgent help needed, 20k")
    assert "urgent help needed" in kept.text
    assert (await desk.crm.read(ALEX, show_record, 1)).record.kind is Kind.OPPORTUNITY


async def test_what_was_told_of_somebody_who_is_new_goes_along_where_they_are_captured(world: Desk) -> None:
    told = await world.say("call with Hal Jordan (hal@ferris.example, +44 7700 900123): wants a demo")
    form = await world.press("lead.new", told.buttons["lead.new"])
    assert (form.inputs["name"], form.inputs["email"]) == ("Hal Jordan", "hal@ferris.example")
    assert form.inputs["phone"] == "+44 7700 900123"
    assert "wants a demo" in form.inputs["note"]
