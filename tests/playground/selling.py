"""The second half of the conversation: questions of MEDDIC, a conversion by choice, the people of a deal, a
conflict with a colleague, facts in one line and in a signature, and a name that several have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from playwright.async_api import Locator, expect

from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.members import me
from app.crm.people.participants import show_deal
from app.crm.records import edit_record, page_of_records, show_record
from app.crm.views import RecordView
from app.domain.event import Kind
from app.domain.framework import FRAMEWORKS
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.host.configuration import PLAYGROUND_TENANT
from app.languages.reader import Reader
from tests.playground.story import number_in
from tests.playground.window import ChatWindow, choose, fill, press

KIM = Actor(tenant_id=PLAYGROUND_TENANT, user_id="0a1b2c3d-0000-4000-8000-000000000c1a", name="Kim")
PEOPLE = {"name": "Sarah Meier", "email": "sarah@techinnovators.example", "phone": "+44 20 7946 0000"}


@dataclass(frozen=True)
class Words:
    """What somebody writes who speaks the language."""

    framework: str
    qualify: str
    answers: dict[str, str]
    participant: str
    follow: str
    amount: str
    facts: str
    facts_found: tuple[str, ...]
    signature: tuple[str, ...]
    signature_found: tuple[str, ...]
    call: str
    called: str


WORDS = {
    "en": Words(
        framework="framework",
        qualify="qualify {lead}",
        answers={
            "metrics": "Half the time for the weekly report",
            "economic_buyer": "Dr. Vogel, CFO",
            "decision_criteria": "Works inside Teams",
        },
        participant="participant it Anna Klein, CFO",
        follow="follow {deal} Kim",
        amount="€60k",
        facts="new lead Jonas Weiß, CTO at Nordlicht GmbH, +49 40 5551234, jonas@nordlicht.example, "
        "met at Hannover Messe, wants a planning tool, 50k, decides in three months",
        facts_found=("CTO", "Nordlicht GmbH", "+49 40 5551234", "jonas@nordlicht.example", "fair", "quarter"),
        signature=(
            "new lead",
            "Best regards",
            "Mara Okoro",
            "Head of Purchasing",
            "Northwind Traders Ltd",
            "Phone: +44 20 7946 0123",
            "mara.okoro@northwind.example",
        ),
        signature_found=(
            "Head of Purchasing",
            "Northwind Traders Ltd",
            "+44 20 7946 0123",
            "mara.okoro@northwind.example",
        ),
        call="call with Sarah: she wants an offer by Friday",
        called="she wants an offer by Friday",
    ),
    "de": Words(
        framework="Fragenkatalog",
        qualify="{lead} qualifizieren",
        answers={
            "metrics": "Halbe Zeit für den Wochenbericht",
            "economic_buyer": "Dr. Vogel, CFO",
            "decision_criteria": "Läuft in Teams",
        },
        participant="Teilnehmer {deal} Anna Klein, CFO",
        follow="folge {deal} Kim",
        amount="60.000 €",
        facts="neuer Lead Jonas Weiß, Technikleiter bei Nordlicht GmbH, +49 40 5551234, "
        "jonas@nordlicht.example, auf der Hannover Messe getroffen, sucht ein Planungswerkzeug, 50k, "
        "entscheidet in drei Monaten",
        facts_found=(
            "Technikleiter",
            "Nordlicht GmbH",
            "+49 40 5551234",
            "jonas@nordlicht.example",
            "fair",
            "quarter",
        ),
        signature=(
            "neuer Lead",
            "Mit freundlichen Grüßen",
            "Mara Öztürk",
            "Leiterin Einkauf",
            "Südwind Handels GmbH & Co. KG",
            "Tel.: +49 89 5550123",
            "mara.oeztuerk@suedwind.example",
        ),
        signature_found=(
            "Leiterin Einkauf",
            "Südwind Handels GmbH & Co. KG",
            "+49 89 5550123",
            "mara.oeztuerk@suedwind.example",
        ),
        call="Anruf mit Sarah: sie will ein Angebot bis Freitag",
        called="sie will ein Angebot bis Freitag",
    ),
}


@dataclass(frozen=True)
class Selling:
    """The acts of one conversation, in their order; `lead` is Sarah's, open and alone in the workspace."""

    chat: ChatWindow
    reader: Reader
    crm: Crm
    actor: Actor
    lead: int

    @property
    def words(self) -> Words:
        return WORDS[self.reader.language]

    async def choose_framework(self) -> None:
        """From now on leads are qualified by the questions of MEDDIC."""
        t = self.reader.t
        card = await self.chat.say(self.words.framework)
        for key in FRAMEWORKS:
            await expect(card).to_contain_text(t(f"framework.{key}.about"))
        name = t("framework.meddic.name")
        await press(card, t("button.use_framework", name=name))
        await expect(card).to_contain_text(t("reply.framework_set", name=name))

    async def convert_by_choice(self) -> int:
        """What a colleague has captured already is used; taken back, all is as before; then an organization
        is created and the contact left out. Gives the opportunity."""
        t = self.reader.t
        company, contact, deal = await self._capture_as_kim()
        card = await self._ask()
        await expect(card.get_by_role("combobox", name=t("card.organization"))).to_have_value(
            _option(company, "Tech Innovators", t("card.duplicate.company"))
        )
        await expect(card).to_contain_text("+44 20 7946 0000")
        await choose(card, t("card.opportunity"), f"#{deal} Project tool · {t('stage.qualified')}")
        await self._answer(card)
        await press(card, t("button.qualify"))
        await expect(card).to_contain_text(t("reply.qualified_joined", number=deal))
        await self._expect_score(card)
        await self._expect_log(card, {"used": (company, contact, deal)})
        await press(card, t("button.undo"))
        await expect(card).to_contain_text(t("card.undo.title"))
        assert (await self._lead()).status == "open"
        assert not (await self._deal(deal)).answers

        card = await self._ask()
        await choose(
            card, t("card.organization"), t("form.will.organization_new", name="Tech Innovators Inc.")
        )
        await choose(card, t("card.contact"), t("form.will.contact_none"))
        await self._answer(card)
        await press(card, t("button.qualify"))
        number = await number_in(card, t("card.opportunity"))
        await expect(card).to_contain_text(t("conversion.skipped"))
        made = await self._deal(number)
        assert (made.contact, made.lead) == (None, self.lead)
        assert made.organization not in (None, company)
        return number

    async def gather_people(self, deal: int) -> None:
        """Somebody new takes part in a role, and a colleague follows."""
        card = await self.chat.say(self.words.participant.format(deal=deal))
        await expect(card).to_contain_text("Anna Klein (CFO)")
        card = await self.chat.say(self.words.follow.format(deal=deal))
        await expect(card).to_contain_text(self.reader.t("reply.follows", name="Kim", number=deal))
        view = await self._view(deal)
        told = [(one.contact.name, one.role) for one in view.participants]
        assert told == [("Anna Klein", "cfo")]
        assert "Kim" in {one.name for one in view.followers}

    async def meet_a_conflict(self, deal: int) -> None:
        """Meanwhile a colleague changed the record: the form is answered with the fresh state, who changed
        what, and what was typed, which then is applied to it."""
        t = self.reader.t
        card = await self.chat.say(f"#{deal}")
        await press(card, t("button.more"))
        await card.get_by_role("button", name=t("button.edit"), exact=True).click()
        await fill(card, t("field.amount"), self.words.amount)
        await self.crm.write(KIM, edit_record, deal, {"name": "Rollout", "amount": None})
        await press(card, t("button.save"))
        for text in (t("card.conflict.since"), "Kim", "Rollout", t("card.conflict.yours"), self.words.amount):
            await expect(card).to_contain_text(text)
        assert (await self._deal(deal)).amount is None
        await press(card, t("button.apply"))
        await expect(card).to_contain_text(t("reply.saved"))
        saved = await self._deal(deal)
        assert saved.amount is not None
        assert (saved.name, saved.amount.amount) == ("Rollout", Decimal(60_000))

    async def tell_plainly(self) -> None:
        """Facts in one line and the signature of an email land in their fields."""
        await number_in(await self.chat.say(self.words.facts), self.reader.t("card.lead"))
        lead = await self._lead("Jonas Weiß")
        told = (lead.job_title, lead.company, lead.phone, lead.email, lead.source, lead.timeline)
        assert told == self.words.facts_found, told
        assert lead.amount is not None
        assert lead.amount.amount == 50_000
        card = await self.chat.paste("\n".join(self.words.signature))
        await number_in(card, self.reader.t("card.lead"))
        lead = await self._lead(self.words.signature[2])
        assert (lead.job_title, lead.company, lead.phone, lead.email) == self.words.signature_found

    async def mean_one_of_several(self) -> None:
        """Which Sarah? The choice carries on with what was said."""
        t = self.reader.t
        other = await self.crm.write(KIM, capture_lead, LeadDraft(name="Sarah Novak", company="Fabrikam Ltd"))
        number = other.record.number
        card = await self.chat.say(self.words.call)
        await expect(card).to_contain_text(t("card.choose.title"))
        await press(card, f"{t('card.lead')} #{number} Sarah Novak")
        await number_in(card, t("activity.call"))
        for text in (self.words.called, f"#{number} Sarah Novak", t("reply.activity.logged")):
            await expect(card).to_contain_text(text)

    async def _capture_as_kim(self) -> tuple[int, int, int]:
        await self.crm.write(KIM, me)
        company = await self.crm.write(KIM, capture_organization, {"name": "Tech Innovators"})
        number = company.record.number
        contact = await self.crm.write(KIM, capture_contact, {**PEOPLE, "organization": number})
        deal = await self.crm.write(
            KIM, capture_opportunity, {"name": "Project tool", "organization": number}
        )
        return number, contact.record.number, deal.record.number

    async def _ask(self) -> Locator:
        card = await self.chat.say(self.words.qualify.format(lead=self.lead))
        await expect(card).to_contain_text(self.reader.t("form.qualify", number=self.lead))
        return card

    async def _answer(self, card: Locator) -> None:
        for name, text in self.words.answers.items():
            await fill(card, self.reader.t(f"field.{name}"), text)

    async def _expect_score(self, card: Locator) -> None:
        """What was answered brings points, and the reasons name what was not."""
        for text in (
            "/100",
            self.reader.t("score.decision_process_missing"),
            self.reader.t("score.champion_missing"),
        ):
            await expect(card).to_contain_text(text)
        await expect(card).not_to_contain_text(self.reader.t("score.metrics_missing"))

    async def _expect_log(self, card: Locator, told: dict[str, tuple[int, ...]]) -> None:
        for way, numbers in told.items():
            await expect(card).to_contain_text(self.reader.t(f"conversion.{way}"))
            for number in numbers:
                await expect(card).to_contain_text(f"#{number}")
        await expect(card).to_contain_text(self.reader.t("conversion.kept"))

    async def _view(self, number: int) -> RecordView:
        return await self.crm.read(self.actor, show_deal, number)

    async def _deal(self, number: int) -> Opportunity:
        found = (await self.crm.read(self.actor, show_record, number)).record
        assert isinstance(found, Opportunity)
        return found

    async def _lead(self, name: str = "Sarah Meier") -> Lead:
        found, _ = await self.crm.read(self.actor, page_of_records, Kind.LEAD)
        (lead,) = (one for one in found if isinstance(one, Lead) and one.name == name)
        return lead


def _option(number: int, name: str, why: str) -> str:
    return f"#{number} {name} · {why}"
