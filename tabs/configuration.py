"""What the tab face needs to know about its registration and whom it trusts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ANY_TENANT = "*"

TEAMS_CLIENTS = frozenset(
    {
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",  # Teams desktop and mobile
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",  # Teams web
        "4765445b-32c6-49b0-83e6-1d93765276ca",  # Microsoft 365 web
        "0ec893e0-5785-4de6-99da-4ed124e5296c",  # Microsoft 365 desktop
        "d3590ed6-52b3-4102-aeff-aad2292ab01c",  # Outlook desktop, Microsoft 365 mobile
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3",  # Outlook web
        "27922004-5251-4030-b22d-91ecd9a37ea4",  # Outlook mobile
    }
)
"""The clients of Microsoft that may ask for a person's token for this API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabConfiguration:
    """Registration of the tab. The defaults describe an unregistered one, to which nobody can sign in.

    `client_ids` are further audiences beside those that `app_id` and `public_url` give. `allowed_tenants` may
    hold `*`, which admits every tenant; if it is empty, none is admitted outside development. `keys_url` and
    `issuers` have a place for `{tenant}`. The `dev_…` person is whom a developer's browser signs in as, on
    loopback and only while `dev` is set.
    """

    app_id: str = ""
    public_url: str = ""
    client_ids: frozenset[str] = frozenset()
    allowed_tenants: frozenset[str] = frozenset()
    keys_url: str = "https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys"
    issuers: tuple[str, ...] = (
        "https://login.microsoftonline.com/{tenant}/v2.0",
        "https://sts.windows.net/{tenant}/",
    )
    teams_clients: frozenset[str] = TEAMS_CLIENTS
    dev: bool = False
    static_dir: Path = Path("tabs/dist")
    dev_tenant_id: str = ""
    dev_user_id: str = ""
    dev_user_name: str = ""

    def audience(self) -> frozenset[str]:
        """All names by which a token may mean this API: its id (tokens of version 2) and the App ID URIs
        that Teams knows (version 1)."""
        if not self.app_id:
            return self.client_ids
        address = urlsplit(self.public_url)
        hosts = {f"{host}/" for host in (address.netloc, address.hostname) if host} | {""}
        named = {f"api://{host}{bot}{self.app_id}" for host in hosts for bot in ("", "botid-")}
        return self.client_ids | named | {self.app_id}

    def admits(self, tenant_id: str) -> bool:
        """Whether people of this tenant may use the tab."""
        listed = {tenant.strip().lower() for tenant in self.allowed_tenants}
        return (ANY_TENANT in listed or tenant_id.lower() in listed) if listed else self.dev
