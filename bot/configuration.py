"""What the chat face needs to know about its registration and whom it trusts."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.identity import is_guid
from app.faults import Code
from app.requests import is_loopback

APP_TYPES = frozenset({"SingleTenant", "UserAssignedMSI", "MultiTenant"})
ANY_TENANT = "*"

# Where Teams lives: worldwide, and the government clouds.
SERVICE_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "*.botframework.com",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)

# Where Teams keeps what people attach in a personal chat; it does not offer that in other clouds.
FILE_HOSTS = frozenset({"*.sharepoint.com"})

# Deliberately narrower than RFC 3986: no user, no query, no escapes. What two parsers might read differently
# is no address we would send a token to.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[::1\])(?::(?P<port>\d{1,5}))?(?:/[A-Za-z0-9._~/-]*)?\Z"
)


@dataclass(frozen=True, slots=True)
class BotConfiguration:
    """Registration of the bot. The defaults describe an unregistered bot, which only development may run.

    `service_hosts` and `file_hosts` are host names (`*.` for any subdomain, `:port` for another port than
    443), always https; an entry that is a whole origin such as `http://127.0.0.1:9000` admits plain http, for
    loopback only. `allowed_tenants` may hold `*`, which admits every tenant; if it is empty, only
    `app_tenant_id` may talk to us. `body_limit` is in bytes.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    app_type: str = "SingleTenant"
    app_tenant_id: str = ""
    allowed_tenants: frozenset[str] = frozenset()
    dev: bool = False
    body_limit: int = 256 * 1024
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login_url: str = "https://login.microsoftonline.com"
    token_issuer: str = "https://api.botframework.com"  # noqa: S105 - the name of the issuer, no secret
    service_hosts: frozenset[str] = SERVICE_HOSTS
    file_hosts: frozenset[str] = FILE_HOSTS

    @property
    def is_anonymous(self) -> bool:
        """Whether the bot has no registration, so that there is no token to check or to send."""
        return self.dev and not self.app_id

    def problems(self, host: str) -> list[Code]:
        """Codes of everything that must keep the bot from starting when it listens on `host`; [] is good."""
        found: list[Code] = ["dev_exposed"] if self.dev and not is_loopback(host) else []
        if not self.is_anonymous:
            found += self._registration_problems()
        secure: tuple[tuple[Code, bool], ...] = (
            ("openid_url_insecure", is_secure(self.openid_url)),
            ("login_url_insecure", is_secure(self.login_url)),
            ("service_host_insecure", _are_secure(self.service_hosts)),
            ("file_host_insecure", _are_secure(self.file_hosts)),
        )
        return found + [code for code, is_good in secure if not is_good]

    def _registration_problems(self) -> list[Code]:
        found: list[Code] = []
        if not self.app_id:
            found.append("app_id_missing")
        elif not is_guid(self.app_id):
            found.append("app_id_invalid")
        if self.app_type not in APP_TYPES:
            found.append("app_type_invalid")
        if self.app_type == "SingleTenant" and not self.app_tenant_id:
            found.append("app_tenant_missing")
        elif self.app_tenant_id and not is_guid(self.app_tenant_id):
            found.append("app_tenant_invalid")
        if self.app_type != "UserAssignedMSI" and not self.app_password:
            found.append("app_password_missing")
        if not self.dev and not self.allowed_tenants and not self.app_tenant_id:
            found.append("tenants_missing")
        if not all(
            tenant.strip() == ANY_TENANT or is_guid(tenant.strip()) for tenant in self.allowed_tenants
        ):
            found.append("tenants_invalid")
        return found

    def admits(self, tenant_id: str) -> bool:
        """Whether people of this tenant may talk to the bot."""
        if not self.allowed_tenants and not self.app_tenant_id:
            return self.dev
        return _is_listed(self.allowed_tenants or frozenset({self.app_tenant_id}), tenant_id)

    def trusts(self, service_url: str) -> bool:
        """Whether the bot may send its token and its messages to this address."""
        return _is_trusted(self.service_hosts, self.dev, service_url)

    def keeps_files(self, scheme: str, host: str, port: int) -> bool:
        """Whether Teams may have put a file that somebody attached there."""
        if is_loopback(host):
            return f"{scheme}://{host}:{port}" in self.file_hosts
        return scheme == "https" and any(_covers(entry.lower(), host, str(port)) for entry in self.file_hosts)


@lru_cache(maxsize=1024)
def _is_listed(tenants: frozenset[str], tenant_id: str) -> bool:
    listed = {tenant.strip().lower() for tenant in tenants}
    return ANY_TENANT in listed or tenant_id.lower() in listed


@lru_cache(maxsize=1024)
def _is_trusted(service_hosts: frozenset[str], dev: bool, url: str) -> bool:
    match = _ADDRESS.match(url)
    if match is None:
        return False
    scheme, host, port = match["scheme"], match["host"].lower(), match["port"]
    if is_loopback(host) and (dev or f"{scheme}://{host}" + (f":{port}" if port else "") in service_hosts):
        return True
    return scheme == "https" and any(_covers(entry.lower(), host, port) for entry in service_hosts)


def _covers(entry: str, host: str, port: str | None) -> bool:
    name, _, expected = entry.removeprefix("https://").rstrip("/").partition(":")
    if (expected or "443") != (port or "443"):
        return False
    if name.startswith("*."):
        return host.endswith(name[1:]) and len(host) > len(name) - 1
    return host == name


def _are_secure(hosts: frozenset[str]) -> bool:
    return all(is_secure(entry) for entry in hosts if "://" in entry)


def is_secure(url: str) -> bool:
    """Whether an address is one of https, or leads to this machine."""
    match = _ADDRESS.match(url)
    return match is not None and (match["scheme"] == "https" or is_loopback(match["host"]))
