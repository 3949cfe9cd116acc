"""Faults: what keeps a host from starting or working. Each is a code; `app.host.remedies` says what to do."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "app_id_invalid",
    "app_id_missing",
    "app_id_unknown",
    "app_password_expired",
    "app_password_missing",
    "app_password_refused",
    "app_tenant_invalid",
    "app_tenant_missing",
    "app_tenant_unknown",
    "app_type_invalid",
    "clock_wrong",
    "connector_unreachable",
    "database_missing",
    "database_newer",
    "database_read_only",
    "database_refused",
    "database_rights",
    "database_unknown",
    "database_unreachable",
    "database_url_unescaped",
    "dev_exposed",
    "disk_full",
    "disk_low",
    "file_host_insecure",
    "file_host_invalid",
    "front_end_missing",
    "keys_unreachable",
    "login_unreachable",
    "login_url_insecure",
    "migrations_pending",
    "openid_url_insecure",
    "operations_port_taken",
    "owners_unclear",
    "port_taken",
    "public_url_insecure",
    "public_url_invalid",
    "public_url_local",
    "public_url_path",
    "service_host_insecure",
    "service_host_invalid",
    "tab_keys_unreachable",
    "tab_keys_url_invalid",
    "tables_busy",
    "tenants_any",
    "tenants_invalid",
    "tenants_missing",
]
"""Every problem there is. The type checker sees that no other is told, a test that each has a remedy."""


class Fault(Exception):
    """A command cannot be done, because of a problem. `seen` is what was met, without anything secret."""

    def __init__(self, code: Code, seen: str = "") -> None:
        self.code = code
        self.seen = seen
        super().__init__(f"{code} ({seen})" if seen else code)
