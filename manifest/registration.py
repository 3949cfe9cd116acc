"""Whose app a package installs: ids, domain, version, and who answers for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import ValidationError

from app.host.configuration import Configuration
from app.version import VERSION
from manifest.problem import PackageInvalid, Problem

# A host name alone: Teams puts it behind https:// and api://, and reaches no port but that of https.
DOMAIN = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\Z")

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Developer:
    """Who answers for the app. All addresses are https and reachable without signing in."""

    name: str
    website_url: str
    privacy_url: str
    terms_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What differs from one installation to another.

    `app_id` names the app in Teams, `bot_id` is its registration with Microsoft Entra and as a bot; they may
    be equal. `domain` is a host. `version` must rise whenever the package changes.
    """

    app_id: str
    bot_id: str
    domain: str
    version: str
    developer: Developer


def register(flags: Mapping[str, str], *, microsoft_app_id: str = "", public_url: str = "") -> Registration:
    """The registration given by flags, completed from the configuration.

    `flags` may hold app_id, bot_id, domain, version, developer_name, website_url, privacy_url, terms_url.
    Raises PackageInvalid that names all that is missing or unusable at once.
    """
    bot_id = flags.get("bot_id") or microsoft_app_id or flags.get("app_id", "")
    domain = flags.get("domain", "").lower() or _domain_of(public_url)
    found = Registration(
        app_id=flags.get("app_id") or bot_id,
        bot_id=bot_id,
        domain=domain,
        version=flags.get("version") or VERSION,
        developer=_developer(flags, f"https://{domain}"),
    )
    if problems := _problems(found, public_url):
        raise PackageInvalid(problems)
    return found


def read_configuration() -> dict[str, str]:
    """What the host's configuration says about the registration, as keywords of `register`."""
    try:
        configuration = Configuration()
    except ValidationError as cause:
        faults = cause.errors(include_url=False, include_input=False)
        raise PackageInvalid(
            Problem("settings", ".".join(map(str, fault["loc"])), fault["msg"]) for fault in faults
        ) from None
    return {"microsoft_app_id": configuration.app_id, "public_url": configuration.public_url}


def _domain_of(public_url: str) -> str:
    parts = urlsplit(public_url)
    plain = parts.scheme == "https" and parts.path in {"", "/"} and not parts.query
    return parts.netloc.lower() if plain else ""


def _developer(flags: Mapping[str, str], site: str) -> Developer:
    return Developer(
        name=flags.get("developer_name") or "Leadline",
        website_url=flags.get("website_url") or f"{site}/",
        privacy_url=flags.get("privacy_url") or f"{site}/privacy",
        terms_url=flags.get("terms_url") or f"{site}/terms",
    )


def _problems(registration: Registration, public_url: str) -> list[Problem]:
    problems = []
    if not registration.bot_id:
        problems.append(Problem("--bot-id", "", "no id: give --bot-id or --app-id, or set MicrosoftAppId"))
    else:
        ids = {registration.bot_id: "--bot-id", registration.app_id: "--app-id"}
        ids[registration.bot_id] = "--bot-id"  # which completes the other one
        problems += [
            Problem(flag, "", f"'{value}' is no GUID")
            for value, flag in ids.items()
            if not _GUID.match(value)
        ]
    if not registration.domain:
        problems.append(Problem("--domain", "", _no_domain(public_url)))
    elif not DOMAIN.match(registration.domain):
        problems.append(Problem("--domain", "", f"'{registration.domain}' is no host name, without a port"))
    elif _is_local(registration.domain):
        told = f"'{registration.domain}' is this machine, which Teams does not reach"
        problems.append(Problem("--domain", "", told))
    return problems


def _is_local(domain: str) -> bool:
    try:
        return ip_address(domain).is_loopback
    except ValueError:
        return domain == "localhost" or domain.endswith(".localhost")


def _no_domain(public_url: str) -> str:
    if not public_url:
        return "no domain: give --domain, or set PUBLIC_URL"
    return f"PUBLIC_URL '{public_url}' is not https:// and a host alone, which Teams requires; give --domain"
