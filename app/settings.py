"""Settings: everything that the environment decides, checked at once when the host starts."""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).parents[1]
PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001"
PLAYGROUND_USER = "00000000-0000-0000-0000-0000000000020"
PLAYGROUND_NAME = "Alex Wilber"
"""Whom the chat playground plays; the developer's tab signs in as the same person."""


class Environment(StrEnum):
    DEV = "dev"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """The host's settings, from environment variables of the same names (and a file `.env`, if any)."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, populate_by_name=True
    )

    database_url: str = "sqlite:///data/leadline.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    public_url: str = "http://localhost:3978"
    environment: Environment = Field(default=Environment.PRODUCTION, validation_alias="LEADLINE_ENV")
    tenants: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), validation_alias="LEADLINE_TENANTS"
    )
    app_id: str = Field(default="", validation_alias="MicrosoftAppId")
    app_password: str = Field(default="", validation_alias="MicrosoftAppPassword", repr=False)
    app_type: str = Field(default="SingleTenant", validation_alias="MicrosoftAppType")
    app_tenant_id: str = Field(default="", validation_alias="MicrosoftAppTenantId")
    client_ids: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), validation_alias="LEADLINE_CLIENT_IDS"
    )
    bot_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    bot_login_url: str = "https://login.microsoftonline.com"
    bot_service_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    bot_file_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    tab_keys_url: str = "https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys"
    static_dir: Path = ROOT / "tabs" / "dist"

    @field_validator("tenants", "client_ids", "bot_service_hosts", "bot_file_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def is_dev(self) -> bool:
        return self.environment is Environment.DEV

    @property
    def allowed_tenants(self) -> frozenset[str]:
        """Tenants that may use this host: those listed, else the bot's own."""
        own = frozenset({self.app_tenant_id}) - {""}
        return self.tenants or own

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the host."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
