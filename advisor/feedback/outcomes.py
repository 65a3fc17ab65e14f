"""One recommendation that was made, how likely it was made, and what the customer said to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from advisor.products import Rejection
from advisor.situation import Situation

Verdict = Literal["accepted", "rejected"]
Why = Literal["not_interested", "too_expensive", "too_risky", "already_have", "not_now", "other"]
WHY: tuple[str, ...] = get_args(Why)


@dataclass(frozen=True, slots=True)
class Offered:
    """One product that could have been put first, as the policy saw it."""

    product_id: str
    type: str
    risk: str
    fit: int  # best fit of the rules, 1 to 5
    probability: float  # chance with which the policy put it first


@dataclass(frozen=True, slots=True)
class Outcome:
    """A product that was put first, the others that could have been, and the verdict."""

    recommendation_id: str
    situation: Situation
    offered: tuple[Offered, ...]
    chosen: int  # which of `offered`
    policy: str
    basis: str
    verdict: Verdict | None = None
    why: str | None = None

    @property
    def product_id(self) -> str:
        """The product that was put first."""
        return self.offered[self.chosen].product_id

    @property
    def propensity(self) -> float:
        """The chance with which it was put first."""
        return self.offered[self.chosen].probability

    @property
    def reward(self) -> float:
        """1 accepted, 0 rejected. Raises ValueError while there is no verdict."""
        if self.verdict is None:
            raise ValueError("there is no verdict yet")
        return 1.0 if self.verdict == "accepted" else 0.0

    @classmethod
    def from_document(
        cls, recommendation_id: str, document: Mapping[str, Any], verdict: Verdict | None, why: str | None = None
    ) -> Outcome | None:
        """The outcome of a stored recommendation (`Recommendation.to_dict`); None if it was not the one put first.

        A product in second place was shown because another was first: what is said to it is remembered for the
        customer, but it says nothing about the policy's choice.
        """
        if not document.get("offered"):
            return None
        offered = tuple(Offered(**values) for values in document["offered"])
        product_id = document["product"]["id"]
        return cls(
            recommendation_id,
            Situation.from_dict(document["situation"]),
            offered,
            next(place for place, item in enumerate(offered) if item.product_id == product_id),
            document["policy"],
            document["basis"],
            verdict,
            why,
        )


def outcomes_of(records: Iterable[Any]) -> Iterator[Outcome]:
    """Outcomes of stored recommendations: anything with recommendation_id, document, verdict and verdict_reason."""
    for record in records:
        outcome = Outcome.from_document(
            record.recommendation_id, record.document, record.verdict, record.verdict_reason
        )
        if outcome is not None:
            yield outcome


def rejections_of(records: Iterable[Any]) -> tuple[Rejection, ...]:
    """What one customer does not want to see again, from their stored recommendations.

    A verdict that was taken back is no longer there, so undoing a rejection is all it takes to forget it.
    """
    return tuple(
        Rejection(
            record.product_id,
            record.document["basis"],
            record.verdict_reason if record.verdict_reason in WHY else None,
        )
        for record in records
        if record.verdict == "rejected" and "basis" in record.document
    )
