"""Words that give away what a part of a line is: a company, a job title, a need, a decision."""

from __future__ import annotations

import re

from app.domain.qualification import Authority
from app.strings.strings import LANGUAGES, strings

_I = re.IGNORECASE

LEGAL_FORM = re.compile(
    r"(?:\bgmbh\b|\bmbh\b|\bag\b|\bkg\b|\bkgaa\b|\bohg\b|\bug\b|\bgbr\b|\be\.\s?k\.|\be\.\s?v\.|\bse\b|\binc\b|"
    r"\bincorporated\b|\bcorp\b|\bcorporation\b|\bllc\b|\bltd\b|\blimited\b|\bplc\b|\bllp\b|\bs\.?a\.?s?\b|\bsàrl\b|"
    r"\bsarl\b|\bs\.?r\.?l\.?\b|\bb\.?v\.?\b|\bn\.?v\.?\b|\boy\b|\bco\.?\s?kg\b|\bgroup\b|\bgruppe\b|\bholding\b)"
    r"\.?\Z",
    _I,
)
JOB_TITLE = re.compile(
    r"\b(?:manager(?:in)?|director|direktor(?:in)?|head of|chief|c[efotimps]o|cdo|cro|vp|svp|evp|"
    r"president|präsident(?:in)?|owner|founder|co-?founder|partner|consultant|engineer|developer|architect|analyst|assistant|administrator|admin|"
    r"buyer|officer|lead\b.*|specialist|supervisor|coordinator|executive|secretary|accountant|controller(?:in)?|"
    r"chairman|chair|principal|dean|professor|doctor|"
    r"\w*leiter(?:in)?|\w*leitung|leiter(?:in)? \w+|geschäftsführer(?:in)?|geschäftsführung|inhaber(?:in)?|"
    r"gründer(?:in)?|vorstand|vorständin|prokurist(?:in)?|einkäufer(?:in)?|einkauf|\w*chef(?:in)?|berater(?:in)?|"
    r"ingenieur(?:in)?|entwickler(?:in)?|assistent(?:in)?|assistenz|sachbearbeiter(?:in)?|referent(?:in)?|"
    r"beauftragte[r]?|verantwortliche[r]?|\w+manager(?:in)?)\b",
    _I,
)
EMAIL = re.compile(
    r"<?(?:mailto:)?(?P<email>[^\s@<>,;:()\"„“”]{1,64}@[^\s@<>,;()\"„“”]+\.[^\s@<>,;.()\"„“”]{2,})>?"
)
PHONE = re.compile(r"(?:\+|00)\d[\d ()/.\-\xa0]{5,24}\d")
BARE_PHONE = re.compile(r"\(?0?\d[\d ()/.\-\xa0]{4,24}\d\Z")
PHONE_LABEL = re.compile(
    r"(?:tel(?:efon|ephone)?|phone|mobile?|handy|cell|fon|ph|t|m)\b\s*[.:]*\s*(?=[+(\d])", _I
)
LABEL = re.compile(
    r"(?P<label>name|company|firma|unternehmen|organi[sz]ation|title|job|job title|role|position|funktion|"
    r"rolle|"
    r"e-?mail|mail|phone|telefon|tel|mobile?|handy|source|quelle|herkunft|need|needs|bedarf|bedürfnis|note|notes|"
    r"notiz|comment|kommentar|bemerkung|budget|amount|betrag|wert|value|volumen|deal)\s*[:=]\s*(?P<value>\S.*)\Z",
    _I | re.DOTALL,
)
FIELD_OF_LABEL = {
    "name": "name",
    **dict.fromkeys(("company", "firma", "unternehmen", "organisation", "organization"), "company"),
    **dict.fromkeys(
        ("title", "job", "job title", "role", "position", "funktion", "rolle"),
        "job_title",
    ),
    **dict.fromkeys(("email", "e-mail", "mail"), "email"),
    **dict.fromkeys(("phone", "telefon", "tel", "mobil", "mobile", "handy"), "phone"),
    **dict.fromkeys(("source", "quelle", "herkunft"), "source"),
    **dict.fromkeys(("need", "needs", "bedarf", "bedürfnis"), "need"),
    **dict.fromkeys(("note", "notes", "notiz", "comment", "kommentar", "bemerkung"), "note"),
    **dict.fromkeys(("budget", "amount", "betrag", "wert", "value", "volumen", "deal"), "amount"),
}
AMOUNT_PREFIX = re.compile(
    r"(?:budget|amount|betrag|wert|volumen|worth|value|deal)?\s*(?:of|von|über|is|ist)?\s*"
    r"(?:about|around|approx\.?|roughly|up to|ca\.?|circa|etwa|rund|ungefähr|bis zu|bis|~)?\s*",
    _I,
)
AMOUNT_SUFFIX = re.compile(r"\s*(?:budget|volumen|volume)\Z", _I)
MONEY_INSIDE = re.compile(
    r"(?<![\w.,])(?:(?:€|\$|£|EUR|USD|GBP|CHF)\s?\d[\d.,'’]*(?:\s?(?:k|m|mio\.?|tsd\.?|mrd\.?)\b)?"
    r"|\d[\d.,'’]*\s?(?:(?:k|mio\.?|tsd\.?|mrd\.?|million(?:en)?)?\s?(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b|euros?\b|dollars?\b)|"
    r"k\b|mio\b\.?|tsd\b\.?))",
    _I,
)
AT_COMPANY = re.compile(r"\s+(?:at|bei(?: der| dem)?|from|@|of|von(?: der)?|der)\s+", _I)
CHIEF = re.compile(
    r"\b(?:c[efotimp]o|founder|co-?founder|owner|president|inhaber(?:in)?|gründer(?:in)?|"
    r"geschäftsführer(?:in)?)\Z",
    _I,
)
PERSON_PREFIX = re.compile(
    r"(?:ansprechpartner(?:in)?|kontaktperson|contact person|contact|kontakt)\s+(?=\S)", _I
)
IN_BRACKETS = re.compile(r"(?P<before>[^()]*[^()\s])\s+\((?P<inside>[^()]*[^\W\d][^()]*)\)\Z")
COMPANY_PREFIX = re.compile(r"(?:at|bei(?: der| dem)?|from|@|firma|fa\.|company)\s+(?=\S)", _I)
NEED = re.compile(
    r"(?:(?:is |ist )?(?:interested in|interessiert|looking for|looks for|searching|sucht|suchen|"
    r"braucht|brauchen|benötigt|needs?|wants?|would like|möchte|will|wünscht|interesse an|bedarf an|"
    r"plans?|plant))\b",
    _I,
)
DECISION = re.compile(
    r"(?:(?:wants? to |will |möchte |will |sie )?(?:decides?|decision|deciding|buys?|purchase|"
    r"starts?|entscheidet|entscheiden|entscheidung|kauft|kauf|kaufen|bestellt|start|timeline|zeitrahmen|zeitpunkt|wann)"
    r"(?:\s+(?:sich|is|ist|expected|erwartet|fällt))?\s*:?\s+)?",
    _I,
)
TIME_HINT = re.compile(
    r"\b(?:in|within|innerhalb|binnen|bis|by|end|ende|anfang|mitte|early|mid|late|beginning|next|nächste\w*|this|"
    r"diese\w*|q[1-4]|jahresende|quartalsende|monatsende|tomorrow|morgen)\b",
    _I,
)
SOURCE_PREFIX = re.compile(
    r"(?:(?:met|came|comes|kennengelernt|kommt|getroffen|via|over|from|at|by|through|über|durch|von|vom|auf|per|aus)"
    r"(?:\s+(?:a|an|the|der|die|das|dem|einer|einem|eine|unsere[rm]?|our))?\s+)+",
    _I,
)


def find_authority(text: str) -> Authority | None:
    """What a whole phrase says about the right to decide."""
    return _AUTHORITIES.get(text.casefold().strip())


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
            "ist entscheider",
            "ist entscheiderin",
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
