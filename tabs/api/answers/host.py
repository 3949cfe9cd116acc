"""What every request may get, and what the host itself tells."""

from typing import Annotated, Any, NotRequired, TypedDict

from tabs.api.answers.history import Entry
from tabs.api.answers.records import AnyRecord, Lookalike
from tabs.api.shapes import Bounds, Named

_SENTENCE = Bounds(minLength=1)


class Error(TypedDict):
    """Why a request was refused."""

    code: str
    message: Annotated[str, _SENTENCE]
    fields: NotRequired[dict[str, Annotated[str, _SENTENCE]]]
    current: NotRequired[AnyRecord | None]
    changes: NotRequired[list[Entry]]
    candidates: NotRequired[
        Annotated[
            list[Lookalike],
            "Who is there already, where a lead was to be kept unless it is a duplicate",
        ]
    ]


class Token(TypedDict):
    token: str


Document = Annotated[dict[str, Any], Named("Document")]
EventStream = Annotated[str, Named("EventStream")]
PersonPage = Annotated[str, Named("PersonPage")]
