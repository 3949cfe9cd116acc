"""What an administrator can do about each problem that keeps the host from starting or working."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.faults import Code


class Weight(StrEnum):
    """How much a problem weighs: WRONG has to be put right, PASSING may pass by itself, NOTED is allowed."""

    WRONG = "WRONG"
    PASSING = "AWAY"
    NOTED = "NOTE"


@dataclass(frozen=True, slots=True)
class Remedy:
    """`subject` is the variable, or the part of the machine, that has to be looked at."""

    subject: str
    advice: str
    weight: Weight = Weight.WRONG


REMEDIES: Mapping[Code, Remedy] = {
    "app_id_missing": Remedy(
        "MicrosoftAppId", "set MicrosoftAppId to the application (client) id of the bot's app registration"
    ),
    "app_id_invalid": Remedy(
        "MicrosoftAppId", "MicrosoftAppId must be a GUID: copy the application (client) id from Entra ID"
    ),
    "app_id_unknown": Remedy(
        "MicrosoftAppId", "the tenant knows no such application: compare both ids with Entra ID"
    ),
    "app_type_invalid": Remedy(
        "MicrosoftAppType", "set MicrosoftAppType to SingleTenant, UserAssignedMSI or MultiTenant"
    ),
    "app_tenant_missing": Remedy(
        "MicrosoftAppTenantId",
        "set MicrosoftAppTenantId to the directory (tenant) id of the app registration",
    ),
    "app_tenant_invalid": Remedy(
        "MicrosoftAppTenantId",
        "MicrosoftAppTenantId must be a GUID, not the name of a domain: copy the directory (tenant) id",
    ),
    "app_tenant_unknown": Remedy(
        "MicrosoftAppTenantId", "Entra ID knows no such tenant: copy the directory (tenant) id"
    ),
    "app_password_missing": Remedy(
        "MicrosoftAppPassword", "set MicrosoftAppPassword to a client secret of the app registration"
    ),
    "app_password_refused": Remedy(
        "MicrosoftAppPassword", "copy the *value* of the client secret, not its id, or make a new one"
    ),
    "app_password_expired": Remedy(
        "MicrosoftAppPassword", "the client secret has expired: make a new one in Entra ID"
    ),
    "tenants_missing": Remedy(
        "LEADLINE_TENANTS", "set LEADLINE_TENANTS to the tenant ids that may use this host, by commas"
    ),
    "tenants_invalid": Remedy(
        "LEADLINE_TENANTS", "tenants are GUIDs, separated by commas: copy the directory (tenant) ids"
    ),
    "tenants_any": Remedy(
        "LEADLINE_TENANTS", "* admits every tenant of the world: list those that are meant", Weight.NOTED
    ),
    "owners_unclear": Remedy(
        "LEADLINE_OWNERS", "with several tenants, write each of LEADLINE_OWNERS as tenant:person"
    ),
    "operations_port_taken": Remedy(
        "OPERATIONS_PORT", "choose another OPERATIONS_PORT: something listens there"
    ),
    "dev_exposed": Remedy(
        "LEADLINE_ENV", "LEADLINE_ENV=dev checks no tokens: listen on 127.0.0.1, or set production"
    ),
    "openid_url_insecure": Remedy(
        "BOT_OPENID_URL", "BOT_OPENID_URL must be an https address, without user or query"
    ),
    "login_url_insecure": Remedy(
        "BOT_LOGIN_URL", "BOT_LOGIN_URL must be an https address, without user or query"
    ),
    "tab_keys_url_invalid": Remedy(
        "TAB_KEYS_URL",
        "TAB_KEYS_URL must be an https address with {tenant} in it, such as"
        " https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys",
    ),
    "service_host_insecure": Remedy("BOT_SERVICE_HOSTS", "addresses in BOT_SERVICE_HOSTS must use https"),
    "service_host_invalid": Remedy(
        "BOT_SERVICE_HOSTS", "BOT_SERVICE_HOSTS are host names by commas: *.example.com or example.com:8443"
    ),
    "file_host_insecure": Remedy("BOT_FILE_HOSTS", "addresses in BOT_FILE_HOSTS must use https"),
    "file_host_invalid": Remedy(
        "BOT_FILE_HOSTS", "BOT_FILE_HOSTS are host names by commas: *.sharepoint.com or example.com:8443"
    ),
    "public_url_local": Remedy(
        "PUBLIC_URL", "set PUBLIC_URL to the https address under which Teams reaches this host"
    ),
    "public_url_insecure": Remedy("PUBLIC_URL", "PUBLIC_URL must use https: Teams shows no other page"),
    "public_url_invalid": Remedy("PUBLIC_URL", "PUBLIC_URL is no address: write https://crm.example.com"),
    "public_url_path": Remedy(
        "PUBLIC_URL", "PUBLIC_URL is https:// and a host alone, without path or query: give Leadline a host"
    ),
    "database_url_unescaped": Remedy(
        "DATABASE_URL",
        "percent-encode what is special in user and password (@ is %40, / is %2F, # is %23, % is %25):"
        " python -c 'import getpass, urllib.parse as u; print(u.quote(getpass.getpass(), safe=\"\"))'",
    ),
    "database_unreachable": Remedy(
        "DATABASE_URL", "check DATABASE_URL, and that the database runs and lets this host in"
    ),
    "database_refused": Remedy(
        "DATABASE_URL", "the database refuses user or password: compare them with the role's"
    ),
    "database_unknown": Remedy(
        "DATABASE_URL", "the server has no such database or role: create it, or correct its name"
    ),
    "database_rights": Remedy(
        "DATABASE_URL", "let the role own the database: ALTER DATABASE leadline OWNER TO leadline"
    ),
    "database_missing": Remedy(
        "DATABASE_URL", "there is no such file yet: run python -m app migrate, or correct the path"
    ),
    "database_read_only": Remedy(
        "DATABASE_URL",
        "the file and its folder must be writable for whoever runs this: mount the disk writable, chown it",
    ),
    "database_newer": Remedy(
        "DATABASE_URL",
        "a newer version has changed the tables: run that version, or take them back with it"
        " (python -m app migrate --to REVISION)",
    ),
    "migrations_pending": Remedy("DATABASE_URL", "run: python -m app migrate"),
    "tables_busy": Remedy(
        "DATABASE_URL", "a table was in use all the time: end long transactions, then run it again"
    ),
    "disk_full": Remedy("disk", "make room on the disk of the database"),
    "disk_low": Remedy("disk", "make room: less than a gigabyte is left", Weight.NOTED),
    "port_taken": Remedy("PORT", "end what listens there, or choose another PORT"),
    "front_end_missing": Remedy("front end", "run: make setup (or install the built package)"),
    "clock_wrong": Remedy("clock", "set the clock of this machine (NTP): tokens are checked against it"),
    "keys_unreachable": Remedy(
        "BOT_OPENID_URL",
        "let this host reach the sign-in service over https, or set the proxy (HTTPS_PROXY)",
        Weight.PASSING,
    ),
    "tab_keys_unreachable": Remedy(
        "TAB_KEYS_URL",
        "let this host reach the keys of Entra ID over https, or set the proxy",
        Weight.PASSING,
    ),
    "login_unreachable": Remedy(
        "BOT_LOGIN_URL", "let this host reach Entra ID over https, or set the proxy", Weight.PASSING
    ),
    "connector_unreachable": Remedy(
        "BOT_SERVICE_HOSTS", "let this host reach Teams over https, or set the proxy", Weight.PASSING
    ),
}


def remedy(problem: Code) -> str:
    """One sentence, in English as all that is written to a log."""
    return REMEDIES[problem].advice


def tell(problem: Code, seen: str = "") -> str:
    """A line about a problem: what it concerns, its code, and the remedy."""
    found = REMEDIES[problem]
    return f"{found.subject}: {problem}: {found.advice}" + (f" ({seen})" if seen else "")
