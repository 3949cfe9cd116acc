"""What an administrator can do about each problem that keeps the host from starting or working."""

from __future__ import annotations

_REMEDIES = {
    "app_id_missing": "set MicrosoftAppId to the application (client) id of the bot's app registration",
    "app_id_invalid": "MicrosoftAppId must be a GUID: copy the application (client) id from Entra ID",
    "app_type_invalid": "set MicrosoftAppType to SingleTenant, UserAssignedMSI or MultiTenant",
    "app_tenant_missing": "set MicrosoftAppTenantId to the directory (tenant) id of the app registration",
    "app_password_missing": "set MicrosoftAppPassword to a client secret of the app registration",
    "tenants_missing": "set LEADLINE_TENANTS to the tenant ids that may use this host, separated by commas",
    "dev_exposed": "LEADLINE_ENV=dev checks no tokens: listen on 127.0.0.1, or set LEADLINE_ENV=production",
    "openid_url_insecure": "BOT_OPENID_URL must use https",
    "login_url_insecure": "BOT_LOGIN_URL must use https",
    "service_host_insecure": "addresses in BOT_SERVICE_HOSTS must use https",
    "migrations_pending": "run: python -m app migrate",
    "database_unreachable": "check DATABASE_URL, and that the database runs and lets this host in",
    "port_taken": "end what listens there, or choose another PORT",
    "front_end_missing": "run: make setup (or install the built package)",
    "clock_wrong": "set the clock of this machine (NTP): tokens are checked against it",
    "keys_unreachable": "let this host reach the sign-in service over https, or set the proxy",
    "public_url_local": "set PUBLIC_URL to the https address under which Teams reaches this host",
    "public_url_insecure": "PUBLIC_URL must use https: Teams shows no other page",
    "catalog_incomplete": "reinstall: a catalog in app/languages is damaged",
}


def remedy(problem: str) -> str:
    """One sentence, in English as all that is written to a log."""
    return _REMEDIES[problem]
