"""Consent, purpose by purpose: given and withdrawn with the same ease, a receipt each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from store import consents
from trust import audit

RECEIPT_VERSION = "KI-CR-v1.1.0"  # field names of the Kantara Initiative's Consent Receipt Specification 1.1


@dataclass(frozen=True)
class Purpose:
    """One thing that data may be used for, in words for the customer."""

    name: str
    title: str
    what: str  # what is done with which data
    without: str  # what still works when it is refused
    default: bool  # before any decision: true only for what the customer asks for by asking Milepost


PURPOSES = {
    purpose.name: purpose
    for purpose in (
        Purpose(
            "personalised_plans",
            "Personal plans",
            "Your income, age and risk profile shape your plans.",
            "Plans use only what you say in the conversation.",
            True,
        ),
        Purpose(
            "recommendations",
            "Product suggestions",
            "Milepost suggests the bank's products that fit you, with reasons.",
            "Plans and answers stay the same; no product is suggested.",
            True,
        ),
        Purpose(
            "transactions",
            "Your payments",
            "Your payments are sorted into categories when you ask about spending or credit.",
            "Plans estimate your spending instead of looking at it.",
            True,
        ),
        Purpose(
            "voice_tone",
            "Tone of voice",
            "How you speak, not only what you say, helps to notice worry. Recordings are not kept.",
            "Only your words count.",
            False,
        ),
        Purpose(
            "sentiment_memory",
            "Remember how I feel",
            "Worry or relief is remembered until the next conversation.",
            "Every conversation starts afresh.",
            False,
        ),
        Purpose(
            "insights",
            "Statistics for the bank",
            "What happened, never what you said, is counted together with others.",
            "You are left out of the counts.",
            False,
        ),
    )
}


@dataclass(frozen=True)
class Decision:
    """Where one purpose stands; `decided_at` is None before the customer decided."""

    purpose: Purpose
    given: bool
    decided_at: datetime | None


class UnknownPurpose(KeyError):
    """There is no such purpose; `say` lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.say = f"There is no purpose of that name. There are: {', '.join(PURPOSES)}."


def decisions(owner: str) -> list[Decision]:
    """Where every purpose stands for this person."""
    made = consents.current(owner)
    return [
        Decision(purpose, made[name].given, made[name].created_at)
        if name in made
        else Decision(purpose, purpose.default, None)
        for name, purpose in PURPOSES.items()
    ]


def allows(owner: str, purpose: str) -> bool:
    """Whether this person's data may be used for `purpose` now. Raises UnknownPurpose."""
    if purpose not in PURPOSES:
        raise UnknownPurpose(purpose)
    decision = consents.current(owner).get(purpose)
    return decision.given if decision else PURPOSES[purpose].default


def decide(owner: str, purpose: str, given: bool, channel: str) -> dict[str, Any]:
    """Note that the person gave or withdrew consent, by `channel` (page, chat or voice); the receipt.

    Raises UnknownPurpose.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose(purpose)
    about = PURPOSES[purpose]
    receipt = {
        "version": RECEIPT_VERSION,
        "consentTimestamp": int(datetime.now(timezone.utc).timestamp()),
        "collectionMethod": channel,
        "piiPrincipalId": owner,
        "services": [
            {
                "service": "Milepost",
                "purposes": [
                    {
                        "purpose": about.title,
                        "purposeCategory": [purpose],
                        "consentType": "EXPLICIT" if given else "REFUSED",
                        "description": about.what,
                        "termination": "Until withdrawn: in the page, or by saying so.",
                        "thirdPartyDisclosure": False,
                    }
                ],
            }
        ],
        "sensitive": False,
    }
    receipt_id = consents.add(owner, purpose, given, receipt)
    audit.record(
        "consent", owner, consent_id=receipt_id, purpose=purpose, given=given, channel=channel,
        receipt=audit.fingerprint(owner, receipt),
    )  # fmt: skip
    return {"consentReceiptID": receipt_id, **receipt}
