"""Everybody who may stand at a door, and everything they can try: all routes and all verbs of cards, as they
are registered, so that a new one is tried by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import bot.commands  # noqa: F401 - fills the registry
from app.domain.event import Kind
from app.domain.member import Actor, Role
from app.host.main import DATABASE
from app.store.work import appoint
from bot.registry import registry
from tabs.api.call import Route
from tabs.api.routes import DOCUMENT, ROUTES
from tests.kit.activities import ALEX, APP_ID, FOREIGN_TENANT, MEGAN, TENANT
from tests.kit.books import Books, read_books
from tests.kit.host import Answer, HostUnderTest
from tests.kit.keys import sso_claims

SECRET = "Geheimprojekt"
PATTI = {"id": "29:patti", "name": "Patti Fernandez", "aadObjectId": "a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf003"}
GRETA = {"id": "29:greta", "name": "Greta Gast", "aadObjectId": "a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf009"}

_TYPED: dict[str, Any] = {
    "name": "Tried", "company": "Tried", "owner": 2, "reason": "other", "note": "tried", "stage": "meeting",
    "type": "call", "about": 1, "text": "tried", "currency": "USD", "guests": True, "probability": 35,
    "framework": "meddic", "contact": 3, "member": 1, "role": "champion", "with": 5, "amount": "5000 EUR",
}  # fmt: skip
"""What is typed into fields of these names, at the API and on cards."""
_THERE: dict[str, dict[str, Any]] = {
    "/workspace/fields": {"label": "Tried", "type": "line", "kinds": ["lead"], "name": "own_tried"}
}
"""What a route takes else, by its path."""
_PRESSED: dict[str, Any] = {
    **_TYPED, "owner": "2", "text": "new lead Tried, Tried", "other": "5", "language": "de",
    "lines": "Tried, Tried", "changes": "tried",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """A person at the doors: what Teams says of them in an activity, and Entra in a token."""

    who: dict[str, Any]
    claims: dict[str, Any] = field(default_factory=dict)
    home: str = TENANT
    """The tenant of the conversation."""

    @property
    def actor(self) -> Actor:
        return Actor(tenant_id=TENANT, user_id=self.who["aadObjectId"], name=self.who["name"])


OWNER, MEMBER, VIEWER = Somebody(ALEX), Somebody(MEGAN), Somebody(PATTI)
OUTSIDERS = {
    "a guest": Somebody({**GRETA, "userRole": "guest"}, {"acct": 1}),
    "a guest by another sign-in": Somebody(
        {**GRETA, "userRole": "anonymous"}, {"idp": f"https://sts.windows.net/{FOREIGN_TENANT}/"}
    ),
    "somebody of another tenant": Somebody(
        {**GRETA, "tenantId": FOREIGN_TENANT},
        {"preferred_username": "greta_other.example#EXT#@contoso.example"},
    ),
    "a member in a foreign conversation": Somebody(MEGAN, {"acct": "1"}, FOREIGN_TENANT),
}


async def call(
    host: HostUnderTest, one: Somebody, method: str, path: str, body: Any = None, content: bytes | None = None
) -> Answer:
    """Calls the API with a token of somebody."""
    token = host.ring.sign(sso_claims(APP_ID, one.actor, **one.claims))
    headers = {"Authorization": f"Bearer {token}"}
    if content is not None:
        headers["Content-Type"] = "text/csv"
    sent: dict[str, Any] = {"data": content} if content is not None else {"json": body}
    async with host.session.request(method, f"{host.url}/api/v1{path}", headers=headers, **sent) as response:
        if response.content_type == "text/event-stream":
            return Answer(response.status, None)
        return Answer(response.status, await response.json())


async def press(host: HostUnderTest, one: Somebody, verb: str, data: dict[str, Any]) -> dict[str, Any]:
    """Presses a button as somebody; the card that came back."""
    home = {"id": f"19:{one.home}@thread.v2", "conversationType": "groupChat", "tenantId": one.home}
    return await host.press(verb, data, user=one.who, conversation=home)


async def say(host: HostUnderTest, one: Somebody, text: str) -> dict[str, Any]:
    """Writes to the bot as somebody; the card that it posted."""
    home = {"id": f"a:{one.home}", "conversationType": "personal", "tenantId": one.home}
    return await host.say(text, user=one.who, conversation=home)


async def furnish(host: HostUnderTest) -> None:
    """A workspace with a record of every kind: lead 1 with the opportunity 4, its organization 2 and contact
    3, further leads, one that is disqualified, and an activity. It has an owner, a member and a viewer."""
    # The workspace is settled where its owner is.
    await say(host, OWNER, "help")
    lead = {"name": "Sarah Meier", "company": "Tech Innovators Inc.", "note": SECRET}
    await _made(host, "/leads", lead)
    await _made(host, "/leads/1/qualify", {"need": SECRET}, 200)
    for name in ("Ann Bell", "Ben Cole", "Cora Dell"):
        await _made(host, "/leads", {"name": name, "company": name, "note": SECRET})
    await _made(host, "/leads/7/disqualify", {"reason": "junk"}, 200)
    await _made(host, "/activities", {"type": "task", "about": 5, "text": SECRET, "due": "2030-01-01"})
    rows = b"name,company\nDora Eck,Eck\n"
    assert (await call(host, OWNER, "POST", "/imports", content=rows)).status == 201
    await call(host, MEMBER, "GET", "/me")
    with host.app[DATABASE].write() as connection:
        appoint(connection, VIEWER.actor, Role.VIEWER)


async def _made(host: HostUnderTest, path: str, body: dict[str, Any], status: int = 201) -> None:
    answer = await call(host, OWNER, "POST", path, body)
    assert answer.status == status, answer


async def try_route(host: HostUnderTest, one: Somebody, route: Route) -> list[Answer]:
    """Asks for everything that a route has to offer, of each record of its kind. Nothing may be answered that
    the description of the API does not tell."""
    typed = {**_TYPED, **_THERE.get(route.path, {})}
    body = {name: typed[name] for name in route.body or {} if name in typed} if route.writes else None
    if body and route.kind is Kind.LEAD and "type" in body:
        del body["type"]
    content = b"name,company\nTried,Tried\n" if route.media else None
    answers = []
    for number in range(1, 9) if "{" in route.path else (1,):
        path = route.path.replace("{number}", str(number)).replace("{id}", str(number))
        answers.append(await call(host, one, route.method, path, body, content))
    described = DOCUMENT["paths"][route.path][route.method.lower()]["responses"]
    assert {str(answer.status) for answer in answers} <= set(described), route
    return answers


async def try_verb(host: HostUnderTest, one: Somebody, verb: str) -> list[dict[str, Any]]:
    """Presses every button with this verb that a card could have, and one that none would have."""
    cards = [await press(host, one, verb, {"form": f"{verb} {one.who['aadObjectId']}"})]
    for number in range(1, 9):
        data = {**_PRESSED, "number": number, "form": f"{verb} {number} {one.who['aadObjectId']}"}
        cards.append(await press(host, one, verb, data))
    return cards


VERBS = sorted(registry.forms)
WRITES = [route for route in ROUTES if route.writes]
READS = [route for route in ROUTES if not route.writes]


def kept(host: HostUnderTest) -> Books:
    """All that is kept, but for what is noted of whoever asks, or was not let in."""
    books = read_books(host.app[DATABASE], TENANT)
    for table in ("turns", "memories", "conversations"):
        del books[table]
    books["audit"] = {key: row for key, row in books["audit"].items() if row["name"] != "SignInRefused"}
    books["members"] = {key: {"role": row["role"]} for key, row in books["members"].items()}
    return books


def settings_in(books: Books) -> dict[str, Any]:
    """What only owners set."""
    (workspace,) = books["workspaces"].values()
    counters = ("next_number", "next_sequence")
    return {
        "workspace": {name: value for name, value in workspace.items() if name not in counters},
        "stages": books["stages"],
        "members": {key: row["role"] for key, row in books["members"].items()},
    }
