"""Checks: what is wrong with the configuration, all at once. The host does not start with what these find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from app.faults import Code
from app.host.configuration import Configuration
from app.host.main import bot_configuration
from app.requests import is_loopback
from app.store.engine.addresses import is_unescaped
from bot.configuration import ANY_TENANT, is_secure

_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?\Z")
_PLACE = "{tenant}"


def configuration_problems(configuration: Configuration) -> list[Code]:
    """Codes of everything that must keep the host from starting; [] is good."""
    found = bot_configuration(configuration).problems(configuration.host) + configuration.problems()
    found += [*_host_lists(configuration), *_tab_keys(configuration)]
    if not configuration.is_dev:
        found += _public_url(configuration.public_url)
    if is_unescaped(configuration.database_url):
        found.append("database_url_unescaped")
    return found


def configuration_notes(configuration: Configuration) -> list[Code]:
    """Codes of what is allowed and yet worth a second look."""
    return ["tenants_any"] if ANY_TENANT in configuration.allowed_tenants else []


def front_end_problems(configuration: Configuration) -> list[Code]:
    """Whether the pages of the tab are there: without them Teams shows an error."""
    return [] if (configuration.static_dir / "index.html").is_file() else ["front_end_missing"]


def _host_lists(configuration: Configuration) -> Iterator[Code]:
    if not all(_is_host(entry) for entry in configuration.bot_service_hosts):
        yield "service_host_invalid"
    if not all(_is_host(entry) for entry in configuration.bot_file_hosts):
        yield "file_host_invalid"


def _is_host(entry: str) -> bool:
    # A whole address is judged by whether it is secure.
    return "://" in entry or _HOST.match(entry) is not None


def _tab_keys(configuration: Configuration) -> Iterator[Code]:
    address = configuration.tab_keys_url
    # Where one key set serves all tenants, as on loopback, none has to be named.
    is_named = _PLACE in address or is_loopback(urlsplit(address.replace(_PLACE, "t")).hostname or "")
    if not is_named or not is_secure(address.replace(_PLACE, "tenant")):
        yield "tab_keys_url_invalid"


def _public_url(address: str) -> Iterator[Code]:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        yield "public_url_invalid"
        return
    if not host or not (re.match(r"[A-Za-z0-9.-]+\Z", host) or is_loopback(host)):
        yield "public_url_invalid"
    elif is_loopback(host) or host in {"0.0.0.0", "::"}:  # noqa: S104 - refused, not listened on
        yield "public_url_local"
    elif parts.scheme != "https":
        yield "public_url_insecure"
    elif parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        yield "public_url_path"
