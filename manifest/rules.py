"""What Teams or its store demand of the manifest, and its schema cannot say."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from manifest.document import find_items, find_text, find_texts
from manifest.problem import Problem
from manifest.registration import DOMAIN
from manifest.template import SCOPES

MANIFEST = "manifest.json"

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\Z")
_OWN_PAGES = frozenset({"conversations", "about"})
_SHARED_DOMAINS = ("botframework.com", "onmicrosoft.com", "azurewebsites.net")


def manifest_problems(manifest: Mapping[str, object]) -> list[Problem]:
    """Faults in how bot, tab, sign-in and domains fit together."""
    checks = (_check_version, _check_developer, _check_tabs, _check_domains, _check_bots, _check_sign_in)
    return [Problem(MANIFEST, f"$.{path}", message) for check in checks for path, message in check(manifest)]


Faults = Iterator[tuple[str, str]]


def _check_version(manifest: Mapping[str, object]) -> Faults:
    version = find_text(manifest, "version")
    if not _VERSION.match(version):
        yield "version", f"'{version}' is not three numbers such as 1.0.0"


def _check_developer(manifest: Mapping[str, object]) -> Faults:
    for field in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        yield from _check_address(manifest, f"developer.{field}")
    if not find_text(manifest, "developer.name").strip():
        yield "developer.name", "is empty"


def _check_tabs(manifest: Mapping[str, object]) -> Faults:
    tabs = [*find_items(manifest, "staticTabs")]
    names = [find_text(tab, "entityId") for _, tab in tabs]
    for (path, tab), name in zip(tabs, names, strict=True):
        if names.count(name) > 1:
            yield f"{path}.entityId", f"'{name}' names more than one tab"
        if name not in _OWN_PAGES:
            yield from _check_address(manifest, f"{path}.contentUrl")
            yield from _check_tab_host(manifest, f"{path}.contentUrl")
            if not find_text(tab, "name").strip():
                yield f"{path}.name", "is empty"
    if not tabs or names[0] in _OWN_PAGES or not set(SCOPES) <= {*find_texts(tabs[0][1], "scopes")}:
        yield "staticTabs[0]", f"is not the tab for {', '.join(SCOPES)}: a channel shows only the first tab"


def _check_tab_host(manifest: Mapping[str, object], path: str) -> Faults:
    host = urlsplit(find_text(manifest, path)).netloc
    if host and host not in find_texts(manifest, "validDomains"):
        yield path, f"'{host}' is not among validDomains"


def _check_domains(manifest: Mapping[str, object]) -> Faults:
    for index, domain in enumerate(find_texts(manifest, "validDomains")):
        path = f"validDomains[{index}]"
        if not DOMAIN.match(domain.removeprefix("*.")):
            yield path, f"'{domain}' is no host name"
        elif domain.startswith("*.") and (domain.count(".") < 2 or domain.endswith(_SHARED_DOMAINS)):
            yield path, f"'{domain}' covers what is not yours alone"


def _check_bots(manifest: Mapping[str, object]) -> Faults:
    bots = [*find_items(manifest, "bots")]
    if len(bots) != 1:
        yield "bots", f"has {len(bots)} bots instead of one"
    for path, bot in bots:
        missing = set(SCOPES) - {*find_texts(bot, "scopes")}
        if missing:
            yield f"{path}.scopes", f"lacks {', '.join(sorted(missing))}"


def _check_sign_in(manifest: Mapping[str, object]) -> Faults:
    bot_id, host = find_text(manifest, "bots[0].botId"), urlsplit(_first_tab(manifest)).netloc
    expected = f"api://{host}/botid-{bot_id}"
    if find_text(manifest, "webApplicationInfo.resource") != expected:
        yield "webApplicationInfo.resource", f"is not '{expected}', made of the tab's host and the bot's id"
    if find_text(manifest, "webApplicationInfo.id").lower() != bot_id.lower():
        yield "webApplicationInfo.id", f"is not '{bot_id}', the id of the bot"


def _first_tab(manifest: Mapping[str, object]) -> str:
    return find_text(manifest, "staticTabs[0].contentUrl")


def _check_address(manifest: Mapping[str, object], path: str) -> Faults:
    address = find_text(manifest, path)
    parts = urlsplit(address)
    if parts.scheme.lower() != "https" or not parts.netloc:
        yield path, f"'{address}' is no https address"
