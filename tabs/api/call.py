"""Call: one request of a person who is known, with the core and the reader's language at hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

import orjson
from aiohttp import web

from app.domain.errors import Problem
from app.domain.event import Kind, Source
from app.domain.member import Actor, Member
from app.languages.reader import Reader
from app.languages.strings import language_of
from app.languages.written import Written
from app.store.work import Work
from tabs.api.answers.records import RECORDS
from tabs.api.fields import VERSION, Field, Fields, invalid, read_fields
from tabs.api.gate import Identity
from tabs.api.host import API, Api
from tabs.api.replies import RequestRefused
from tabs.languages import accepted

P = ParamSpec("P")
T = TypeVar("T")

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body."""

PLURALS = {
    Kind.LEAD: "leads",
    Kind.OPPORTUNITY: "opportunities",
    Kind.CONTACT: "contacts",
    Kind.ORGANIZATION: "organizations",
    Kind.ACTIVITY: "activities",
}

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the API's table, from which handlers are registered and the description is made.

    `body` is None where the request has none; `renamed` maps a field of the core to the name that it has in
    this request. `result` is the type of the answer, where its handler does not tell. A route with `media`
    takes a file of one of these types instead of JSON. An answer that is `kept` depends on nothing but what
    was asked by whom and `app.crm.board.state`; one that is `shared` is the same for all who see the same.
    """

    method: str
    path: str
    answer: Callable[[Call], Awaitable[object]]
    summary: str
    result: Any = None
    kind: Kind | None = None
    query: Fields = field(default_factory=dict)
    body: Fields | None = None
    required: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    media: tuple[str, ...] = ()
    kept: bool = False
    shared: bool = False

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def told(self) -> Any:
        """The type of the answer."""
        return self.result or get_type_hints(self.answer)["return"]

    @classmethod
    def step(
        cls,
        kind: Kind,
        name: str,
        answer: Callable[[Call], Awaitable[object]],
        summary: str,
        *,
        method: str = "POST",
        result: Any = None,
        body: Fields = VERSION,
        required: tuple[str, ...] = (),
        renamed: Mapping[str, str] | None = None,
    ) -> Route:
        """What changes one record of a kind and is answered with the record, unless `result` is another."""
        return cls(
            method=method,
            path=f"/{PLURALS[kind]}/{{number}}/{name}",
            answer=answer,
            result=result or RECORDS[kind],
            summary=summary,
            kind=kind,
            body=body,
            required=required,
            renamed=renamed or {},
        )


class Call:
    """One request under way. `member` is known once the core was asked."""

    def __init__(self, request: web.Request, route: Route, identity: Identity) -> None:
        self.request = request
        self.route = route
        self.identity = identity
        self.status = route.status
        self.member: Member | None = None
        self._actor = Actor(
            tenant_id=identity.tenant_id,
            user_id=identity.user_id,
            name=identity.name,
            source=Source.TAB,
            turn=_turn(request, identity) if route.writes else None,
            is_guest=identity.is_guest,
        )
        self._asked = b""

    @property
    def host(self) -> Api:
        return self.request.app[API]

    @property
    def kind(self) -> Kind:
        """The kind that the address names."""
        if self.route.kind is None:
            raise LookupError("kind")
        return self.route.kind

    @property
    def number(self) -> int:
        """The number of the record that the address names."""
        return int(self.request.match_info["number"])

    @property
    def id(self) -> int:
        """The id that the address names."""
        return int(self.request.match_info["id"])

    @property
    def actor(self) -> Actor:
        """The one who asks, as the core is to know them."""
        return self._actor

    @property
    def reader(self) -> Reader:
        return reader_of(self.request)

    async def read(
        self, use_case: Callable[Concatenate[Work, Member, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answers a question through the core."""
        return await self.host.crm.read(self._actor, self._noting(use_case), *args, **kwargs)

    async def read_through(
        self, use_case: Callable[Concatenate[Work, Member, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`read` for a question that looks at everything: as of one moment, however long that takes."""
        return await self.host.crm.read_through(self._actor, self._noting(use_case), *args, **kwargs)

    async def write(
        self, use_case: Callable[Concatenate[Work, Member, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Changes something through the core. Raises KeyReused where another request had the same key."""
        actor = replace(self._actor, what=self._what()) if self._actor.turn else self._actor
        return await self.host.crm.write(actor, self._noting(use_case), *args, **kwargs)

    async def go_on(
        self, use_case: Callable[Concatenate[Work, Member, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carries out one of many transactions of a request: each must know itself what was done before."""
        actor = replace(self._actor, turn=None)
        return await self.host.crm.write(actor, self._noting(use_case), *args, **kwargs)

    def query(self) -> dict[str, Any]:
        """The parameters of the address, with defaults. Raises InvalidInput."""
        given = self.request.query
        twice = [name for name in given if len(given.getall(name)) > 1]
        if twice:
            raise invalid(dict.fromkeys(twice, Problem("given_twice")))
        return {**_defaults(self.route.query), **read_fields(self.route.query, given)}

    async def body(self) -> dict[str, Any]:
        """The fields of the body. Raises RequestRefused on one that is no JSON object, InvalidInput on its
        fields."""
        given = await read_object(self.request)
        self._asked = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
        # A record's number may come back with it, as long as it names the record of the address.
        for name in ("number", "id"):
            if f"{{{name}}}" in self.route.path and given.get(name) == getattr(self, name):
                del given[name]
        values = read_fields(self.route.body or {}, given, self.route.required)
        return {name: self._heard(value) for name, value in values.items()}

    def _heard(self, value: Any) -> Any:
        """A value of the body with the language in which it is to be read."""
        if isinstance(value, Written):
            return replace(value, language=self.reader.language)
        return {name: self._heard(one) for name, one in value.items()} if isinstance(value, dict) else value

    async def file(self, limit: int) -> bytes:
        """The file in the body. Raises RequestRefused with 400, 413 or 415."""
        if self.request.content_type not in self.route.media:
            raise RequestRefused(415, "file_type_refused")
        self._asked = await _content(self.request, limit, "file_too_large")
        return self._asked

    def _what(self) -> str:
        """What makes this request another one than any that has the same key: route, query and body."""
        address = f"{self.request.method} {self.request.path_qs}".encode()
        return f"request {hashlib.sha256(address + bytes(1) + self._asked).hexdigest()[:32]}"

    def _noting(
        self, use_case: Callable[Concatenate[Work, Member, P], T]
    ) -> Callable[Concatenate[Work, Member, P], T]:
        def run(work: Work, member: Member, /, *args: P.args, **kwargs: P.kwargs) -> T:
            self.member = member
            return use_case(work, member, *args, **kwargs)

        return run


CALL: web.RequestKey[Call] = web.RequestKey("call")
"""The call that a request became, once it is known who asks."""


def reader_of(request: web.Request) -> Reader:
    """The reader: in the language the client asks for, else in the one the member chose."""
    call = request.get(CALL)
    member = call.member if call is not None else None
    language = language_of(
        accepted(request.headers.get("Accept-Language", "")), member.language if member else ""
    )
    return Reader(language, own=member.workspace.own_fields) if member else Reader(language)


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body, an empty one for an empty body. Raises RequestRefused (400, 413, 415)."""
    content = await _content(request)
    if not content:
        return {}
    if request.content_type != "application/json":
        raise RequestRefused(415, "content_type_refused")
    try:
        given = orjson.loads(content)
    except ValueError:
        raise RequestRefused(400, "json_malformed") from None
    if not isinstance(given, dict):
        raise RequestRefused(400, "json_malformed")
    return given


async def _content(request: web.Request, limit: int = BODY_LIMIT, code: str = "body_too_large") -> bytes:
    if (request.content_length or 0) > limit:
        raise RequestRefused(413, code)
    content = bytearray()
    try:
        # Counted while reading: the announced length says nothing about chunked or compressed bodies.
        while chunk := await request.content.readany():
            content += chunk
            if len(content) > limit:
                raise RequestRefused(413, code)
    except web.RequestPayloadError:
        raise RequestRefused(400, "json_malformed") from None
    return bytes(content)


def _turn(request: web.Request, identity: Identity) -> tuple[str, str] | None:
    keys = request.headers.getall("Idempotency-Key", ())
    if not keys:
        return None
    if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
        raise RequestRefused(400, "idempotency_key_invalid")
    # Keys are made up by clients: two colleagues who chose the same one must not get each other's record.
    return f"api:{identity.user_id}", keys[0]


def _defaults(query: Mapping[str, Field]) -> dict[str, Any]:
    return {name: one.schema["default"] for name, one in query.items() if "default" in one.schema}
