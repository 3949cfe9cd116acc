"""How people word a command: politely, in a sentence, with the verb at its end; and what is no command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import fold
from app.host.seeding.sample_data import COMPANY, FIRST, FORM, LAST, NEEDS, TITLES, TRADE
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms
from bot.registry import registry
from tests.bot.desk import Desk
from tests.bot.test_commands import SARAH, qualified

WORDED = {
    "please qualify 5": ("qualify", "5"),
    "Please, qualify 5!": ("qualify", "5!"),
    "can you show me 104": ("show", "104"),
    "Could you please show me 104?": ("show", "104?"),
    "bitte qualifiziere 5": ("qualify", "5"),
    "Qualifiziere bitte 5": ("qualify", "5"),
    "kannst du mir 104 zeigen": ("show", "104"),
    "Kannst du mir bitte mal 104 zeigen?": ("show", "104"),
    "könntest du bitte 4 auf Angebot verschieben": ("move", "4 auf Angebot"),
    "could you please move 4 to proposal": ("move", "4 to proposal"),
    "I'd like to qualify Meier": ("qualify", "Meier"),
    "I’d like to qualify Meier": ("qualify", "Meier"),
    "let's qualify 5": ("qualify", "5"),
    "ich möchte Lead 5 disqualifizieren": ("disqualify", "Lead 5"),
    "kannst du Meier qualifizieren": ("qualify", "Meier"),
    "104 qualifizieren": ("qualify", "104"),
    "den Deal 4 verschieben": ("move", "den Deal 4"),
    "bitte 5 an Kim zuweisen": ("assign", "5 an Kim"),
    "ich würde gerne 104 ansehen": ("show", "104"),
    "May I see 104": ("show", "104"),
    "what is 104": ("show", "104"),
    "was ist mit Meier": ("show", "Meier"),
    "guten Morgen, zeig mir Lead 5": ("show", "Lead 5"),
    "Hi, please show me 104": ("show", "104"),
    "hello, new lead Sarah Meier, Acme": ("new", "Sarah Meier, Acme"),
    "bitte neuer Lead Sarah Meier, Acme": ("new", "Sarah Meier, Acme"),
    "could you create a new lead Sarah Meier, Acme": ("new", "Sarah Meier, Acme"),
    "add Sarah Meier, CEO, Acme as a lead": ("new", "Sarah Meier, CEO, Acme"),
    "lege Sarah Meier, Acme als Lead an": ("new", "Sarah Meier, Acme"),
    "I won 4": ("won", "4"),
    "We won #4!": ("won", "#4!"),
    "we've won 4": ("won", "4"),
    "wir haben 4 gewonnen": ("won", "4"),
    "wir haben Acme gewonnen": ("won", "Acme"),
    "den Deal haben wir gewonnen": ("won", "den Deal"),
    "mark 4 as won": ("won", "4"),
    "markiere 4 als gewonnen": ("won", "4"),
    "set 4 to won": ("won", "4"),
    "4 is won": ("won", "4"),
    "4 ist gewonnen": ("won", "4"),
    "4 won": ("won", "4"),
    "it is won": ("won", "it"),
    "we lost 4 due to price": ("lost", "4 due to price"),
    "#4 lost because of price": ("lost", "#4 because of price"),
    "wir haben Acme verloren wegen Preis": ("lost", '"Acme" wegen Preis'),
    "4 ist verloren, zu teuer": ("lost", "4, zu teuer"),
    "set 4 to proposal": ("move", "4 proposal"),
    "setze 4 auf Angebot": ("move", "4 Angebot"),
    "turn 5 into an opportunity": ("qualify", "5"),
    "mach aus 5 eine Opportunity": ("qualify", "5"),
    "mach 5 wieder auf": ("reopen", "5"),
    "undo it please": ("undo", ""),
    "kannst du das rückgängig machen": ("undo", ""),
    "bitte mach das rückgängig": ("undo", ""),
    "show me all leads": ("list", ""),
    "zeig mir bitte meine Leads": ("list", ""),
    "kannst du mir bitte die offenen Leads zeigen": ("list", ""),
    "hi can you list my leads": ("list", "my leads"),
    "zeige mir die Pipeline": ("pipeline", ""),
    "please help me": ("help", ""),
    "suche bitte Meier": ("find", "Meier"),
}
ORDINARY = (
    "the weather is nice today", "I lost my keys", "we won the lottery", "ich habe keine Zeit gewonnen",
    "wir haben das Spiel verloren", "what is love", "was ist los", "thanks a lot", "danke dir", "ok",
    "please", "bitte", "Vielen Dank für die Hilfe", "see you tomorrow", "bis morgen", "das passt nicht",
    "that does not fit", "I will call him tomorrow", "ich rufe ihn morgen an", "who won?",
    "mark my words", "Mark Meier", "let's see how it goes", "das ist gut", "can you believe it",
    "kannst du das glauben", "could you please", "ich möchte kündigen", "wir wollen essen gehen",
    "the customer is lost in the process", "10 %", "5 apples", "seems won over", "now what",
    "just checking", "and then?", "so what", "the customer won a prize",
)  # fmt: skip


@pytest.mark.parametrize("text", WORDED)
def test_wordy_forms_are_commands(text: str) -> None:
    match = registry.match(text)
    assert match is not None
    assert (match.command.verb, match.rest) == WORDED[text]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_no_command_unless_a_record_is_called_so(text: str) -> None:
    match = registry.match(text)
    assert match is None or match.loose


@pytest.mark.parametrize("text", ["I lost my keys", "wir haben das Spiel gewonnen", "can you believe it"])
async def test_what_speaks_of_no_record_is_not_understood(desk: Desk, text: str) -> None:
    await qualified(desk)
    shown = await desk.say(text)
    assert "I did not understand" in shown.text
    assert shown.buttons["command.run"]["text"] == f"find {text}"
    assert "Opportunity #4\nOpen" not in shown.text


def _first_words() -> frozenset[str]:
    """The words that commands begin with, in all languages."""
    return frozenset(
        fold(name).split()[0]
        for language in LANGUAGES
        for verb in registry.commands
        for key in ("name", "aliases")
        for name in strings(language).t(f"command.{verb}.{key}").split(",")
    )


NAMES = st.one_of(
    st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)),
    st.tuples(st.sampled_from(COMPANY), st.sampled_from(TRADE), st.sampled_from(FORM)),
    st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(TITLES), st.sampled_from(FORM)),
    st.tuples(st.sampled_from(LAST), st.sampled_from(FORM), st.sampled_from(NEEDS)),
).map(" ".join)


@given(NAMES)
def test_names_are_no_commands(name: str) -> None:
    assert registry.match(name) is None


@given(st.text(max_size=60))
def test_any_text_is_a_command_only_where_it_says_so(text: str) -> None:
    """Without a command's first word, a courtesy or a number there is none."""
    match = registry.match(text)
    if match is not None and not match.loose:
        words = {fold(word.strip(".,:;!?…()[]\"'„“”/")) for word in text.split()}
        said = {word for phrase in _phrases() for word in phrase.split()}
        assert words & (said | _first_words())


def _phrases() -> list[str]:
    return [phrase for verb in registry.commands for phrase in forms(f"commands.{verb}")]


@given(
    st.lists(st.sampled_from(["please", "bitte", "can you", "kannst du", "hi,", "mir", "now"]), max_size=5)
)
def test_courtesies_change_nothing(before: list[str]) -> None:
    match = registry.match(" ".join([*before, "qualify 5"]))
    # "mir" alone is no courtesy: behind one it is.
    if "mir" not in before:
        assert match is not None
        assert (match.command.verb, match.rest) == ("qualify", "5")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("please mark 4 as won", "Won. Congratulations!"),
        ("wir haben Tech Innovators gewonnen", "Won. Congratulations!"),
        ("könntest du bitte 4 auf Angebot verschieben", "Moved to Proposal."),
        ("set it to proposal", "Moved to Proposal."),
        ("we lost it because of price", "Closed as lost."),
        ("wir haben Tech Innovators verloren, Preis", "Closed as lost."),
        ("can you show me Tech Innovators Inc.?", "Tech Innovators Inc."),
        ("hi, can you list my qualified leads please", "Qualified leads, mine"),
        ("zeig mir bitte die Pipeline", "€50,000.00"),
        ("kannst du mir 4 zeigen", "Opportunity #4"),
        ("kannst du das rückgängig machen", "(#4)"),
    ],
)
async def test_wordy_forms_at_the_desk(desk: Desk, text: str, said: str) -> None:
    await qualified(desk)
    assert said in (await desk.say(text)).text


async def test_a_lead_in_a_polite_sentence_lands_in_its_fields(desk: Desk) -> None:
    shown = await desk.say(SARAH.replace("new lead", "Hi, could you please add a new lead"))
    assert {"Lead #1", "Sarah Meier", "sarah@techinnovators.example"} <= set(shown.text.split("\n"))


@pytest.mark.parametrize(
    "text", ["please " * 700 + "qualify 5", "mark " + "x " * 2400, "bitte " + "ä" * 4900]
)
async def test_long_texts_are_answered(desk: Desk, text: str) -> None:
    await desk.say(text[:5000])
