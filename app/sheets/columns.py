"""Columns: by which names the fields of a lead are known, in English and German, as Salesforce, HubSpot,
Dynamics, Outlook, Google and people's own tables call them."""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.matching import fold


class Column(StrEnum):
    """What a column can hold besides the fields of a lead that have the same name."""

    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    MOBILE = "mobile"
    CURRENCY = "currency"


_ENGLISH: dict[str, str] = {
    "name": "name|full name|lead|lead name|contact|contact name|contact person|person|display name|who",
    "first_name": "first name|firstname|given name|forename|first|contact first name",
    "middle_name": "middle name|second name|additional name",
    "last_name": "last name|lastname|surname|family name|last|contact last name",
    "company": "company|company name|account|account name|organization|organization name|organization 1 name|"
    "organisation|organisation name|business|business name|customer|client|employer|associated company",
    "job_title": "job title|jobtitle|title|position|role|function|job|occupation|organization 1 title|"
    "organization title",
    "email": "email|e mail|mail|email address|e mail address|email 1|e mail 1|e mail 1 value|work email|"
    "business email|primary email|email 1 value|emailaddress1",
    "phone": "phone|telephone|tel|phone number|telephone number|business phone|work phone|office phone|"
    "main phone|direct phone|phone 1|phone 1 value|company phone|telephone 1|landline",
    "mobile": "mobile|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone|phone 2|"
    "phone 2 value|second phone|other phone|home phone",
    "source": "source|lead source|original source|original source type|origin|channel",
    "need": "need|needs|interest|interests|interested in|requirement|requirements|product interest|"
    "challenges|pain|pain points|problem",
    "note": "note|notes|description|comment|comments|remark|remarks|message|details|additional information",
    "amount": "amount|deal amount|deal value|value|opportunity amount|expected revenue|estimated value|"
    "est revenue|est value|expected amount|volume|deal size|potential",
    "budget": "budget|budget amount|customer budget",
    "currency": "currency|currency code|currency iso code|lead currency|amount currency|transaction currency",
    "authority": "authority|decision authority|buying role|decision role",
    "timeline": "timeline|time line|timeframe|time frame|purchase timeframe|decision timeframe|urgency",
    "metrics": "metrics",
    "economic_buyer": "economic buyer",
    "decision_criteria": "decision criteria",
    "decision_process": "decision process|purchase process",
    "champion": "champion",
}
_GERMAN: dict[str, str] = {
    "name": "name|vollstaendiger name|vor und nachname|vorname nachname|vorname und nachname|leadname|"
    "kontakt|kontaktname|kontaktperson|ansprechpartner|ansprechpartnerin|ansprechperson|anzeigename|wer",
    "first_name": "vorname|rufname",
    "middle_name": "zweiter vorname|weitere vornamen|zweitname",
    "last_name": "nachname|familienname|zuname",
    "company": "firma|firmenname|unternehmen|unternehmensname|organisation|organisationsname|kunde|"
    "kundenname|arbeitgeber|betrieb|zugeordnetes unternehmen|accountname|gesellschaft",
    "job_title": "position|titel|jobtitel|funktion|rolle|beruf|berufsbezeichnung|stellenbezeichnung|stelle|"
    "taetigkeit",
    "email": "e mail adresse|email adresse|emailadresse|mailadresse|mail adresse|e mail geschaeftlich|"
    "geschaeftliche e mail|e mail 1|primaere e mail",
    "phone": "telefon|telefonnummer|tel nr|rufnummer|telefon geschaeftlich|telefon firma|festnetz|"
    "festnetznummer|geschaeftstelefon|telefon 1|durchwahl|telefon buero",
    "mobile": "mobil|mobiltelefon|mobilnummer|mobiltelefonnummer|handy|handynummer|mobilfunk|telefon mobil|"
    "mobiltelefon geschaeftlich|telefon 2|telefon privat|weitere telefonnummer",
    "source": "quelle|leadquelle|lead quelle|herkunft|urspruengliche quelle|kanal|ursprung",
    "need": "bedarf|interesse|interessen|interessiert an|anforderung|anforderungen|wunsch|herausforderung|"
    "herausforderungen|problem|produktinteresse",
    "note": "notiz|notizen|beschreibung|bemerkung|bemerkungen|kommentar|kommentare|anmerkung|anmerkungen|"
    "nachricht|hinweis|hinweise|weitere informationen",
    "amount": "betrag|wert|auftragswert|auftragsvolumen|volumen|potenzial|potential|umsatzpotenzial|"
    "erwarteter umsatz|geschaetzter umsatz|geschaetzter wert|dealwert|deal wert|summe",
    "budget": "budget|kundenbudget|budgetbetrag",
    "currency": "waehrung|waehrungscode|iso code der waehrung|lead waehrung",
    "authority": "befugnis|entscheidungsbefugnis|kaufrolle|entscheidungsrolle",
    "timeline": "zeitrahmen|zeitplan|zeitraum|entscheidungszeitraum|dringlichkeit|zeithorizont",
    "metrics": "kennzahlen|messgroessen",
    "economic_buyer": "wirtschaftlicher entscheider|budgetverantwortlicher|budgetverantwortliche",
    "decision_criteria": "entscheidungskriterien|kriterien",
    "decision_process": "entscheidungsprozess|kaufprozess",
    "champion": "fuersprecher|fuersprecherin",
}
_SEPARATORS = re.compile(r"[\W_]+")


def field_of(title: str) -> str | None:
    """The field of a lead, or the Column, that a title names; None where it names none."""
    return _FIELDS.get(_key(title))


def language_of_titles(titles: tuple[str, ...]) -> str:
    """In which language most of the titles are that belong to one alone; "" where that is undecided."""
    keys = {_key(title) for title in titles}
    german, english = len(keys & _ONLY_GERMAN), len(keys & _ONLY_ENGLISH)
    return "" if german == english else "de" if german > english else "en"


def _key(title: str) -> str:
    # "leadSource" and "Lead_Source" are "lead source".
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return _SEPARATORS.sub(" ", fold(apart)).strip()


def _names(fields: dict[str, str]) -> dict[str, str]:
    return {name: field for field, names in fields.items() for name in names.split("|")}


_FIELDS = _names(_ENGLISH) | _names(_GERMAN)
_ONLY_GERMAN = _names(_GERMAN).keys() - _names(_ENGLISH).keys()
_ONLY_ENGLISH = _names(_ENGLISH).keys() - _names(_GERMAN).keys()
