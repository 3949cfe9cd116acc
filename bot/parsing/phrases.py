"""Words that give away what a part of a line is: a company, a job title, a need, a decision."""

from __future__ import annotations

import re

from app.domain.qualification import Authority
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms, pattern

_I = re.IGNORECASE

_FORMS = frozenset(
    "gmbh ggmbh mbh ag kg kgaa ohg ug gbr eg se inc incorporated corp corporation llc ltd limited plc llp "
    "sàrl sarl oy oyj ab as aps asa spa pty kk cokg group gruppe holding stiftung genossenschaft sa sas srl "
    "bv nv".split()
) | forms("people_lists.legal_form")
"""Words of LEGAL_FORM that are one by themselves."""
_FORMS_BEHIND_AND = frozenset("co söhne sohn sons partner partners cie töchter associates".split())
LEGAL_FORM = re.compile(
    rf"(?:\b(?:{pattern('people_lists.legal_form')}|"
    r"g?gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|eg|se|inc|incorporated|corp|corporation|llc|"
    r"ltd|limited|plc|llp|sàrl|sarl|oy|oyj|ab|as|aps|asa|spa|pty|kk|co\.?\s?kg|group|gruppe|holding|"
    r"stiftung|genossenschaft|"
    r"s\.?a\.?s?|s\.?r\.?l\.?|b\.?v\.?|n\.?v\.?)\b|"
    r"\bug \(haftungsbeschränkt\)|\be\.\s?[kvg]\.|\bs\.\s?[rp]\.\s?[oa]\.|\bz\s?o\.\s?o\.|\ba/s\b|Α\.Ε\.|"
    r"(?:&|\+|und|and) (?:co|söhne|sohn|sons|partner|partners|cie|töchter|associates)\b)"
    r"\.?\Z",
    _I,
)
_LONGEST_FORM = 24
_LEGAL_PREFIX = re.compile(r"(?:ооо|оао|зао|пао|ао|株式会社|有限会社|شركة)\s?\S", _I)
LEGAL_INSIDE = re.compile(
    r"\b(?:GmbH|AG|KG|KGaA|SE|Inc\.?|Ltd\.?|LLC|Corp\.?)(?: & Co\.? KG)? (?:\([^()]+\)|"
    r"[^\W\d_][\w\-]+(?: [^\W\d_][\w\-]+)?)\Z"
)
"""A legal form before the place of a branch: "Northwind AG Zürich"."""
_COMPANY_FIRST = frozenset(
    "stadtwerke sparkasse volksbank universität university hochschule fachhochschule krankenhaus "
    "hospital hotel autohaus bäckerei metzgerei schreinerei tischlerei kanzlei praxis apotheke gemeinde "
    "stadt landkreis landesamt bank restaurant gasthof gasthaus brauerei druckerei verlag college "
    "ministry ministerium verein architekturbüro ingenieurbüro steuerberatung schule gymnasium".split()
)
_COMPANY_LAST = frozenset(
    "solutions technologies technology systems software consulting industries labs partners werke "
    "verlag media services studio studios logistik logistics bank versicherung versicherungen insurance "
    "university college hospital hotel hotels food foods motors airlines energy pharma elektronik "
    "electronics traders trading ventures capital enterprises brothers gebrüder klinik kliniken "
    "brauerei spedition immobilien consultants analytics networks".split()
)
_COMPANY_STEMS, _COMPANY_ENDINGS = ("raiffeisen", "klinik"), ("bau", "technik")
FULL_NAME = re.compile(
    r"(?:(?:Dr|Prof)\.\s+)*[^\W\d_a-z][\w'’\-]+\s+(?:(?:von|van|de|der|den|zu)\s+)*[^\W\d_a-z][\w'’\-]+\Z"
)
NO_NAME = re.compile(r"\w[?!]\Z|\d\"|^\d+\s+[a-zäöü]|\d{3,}|\d ?(?:uhr|[ap]m)\b|\d:\d|(?:tag|day)\s+\d", _I)
"""What neither a person nor a company is called: questions, measures, times."""
AMOUNT_PREFIX = re.compile(
    r"(?:(?:has|have|hat|haben|with|mit|unser|our|the|das|ihr|their)\s+)?(?:(?:a|an|ein|einem)\s+)?"
    r"(?:budget|amount|betrag|\w{0,12}wert|\w{0,12}volumen|worth|value|deal)?\s*(?:of|von|über|is|ist|"
    r"liegt bei|beträgt|:)?\s*"
    r"(?:about|around|approx\.?|roughly|up to|max\.?|at least|mindestens|maximal|ca\.?|circa|etwa|rund|"
    r"ungefähr|bis zu|bis|~)?\s*",
    _I,
)
AMOUNT_SUFFIX = re.compile(r"\s*(?:budget|volumen|volume)\Z", _I)
MONEY_INSIDE = re.compile(
    r"(?<![\w.,\-–])(?:(?:€|\$|£|EUR|USD|GBP|CHF)\s?\d[\d.,'’]*(?:\s?(?:k|m|mio\.?|tsd\.?|mrd\.?)\b)?"
    r"|\d[\d.,'’]*\s?(?:(?:k|mio\.?|tsd\.?|mrd\.?|million(?:en)?)?\s?(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b|"
    r"euros?\b|dollars?\b)|"
    r"k\b|mio\b\.?|tsd\b\.?))",
    _I,
)
AT_COMPANY = re.compile(r"\s+(?:at|bei(?: der| dem)?|from|@|of|von(?: der)?|vom|der)\s+", _I)
CHIEF = re.compile(
    r"\b(?:c[efotimp]o|founder|co-?founder|owner|(?<!vice )president|inhaber(?:in)?|gründer(?:in)?|"
    r"geschäftsführer(?:in)?)\Z",
    _I,
)
PERSON_PREFIX = re.compile(
    r"(?:ansprechpartner(?:in)?|kontaktperson|contact person|contact|kontakt)\s+(?=\S)", _I
)
COMPANY_PREFIX = re.compile(r"(?:at|bei(?: der| dem)?|from|@|firma|fa\.|company)\s+(?=\S)", _I)
_NEEDS = (
    r"(?:interested in|looking for|looks for|searching(?: for)?|in need of|"
    r"interessiert(?: sich für)?|sucht|suchen|braucht|brauchen|benötigt|benötigen|needs?|wants?(?: to)?|"
    r"would like(?: to)?|requires?|"
    r"möchte|möchten|wollen|wünscht(?: sich)?|plans?(?: to)?|"
    # The name Will and the plant manager are no needs.
    r"(?-i:will)(?! [^\W\d_]+ed\b)|(?-i:plant)(?! manager))"
)
NEED = re.compile(
    r"(?:(?:we|they|she|he|i|wir|sie|er|ich)\s+)?(?:(?:are|is|am|ist|sind|currently|derzeit|aktuell)\s+){0,2}"
    rf"(?:{_NEEDS}(?P<kept>\s+(?:nach|an|an der|am)\b)?|(?P<noun>(?:(?:hat|haben|has|"
    rf"have)\s+)?(?:interesse|bedarf)\s+an|auf der suche nach)|(?:(?:has|"
    rf"have)\s+)?(?:an?\s+)?(?:interest\s+in|need\s+for)"
    r")(?=\s|\Z)",
    _I,
)
NEED_INSIDE = re.compile(
    r"(?<=\S)\s+(?:and\s+|und\s+)?(?=(?:needs|wants|requires|is looking for|is interested in|would like|"
    r"sucht|braucht|benötigt|möchte|(?-i:will)(?! [^\W\d_]+ed\b)|"
    r"interessiert sich|ist interessiert|hat interesse|hat bedarf|decides|entscheidet|(?-i:Entscheidung))\s)",
    _I,
)
SOURCE_PREFIX = re.compile(
    r"(?:(?:met|came|comes|kennengelernt|kommt|getroffen|via|over|from|at|by|through|über|durch|von|vom|"
    r"auf|per|aus)"
    r"(?:\s+(?:a|an|the|der|die|das|dem|einer|einem|eine|unsere[rm]?|our))?\s+)+",
    _I,
)


def has_legal_form(text: str) -> bool:
    """Whether a text ends, or in other scripts begins, with the legal form of a company."""
    # Most last words are plain ones, and cheaper to look up than to search.
    last = text[text.rfind(" ") + 1 :].casefold()
    if last.removesuffix(".") in _FORMS:
        return True
    is_plain = last.isalpha() and last not in _FORMS_BEHIND_AND
    if not is_plain and LEGAL_FORM.search(text, max(0, len(text) - _LONGEST_FORM)):
        return True
    return not text.isascii() and _LEGAL_PREFIX.match(text) is not None


def has_company_word(text: str) -> bool:
    """Whether a text of several words begins or ends with one that only companies bear: "Stadtwerke Kiel",
    "Contoso Labs", "Huber Hochbau"."""
    words = text.casefold().split()
    return len(words) > 1 and (_begins_company(words[0]) or _ends_company(words[-1]))


def begins_with_company_word(text: str) -> bool:
    """Whether a text of several words begins with one that only companies bear."""
    words = text.casefold().split(None, 1)
    return len(words) > 1 and _begins_company(words[0])


def _begins_company(first: str) -> bool:
    return first in _COMPANY_FIRST or (first.startswith(_COMPANY_STEMS) and _is_word(first))


def _ends_company(last: str) -> bool:
    return last in _COMPANY_LAST or (last.endswith(_COMPANY_ENDINGS) and _is_word(last))


def _is_word(text: str) -> bool:
    return text.replace("_", "").isalnum()


def find_authority(text: str) -> Authority | None:
    """What a whole phrase says about the right to decide."""
    words = text.casefold().strip(" .!")
    return _AUTHORITIES.get(_BEING.sub("", words)) if len(words) < LONGEST_AUTHORITY else None


LONGEST_AUTHORITY = 60
_BEING = re.compile(
    r"^(?:(?:she|he|sie|er) )?(?:is|ist|als|as) (?:(?:the|a|an|der|die|ein|eine) )?|^(?:the|der|die) "
)


_AUTHORITIES = {
    **dict.fromkeys(
        (
            "decision maker",
            "decision-maker",
            "decisionmaker",
            "decides",
            "entscheider",
            "entscheiderin",
            "entscheidet",
            "entscheidet selbst",
            "entscheidet allein",
            "final decision maker",
            "can decide",
            "kann entscheiden",
            "darf entscheiden",
        ),
        Authority.DECISION_MAKER,
    ),
    **dict.fromkeys(("influencer", "beeinflusser", "beeinflusserin", "mitentscheider"), Authority.INFLUENCER),
}


def find_source(text: str) -> str | None:
    """The key of the lead source that a phrase such as "met at the fair" or "Messe" names. A bare word that
    may as well be a job ("Partner") or a label needs a preposition before it."""
    prefix = SOURCE_PREFIX.match(text)
    word = text[prefix.end() :] if prefix else text
    key = source_names().get(word.strip(" .").casefold())
    return key if key and (prefix or key in _PLAIN_SOURCES) else None


def find_source_inside(text: str) -> str | None:
    """The key of the source in a phrase that tells more: "met at Hannover Messe", "referred by Tom Roe"."""
    if " " not in text:
        return None
    if _REFERRED.match(text):
        return "referral"
    if _LIKE_FAIR.search(text.casefold()) is None:
        return None
    if _FAIR.search(text) and (_MET.search(text) or _FAIR_PREFIX.match(text)) and not has_legal_form(text):
        return "fair"
    return None


_REFERRED = re.compile(
    r"(?:was |wurde )?(?:(?:referred|recommended|introduced) by|empfohlen (?:von|durch)|"
    r"(?:auf )?empfehlung (?:von|durch|der|des)|"
    r"referral (?:from|by)|recommendation (?:from|of|by)|tipp von)\s",
    _I,
)
_FAIR = re.compile(
    r"(?:messe|\bfair|trade ?show|\bexpo|konferenz|conference|kongress|congress)(?:\s|\W|\Z)", _I
)
# A search for plain letters is cheaper by half, and finds nothing in most parts of a line.
_LIKE_FAIR = re.compile("messe|fair|show|expo|onferen|ongress")
_MET = re.compile(
    r"(?:^|\s)(?:met|getroffen|kennengelernt|kontakt|visited|besucht|talked|gesprochen|stand|booth)(?:\s|\Z)",
    _I,
)
_FAIR_PREFIX = re.compile(r"(?:auf|von|vom|at|from|came|kommt|on|during)\s", _I)
_PLAIN_SOURCES = frozenset({"fair", "referral", "campaign", "website"})


def source_names() -> dict[str, str]:
    """Keys of the default lead sources by their names in all languages, in lower case."""
    if not _SOURCES:
        prefix = "lead_source."
        for language in LANGUAGES:
            catalog = strings(language)
            for key in sorted(catalog.keys()):
                if key.startswith(prefix):
                    _SOURCES[catalog.t(key).casefold()] = key.removeprefix(prefix)
        _SOURCES.update(
            {"fair": "fair", "trade show": "fair", "messe": "fair", "call": "phone", "e-mail": "email"}
        )
        _SOURCES.update({"homepage": "website", "web site": "website", "webseite": "website"})
    return _SOURCES


_SOURCES: dict[str, str] = {}
