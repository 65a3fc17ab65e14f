"""The JSON that enters and leaves: one model for each body of the HTTP contract."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TEXT_LIMIT = 2000  # characters of one message; a minute of speech is about 900


def _sayable(text: str) -> str:
    text = CONTROL.sub("", text).strip()  # pasted text brings control characters along; nobody means them
    if not text:
        raise ValueError("say something: it is empty")
    return text


def _whole(number: Any) -> Any:
    # 2.0 is an integer in JSON.
    return int(number) if isinstance(number, float) and number.is_integer() else number


Sayable = Annotated[
    str,
    Field(min_length=1, max_length=TEXT_LIMIT, json_schema_extra={"pattern": r"[^\s\x00-\x1f\x7f]"}),
    AfterValidator(_sayable),
]


class Body(BaseModel):
    """What a client sends; a field we do not know is an error, not a silent nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SessionRequest(Body):
    customer_id: (
        Annotated[int, Field(ge=1, le=10**12 - 1, description="leave out for a guest"), BeforeValidator(_whole)] | None
    ) = None
    staff_key: Annotated[str, Field(max_length=200, description="MILEPOST_STAFF_KEY")] | None = None


class MessageRequest(Body):
    text: Annotated[Sayable, Field(description="what the customer says, or the payload of a button")]


class ConsentChange(Body):
    granted: Annotated[bool, Field(description="true gives consent, false withdraws it")]


class FeedbackRequest(Body):
    recommendation_id: Annotated[str, Field(min_length=1, max_length=64)]
    verdict: Literal["accept", "reject"]
    reason: Annotated[str, Field(max_length=500)] | None = None


class HandoffChange(Body):
    status: Annotated[Literal["waiting", "taken", "closed"], Field(description="give back, take, or close")]
    outcome: Annotated[
        Literal["upheld", "overturned"] | None,
        Field(description="what a person decided; needed to close a contested decision"),
    ] = None


class Reply(BaseModel):
    """What we send."""

    model_config = ConfigDict(extra="ignore")


class Session(Reply):
    token: str
    expires_at: datetime
    subject: str
    role: Literal["customer", "staff"]
    name: str


class Renewal(Reply):
    token: str
    expires_at: datetime


class Source(Reply):
    title: str
    url: str
    quote: str = ""


class Image(Reply):
    url: str
    alt: str


class Button(Reply):
    title: str
    payload: str


class Message(Reply):
    """One message of the assistant."""

    id: str
    text: str
    spoken_text: str
    sources: list[Source] = []
    image: Image | None = None
    data: dict[str, Any] = {}
    buttons: list[Button] = []
    speech_url: Annotated[str, Field(description="where to hear it; the sound is made when first asked for")]


class Messages(Reply):
    messages: list[Message]


class Transcript(Reply):
    text: str
    seconds: Annotated[float, Field(description="length of the recording")]
    cpu_seconds: Annotated[float, Field(description="what hearing it cost")]
    language: Annotated[str, Field(description="ISO 639-1")]
    clear: Annotated[bool, Field(description="false: the words are a guess, let the customer see to them")]


class SpokenMessage(Reply):
    message_id: str
    url: str


class SpeechTurn(Reply):
    transcript: Transcript
    messages: list[Message]
    speech: list[SpokenMessage]


class Contest(Reply):
    handoff_id: str


class Persona(Reply):
    """Why the caller is in their group of customers."""

    persona: str
    spoken: Annotated[str, Field(description="the reasons, and what would change it, in sentences")]
    table: Annotated[list[list[str]], Field(description="how the reasons add up; the first row names the columns")]


class CustomerCard(Reply):
    customer_id: int
    name: str
    about: str


class CustomerCards(Reply):
    customers: list[CustomerCard]
    total: int


class ChartTable(Reply):
    kind: str
    alt: str
    table: Annotated[list[list[str]], Field(description="the figures shown; the first row names the columns")]


class Plan(Reply):
    plan_id: str
    goal_type: str
    created_at: datetime
    plan: Annotated[dict[str, Any], Field(description="every figure of the plan")]


class Plans(Reply):
    plans: list[Plan]
    currency: str


class Recommendation(Reply):
    recommendation_id: str
    product_id: str
    created_at: datetime
    verdict: Literal["accepted", "rejected"] | None
    recommendation: dict[str, Any]
    contested: Annotated[bool, Field(description="true while a person checks it")] = False


class Recommendations(Reply):
    recommendations: list[Recommendation]


class Consent(Reply):
    purpose: str
    title: str
    what: Annotated[str, Field(description="what is done with which data")]
    without: Annotated[str, Field(description="what still works when it is refused")]
    granted: bool
    decided_at: Annotated[datetime | None, Field(description="null before the first decision")]
    receipt: Annotated[dict[str, Any] | None, Field(description="of that decision, as Kantara shapes it")] = None


class Consents(Reply):
    consents: list[Consent]


class ConsentReceipt(Reply):
    """Fields of the Kantara consent receipt; refusals get one too."""

    model_config = ConfigDict(extra="allow")

    consentReceiptID: str  # noqa: N815 - the standard's own name


class Erasure(Reply):
    erased: Annotated[dict[str, int], Field(description="rows erased, by table")]


class Decision(Reply):
    """A decision that somebody contested, as it was made."""

    what: str
    because: list[str]
    decided_at: datetime
    version: Annotated[str, Field(description="of the rules or assumptions it was made with")]


class Handoff(Reply):
    """A conversation that waits for a person. Who it is, and their own words, only after it was taken."""

    handoff_id: str
    reason: str
    status: Literal["waiting", "taken", "closed"]
    created_at: datetime
    summary: str
    person: Annotated[str | None, Field(description="null until taken")]
    said_last: Annotated[str | None, Field(description="null until taken")]
    decision: Annotated[Decision | None, Field(description="what is contested; null until taken")]
    outcome: Literal["upheld", "overturned"] | None


class Handoffs(Reply):
    handoffs: list[Handoff]
    waiting: Annotated[dict[str, int], Field(description="how many wait, by reason")]
