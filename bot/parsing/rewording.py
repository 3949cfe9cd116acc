"""Sentences whose parts stand in another order than a command's: "add Anna Roth as CFO to 104", "Kim follows
104", "set the amount of 104 to 60k". Each is put into the words of a command."""

from __future__ import annotations

import re

from app.domain.pipeline import DEFAULT_STAGES
from app.languages.strings import LANGUAGES, strings
from bot.parsing.interest import find_uninterested

LONGEST = 200
"""Characters of a message in which such a sentence is looked for."""

_I = re.IGNORECASE
_THE = r"(?:the |den |die |das |ihren? |its )?"
_ANY_THE = r"(?:the |my |our |den |der |die |das |meine?n? |unsere?n? )?"
_END = r"[.!]*"
_FIGURES = r"amount|value|budget|close date|closing date|betrag|wert|abschluss(?:datum)?"
_FIGURE = rf"(?P<field>{_FIGURES})"
_FIELD = rf"(?P<field>{_FIGURES}|phone|email|need|telefon(?:nummer)?|e-mail|bedarf)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text + _END, _I)


_WHO = r"(?P<who>[^\W\d]\w*(?: [^\W\d]\w*)?)"
_STATE = r"done|finished|overdue|due|erledigt|fertig|fällig|überfällig"
_DEED = r"task|todo|call|meeting|email|activity|aufgabe|anruf|termin|e-mail|aktivität"


def _stages() -> str:
    """The names of the stages that a new workspace has, in all languages, as a pattern."""
    names = {strings(one).t(f"stage.{key}") for one in LANGUAGES for key, *_ in DEFAULT_STAGES}
    return "|".join(map(re.escape, sorted(names)))


_PLAN = (
    rf"(?P<of>{_ANY_THE}(?:phone call|{_DEED}|telefonat|besprechung|treffen|appointment|demo|follow-up|"
    r"wiedervorlage)"
    r"(?: #?\d+| (?:mit|bei|von|vom|für|zu|with|for|of|at) [^:,]+?)?)"
)
"""A planned activity by its kind and its record."""
_POSTPONED = r"(?:moved|postponed|pushed(?: back)?|rescheduled|delayed|put off|shifted)"

_LISTED = r"(?:leads|opportunities|deals|chancen)"
_STATED = (
    r"(?:(?:the|die|all|alle[nr]?|open|offenen?|qualified|disqualified|won|lost|(?:dis)?qualifizierten?|"
    r"gewonnenen?|verlorenen?) )*"
)
_SHOW = (
    r"(?:(?:show|give|list|zeige?|gib|liste)(?: me| us| mir| uns| mal)* |(?:what|which) are |"
    r"(?:was|welche) sind )"
)
_ANY_NAME = r"[^\W\d][\w-]*(?: [\w-]+){0,2}?"
_OF_A_NAME = r"(?-i:[^\W\d_a-zäöüß])[\w-]*(?: [\w-]+){0,2}?(?:['’`]s?|s)"

_BEFORE = (
    (_pattern(rf"{_SHOW}(?P<what>{_STATED}{_LISTED} (?:of|von|owned by|assigned to) .+?)\??"), "list {what}"),
    (_pattern(rf"{_SHOW}(?P<what>(?:{_OF_A_NAME}|[\w -]+?['’`]s?) {_STATED}{_LISTED})\??"), "list {what}"),
    (_pattern(rf"{_PLAN}(?P<when> (?:auf|um|bis|to|by) .+?)? (?:nach hinten )?(?:verschieben|verlegen|"
              r"vertagen|schieben|aufschieben)"), "postpone {of}{when}"),
    (_pattern(rf"{_PLAN}(?P<when> (?:auf|um) .+?) vorziehen"), "postpone {of}{when} früher"),
    (_pattern(rf"{_PLAN} (?:is|was|has been|got|gets) {_POSTPONED} (?P<when>(?:to|by|until|for) .+?)"),
     "postpone {of} {when}"),
    (_pattern(rf"{_PLAN} (?:wird|wurde|ist) (?P<when>(?:auf|um|bis) .+?) (?:verschoben|verlegt|vertagt)"),
     "postpone {of} {when}"),
    (_pattern(r"ziehe? (?P<what>.+?) vor"), "postpone {what} früher"),
    (_pattern(r"(?:bring|pull|move) (?P<what>.+?) forward (?P<when>.+?)"), "postpone {what} {when} earlier"),
    (_pattern(rf"(?:the |die |der |das )?(?:{_DEED}) (?P<of>#?\d+) (?P<link>is|ist|wird) "
              rf"(?P<rest>(?:{_STATE})\b.*?)"), "{of} {link} {rest}"),
    (_pattern(r"(?:lead|neuer lead|new lead)(?P<origin> (?:from|at|via|von|vom|aus|auf) [^:,]{1,40}): ?"
              r"(?P<what>\S.+)"), "new lead {what},{origin}"),
    (_pattern(r"lead: ?(?P<what>\S.+)"), "new lead {what}"),
    (_pattern(rf"(?:delete|remove|clear|lösche?|entferne?) {_THE}{_FIELD} (?:of|from|for|von|bei|für) "
              r"(?P<of>.+?)"), "edit {of} {field}: -"),
    (_pattern(r"rename (?P<of>.+?) (?:to|as|into|in) (?P<value>.+?)"), "edit {of} name: {value}"),
    (_pattern(r"(?:benenne?|nenne?) (?P<of>.+?) (?:um )?in (?P<value>.+?)(?: um)?"),
     "edit {of} name: {value}"),
    (_pattern(r"take over (?P<of>.+?)"), "assign {of} to me"),
    (_pattern(rf"{_THE}{_FIGURE}(?: (?:of|from|von|bei))? (?P<of>#?\d+) (?:to|auf) (?P<value>.+?)"
              r"(?: (?:erhöhen|ändern|setzen|senken))?"), "edit {of} {field}: {value}"),
    (_pattern(rf"{_THE}{_FIGURE} (?:of|from|von|bei) (?P<of>.+?) (?:are|sind|beträgt|liegt bei) "
              r"(?P<value>.+?)"), "edit {of} {field}: {value}"),
    (_pattern(r"(?:add|put) (?P<who>.+) as (?:a )?follower (?:to|of|on) (?P<of>.+?)"), "follow {of} {who}"),
    (_pattern(r"(?:add|put) (?P<who>.+) as (?:an? |the )?(?P<role>.+) (?:to|on) (?P<of>.+?)"),
     "participant {of}: {who}, {role}"),
    (_pattern(r"(?:add|put) (?P<who>.+?) \((?P<role>[^()]+)\) (?:to|on) (?P<of>.+?)"),
     "participant {of}: {who}, {role}"),
    (_pattern(r"(?:add|put) (?P<who>(?!an? |the |new |notes? |tasks? |calls? |emails? |meetings? |amount )"
              r"[^\W\d][^,:\d]*?) (?:to|on) (?P<of>#?\d+)"), "participant {of}: {who}"),
    (_pattern(r"(?:füge|nimm) (?P<who>.+) als (?P<role>.+) (?:zu|bei|in) (?P<of>.+?) (?:hinzu|auf)"),
     "participant {of}: {who}, {role}"),
    (_pattern(r"(?:use|switch to|nutzen?|verwende|nimm) (?P<name>bant|champ|meddic)"), "framework {name}"),
    (_pattern(rf"(?:set|change|update|setze?|ändere|stelle?) {_THE}(?P<field>\w[\w -]*?) "
              r"(?:of|for|von|bei|für) (?P<of>.+?) (?:to|auf) (?P<value>.+?)"), "edit {of} {field}: {value}"),
    (_pattern(rf"(?:set|change|update|setze?|ändere|stelle?) {_THE}{_FIELD} (?:to|auf) (?P<value>.+?)"),
     "edit {field}: {value}"),
    (_pattern(rf"{_THE}(?P<field>\w[\w -]*?) (?:of|von|bei) (?P<of>.+?) (?:is|ist|=) (?P<value>.+?)"),
     "edit {of} {field}: {value}"),
    (_pattern(rf"{_THE}{_FIGURE}(?::| is| ist)? (?P<value>[€$£]? ?\d.*?|(?:end|mid|ende|mitte|anfang) .+?)"),
     "edit {field}: {value}"),
    (_pattern(rf"(?:move|postpone|push|verschieb|verschiebe|verlege?) {_THE}(?P<field>clos(?:e|ing) date|"
              r"abschluss(?:datum)?) (?:of|from|von|bei) (?P<of>.+?) (?:to|auf) (?P<value>.+?)"),
     "edit {of} {field}: {value}"),
    (_pattern(r"hand (?P<of>.+) over to (?P<who>.+?)"), "assign {of} to {who}"),
    (_pattern(r"(?:make|mache?) (?P<who>.+) (?:the owner of|zum eigentümer von) (?P<of>.+?)"),
     "assign {of} to {who}"),
)  # fmt: skip
"""What begins as a command does."""

_OTHERWISE = (
    (_pattern(rf"(?P<what>{_ANY_NAME}(?:['’`]s?|s) {_STATED}{_LISTED})\??"), "list {what}"),
    (_pattern(r"(?P<what>.+ (?:um|auf) .+?) vorziehen"), "postpone {what} früher"),
    (_pattern(rf"(?P<of>.+?) (?:is|ist) (?:now |jetzt )?(?:in|at|bei|auf) (?P<stage>{_stages()})"),
     "move {of} {stage}"),
    (_pattern(r"(?P<of>.+?) (?:is|ist) (?:now |jetzt )?(?:worth )?(?P<value>[€$£]? ?\d[\d.,]*(?: ?(?:k|mio|"
              r"tsd|m))?(?: ?(?:€|\$|£|eur|euro|usd|chf))?)(?: wert)?"), "edit {of} amount: {value}"),
    (_pattern(rf"(?P<of>[^'’]+)['’]s {_FIELD} (?:is|:|=) (?P<value>.+?)"), "edit {of} {field}: {value}"),
    (_pattern(rf"(?P<of>[^\d\W][^\d:]*?):? {_FIELD}:? (?P<value>(?:\+|\d|[€$£]|\S+@).*?)"),
     "edit {of} {field}: {value}"),
    (_pattern(r"(?:ich übernehme|i take over|i'll take over|i will take over|i take) (?P<of>.+?)"),
     "assign {of} to me"),
    (_pattern(rf"{_WHO} (?:should take care of|takes care of|will take care of|should handle|handles) "
              r"(?P<of>.+?)"), "assign {of} to {who}"),
    (_pattern(rf"{_WHO} (?:soll|kümmert) sich (?:bitte )?um (?P<of>.+?)(?: kümmern)?"),
     "assign {of} to {who}"),
    (_pattern(r"(?P<of>#?\d+) (?:is|ist) (?:a |an? |eine? )?(?:duplicate of|the same as|doppelt mit|dasselbe "
              r"wie|duplikat von|dublette von) (?P<other>#?\d+)"), "merge {of} into {other}"),
    (_pattern(r"(?:(?:please|bitte) )?(?:in|auf) (?P<tongue>english|german|deutsch|englisch)"
              r"(?:,? (?:please|bitte))?"), "language {tongue}"),
    (_pattern(r"(?:(?:can|could|would) you |please )*remind me (?P<when>(?:on|in|at|next|by|tomorrow).+?) "
              r"(?P<what>(?:to|about|of) .+)"), "task {what} {when}"),
    (_pattern(r"(?:(?:kannst|könntest|würdest) du |bitte )*mich (?:bitte )?(?P<when>(?:am|in|um|nächste|bis|"
              r"morgen|übermorgen).+?) (?:daran |an )?(?:zu )?erinnern,? (?:dass ich |daran )?(?P<what>.+)"),
     "task {what} {when}"),
    (_pattern(r"(?P<who>[^\W\d]\w*(?: [^\W\d]\w*)?) (?:follows|should follow|folgt) (?P<of>.+?)"),
     "follow {of} {who}"),
    (_pattern(r"(?P<who>[^\W\d]\w*(?: [^\W\d]\w*)?) soll (?P<of>.+?) folgen"), "follow {of} {who}"),
    (_pattern(r"(?P<who>[^\W\d]\w*(?: [^\W\d]\w*)?) (?:takes over|should take over) (?P<of>.+?)"),
     "assign {of} to {who}"),
    (_pattern(r"(?P<who>[^\W\d]\w*(?: [^\W\d]\w*)?) (?:übernimmt|soll) (?P<of>.+?)(?: übernehmen)?"),
     "assign {of} to {who}"),
    (_pattern(r"(?P<who>.+) als (?P<role>.+) zu (?P<of>.+?) hinzufügen"), "participant {of}: {who}, {role}"),
    (_pattern(r"(?P<of>#?\d+) (?:and|und) (?P<other>#?\d+) (?:are the same|are duplicates|sind gleich|"
              r"sind dasselbe|sind doppelt)"), "merge {of} {other}"),
    (_pattern(rf"(?P<of>#?\d+):? {_FIELD}:? (?P<value>.+?)"), "edit {of} {field}: {value}"),
    (_pattern(r"(?P<of>#?\d+) (?:to|into|auf|nach|in) (?P<stage>[^\d]+?)"), "move {of} {stage}"),
    (_pattern(r"(?:it's|it is|that's|that is|das ist) (?P<way>won|lost|gewonnen|verloren)"), "{way}"),
    (_pattern(r"(?:we|i) (?:have |'ve |just )?(?P<way>won|lost)(?: it)?"), "{way}"),
    (_pattern(r"wir haben (?:es |sie |ihn )?(?P<way>gewonnen|verloren)"), "{way}"),
)  # fmt: skip
"""What begins with somebody or a record."""


def reword(text: str) -> str | None:
    """A sentence that begins as a command but means another one, in the words of that one; None for all
    else."""
    found = _first(text, _BEFORE) if _OPENING.match(text) else None
    return found or find_uninterested(_plain(text), bare=True)


def reword_other(text: str) -> str | None:
    """A sentence that is no command as it is, in the words of the one that it means; None for all else."""
    return _first(text, _OTHERWISE) or find_uninterested(_plain(text))


_OPENING = re.compile(
    r"(?:add|put|füge|nimm|use|switch|nutzen?|verwende|set|change|update|setze?|ändere|stelle?|hand|make|"
    r"mache?|the|phone|e-?mail|amount|value|budget|closing|close|der|die|das|telefon\w*|betrag|wert|"
    rf"abschluss\w*|{_DEED}|lead|neuer lead von|new lead from|rename|(?:be)?nenne?|take|delete|remove|clear|"
    r"lösche?|entferne?|phone|telefonat|besprechung|treffen|appointment|demo|follow-up|wiedervorlage|ziehe?|bring|show|give|list|zeige?|gib|liste|what|which|was|welche|"
    r"pull|move|postpone|push|verschiebe?|verlege?):?\s",
    _I,
)


def _plain(text: str) -> str:
    """A text in one line; nothing of one that is too long for such a sentence."""
    said = " ".join(text[: 2 * LONGEST].split())
    return said if len(said) <= LONGEST and len(text) <= 2 * LONGEST else ""


def _first(text: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    said = _plain(text)
    for pattern, command in patterns:
        found = pattern.fullmatch(said)
        if found:
            return command.format(**found.groupdict(default=""))
    return None
