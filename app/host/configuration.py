"""Configuration: everything that the environment decides, checked at once when the host starts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.domain.identity import is_guid
from app.domain.member import Entrance
from app.faults import Code
from app.limits import Rate, read_rate
from app.store.engine import addresses

ROOT = Path(__file__).parents[2]
PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001"
PLAYGROUND_USER = "00000000-0000-0000-0000-0000000000020"
PLAYGROUND_NAME = "Alex Wilber"
"""Whom the chat playground plays; the developer's tab signs in as the same person."""


class Environment(StrEnum):
    DEV = "dev"
    PRODUCTION = "production"


class Configuration(BaseSettings):
    """The host's configuration, from environment variables of the same names (and a file `.env`, if any)."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, populate_by_name=True
    )

    database_url: str = addresses.DEFAULT
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
    owners: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), validation_alias="LEADLINE_OWNERS"
    )
    rate_limit_person: Annotated[Rate | None, NoDecode] = Rate(60, 5)
    rate_limit_tenant: Annotated[Rate | None, NoDecode] = Rate(3000, 250)
    max_connections: int = Field(default=4096, ge=16)
    operations_host: str = "127.0.0.1"
    operations_port: int | None = Field(default=None, ge=0, le=65535)
    tab_keys_url: str = "https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys"
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    static_dir: Path = ROOT / "tabs" / "dist"

    @field_validator("tenants", "client_ids", "bot_service_hosts", "bot_file_hosts", "owners", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("owners")
    @classmethod
    def _people(cls, value: frozenset[str]) -> frozenset[str]:
        """People by object id, each behind the id of the tenant and a colon where there is more than one."""
        if not all(entry.count(":") < 2 and all(map(is_guid, entry.split(":"))) for entry in value):
            raise ValueError("must be object ids of people, or tenant:person, separated by commas")
        return frozenset(entry.lower() for entry in value)

    @field_validator("rate_limit_person", "rate_limit_tenant", mode="before")
    @classmethod
    def _rate(cls, value: object) -> object:
        return read_rate(value) if isinstance(value, str) else value

    @field_validator("log_format", "log_level", mode="before")
    @classmethod
    def _in_any_case(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not addresses.is_known(value):
            raise ValueError(f"must start with {addresses.KINDS}")
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
    def entrance(self) -> Entrance:
        """Who owns workspaces: whom LEADLINE_OWNERS names, and in development whoever comes first."""
        own = min(self.allowed_tenants, default="").lower()
        named = (entry.rpartition(":") for entry in self.owners)
        return Entrance(
            owners=frozenset((tenant or own, person) for tenant, _, person in named), first_owns=self.is_dev
        )

    def problems(self) -> list[Code]:
        """Codes of what must keep the host from starting; [] is good."""
        is_one = len(self.allowed_tenants) == 1 and "*" not in self.allowed_tenants
        is_unclear = not is_one and any(":" not in entry for entry in self.owners)
        return ["owners_unclear"] if is_unclear and not self.is_dev else []

    @property
    def operations_at(self) -> int:
        """The operator's port: the one behind the host's, unless it is given."""
        if self.operations_port is not None:
            return self.operations_port
        return self.port + 1 if self.port else 0
