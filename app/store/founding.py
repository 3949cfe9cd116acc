"""Founding: the place and the currency of a new workspace, and how they are found out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa

from app.domain.member import Actor, Workspace
from app.domain.place import Place
from app.holidays import working_days_in
from app.store.choices import add_first_choices
from app.store.directory import add_workspace
from app.store.pipelines import add_first_pipeline
from app.store.tables import counters, workspaces
from app.territories import country_of, currency_of, main_zone

DEFAULT_CURRENCY = "EUR"
DEFAULT_TIME_ZONE = "Europe/Berlin"
DEFAULT_COUNTRY = "DE"


def found_workspace(connection: sa.Connection, actor: Actor) -> None:
    """Takes a tenant in where its first person is. The country is only kept where all of the place is known:
    without one, a workspace can still be settled."""
    place = actor.place
    new = add_workspace(connection, actor.tenant_id)
    if new is None:
        return
    row = {
        "id": new,
        "tenant_id": actor.tenant_id,
        "currency": _currency_at(place),
        "time_zone": place.time_zone or main_zone(place.country) or DEFAULT_TIME_ZONE,
        "country": place.country if place.is_complete else "",
        "working_days": " ".join(working_days_in(place.country or country_of(place.time_zone))),
        "at": dt.datetime.now(dt.UTC),
    }
    connection.execute(_FOUND, row)
    connection.execute(sa.insert(counters), {"workspace_id": new, "next_number": 1, "next_sequence": 1})
    add_first_pipeline(connection, new)
    add_first_choices(connection, new)


def settle(workspace: Workspace, place: Place, *, is_new: bool) -> Workspace:
    """A workspace that was founded when nobody knew where takes the place of whoever writes first from a
    known one: Teams does not always tell it when the bot is installed. Where it is not new any more, because
    it has records or somebody has set something, it stays as it is."""
    if workspace.country or not place.is_complete:
        return workspace
    if not is_new or workspace.version > 1:
        return replace(workspace, country=_country_of(workspace))
    return replace(
        workspace,
        currency=_currency_at(place),
        time_zone=place.time_zone,
        country=place.country,
        working_days=working_days_in(place.country),
    )


def place_in(workspace: Workspace, known: Place) -> Place:
    """Where somebody is: what is known of it, else where the workspace is."""
    return Place(time_zone=workspace.time_zone, country=_country_of(workspace)).updated(known)


def _country_of(workspace: Workspace) -> str:
    return workspace.country or country_of(workspace.time_zone) or DEFAULT_COUNTRY


def _currency_at(place: Place) -> str:
    return currency_of(place.country or country_of(place.time_zone)) or DEFAULT_CURRENCY


_FOUND = sa.text(
    "INSERT INTO workspaces"
    " (id, tenant_id, name, currency, time_zone, country, working_days, created_at)"
    " VALUES (:id, :tenant_id, '', :currency, :time_zone, :country, :working_days, :at)"
).bindparams(sa.bindparam("at", type_=workspaces.c.created_at.type))
