"""What product rules may ask about a customer: each feature's name, kind, limits and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from advisor.customers import LEVELS, SPENDING_HABITS, Customer
from advisor.goals import GOAL_TYPES
from advisor.house import RATINGS
from advisor.money_text import duration_text, money_text, percent_text
from advisor.persona_names import APPETITE, MOOD, SPENDING, TOUCH
from advisor.personas import Persona
from settings import settings


def _money(amount: float) -> str:
    return money_text(amount, settings.currency, cents=False)


def _word(value: Any) -> str:
    return str(value).replace("_", " ").lower()


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


@dataclass(frozen=True)
class Feature:
    """One thing a rule may ask about."""

    kind: Literal["word", "figure", "flag"]
    meaning: str
    say: Callable[[Any], str]
    words: tuple[str, ...] = ()  # what a word may be
    low: float = float("-inf")  # what a figure may be
    high: float = float("inf")
    whole: bool = False  # the figure is a whole number
    always_known: bool = False

    @property
    def values(self) -> tuple[Any, ...]:
        """What a word or flag may be."""
        return (False, True) if self.kind == "flag" else self.words


def _level(meaning: str) -> Feature:
    return Feature("word", meaning, _word, words=LEVELS, always_known=True)


FEATURES: dict[str, Feature] = {
    "age": Feature("figure", "age in years", str, low=18, high=120, whole=True, always_known=True),
    "income": Feature("figure", "income a year, before tax", _money, low=0, high=1e9, always_known=True),
    "spending_habit": Feature("word", "spending habit", _word, words=SPENDING_HABITS, always_known=True),
    "risk_profile": _level("risk profile"),
    "transactions": Feature("figure", "payments a month", str, low=0, high=1e6, whole=True, always_known=True),
    "sentiment": Feature("figure", "how they sound, -1 to 1", str, low=-1, high=1, always_known=True),
    "engagement_level": _level("how often they are in touch"),
    "goal_type": Feature("word", "what they save for", _word, words=GOAL_TYPES),
    "months": Feature("figure", "months until the goal is due", duration_text, low=1, high=720, whole=True),
    "target": Feature("figure", "what the goal costs", _money, low=0, high=1e9),
    "saved": Feature("figure", "what is saved for the goal already", _money, low=0, high=1e9),
    "monthly": Feature("figure", "what the plan saves a month", _money, low=0, high=1e9),
    "income_share": Feature("figure", "the plan's saving as a share of income", percent_text, low=0),
    "debt_rate": Feature("figure", "yearly rate of the dearest debt", percent_text, low=0, high=10),
    "house_rating": Feature("word", "whether the planned house is affordable", _word, words=RATINGS),
    "utilisation": Feature("figure", "share of the card limits in use", percent_text, low=0, high=10),
    "worried": Feature("flag", "sounds worried about money now", _yes_no, always_known=True),
    "distressed": Feature("flag", "shows signs of money trouble", _yes_no, always_known=True),
    "persona_appetite": Feature("word", "their persona's way with risk", _word, words=APPETITE.words),
    "persona_spending": Feature("word", "their persona's way of spending", _word, words=SPENDING.words),
    "persona_touch": Feature("word", "how often their persona is in touch", _word, words=TOUCH.words),
    "persona_mood": Feature("word", "how their persona sounds", _word, words=MOOD.words),
}


@dataclass(frozen=True, slots=True)
class Situation:
    """A customer at the moment of a recommendation, as rules see them. None: not known."""

    age: int
    income: float
    spending_habit: str
    risk_profile: str
    transactions: int
    sentiment: float
    engagement_level: str
    goal_type: str | None = None
    months: int | None = None
    target: float | None = None
    saved: float | None = None
    monthly: float | None = None
    income_share: float | None = None
    debt_rate: float | None = None
    house_rating: str | None = None
    utilisation: float | None = None
    worried: bool = False
    distressed: bool = False
    persona_appetite: str | None = None
    persona_spending: str | None = None
    persona_touch: str | None = None
    persona_mood: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The features by name."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Situation:
        """The situation that `to_dict` described; features of another version are left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


def situation_of(
    customer: Customer,
    plan: Any | None = None,
    persona: Persona | None = None,
    *,
    worried: bool = False,
    distressed: bool = False,
    utilisation: float | None = None,
) -> Situation:
    """How rules see this customer with this plan (an advisor.plans.Plan) and persona.

    utilisation is the share of all card limits in use, None if it is not known.
    """
    of_plan: dict[str, Any] = {}
    if plan is not None:
        goal = plan.goal
        of_plan = {
            "goal_type": goal.goal_type,
            "months": plan.months,
            "target": plan.target_todays,
            "saved": plan.saved,
            "monthly": plan.monthly,
            "income_share": plan.income_share if customer.income > 0 else None,
            "debt_rate": max((debt.annual_rate for debt in (*goal.debts, *plan.household.debts)), default=None),
            "house_rating": plan.house.rating if plan.house else None,
        }
    of_persona: dict[str, Any] = {}
    if persona is not None:
        of_persona = {
            "persona_appetite": persona.appetite,
            "persona_spending": persona.spending,
            "persona_touch": persona.touch,
            "persona_mood": persona.mood,
        }
    return Situation(
        age=customer.age,
        income=customer.income,
        spending_habit=customer.spending_habit,
        risk_profile=customer.risk_profile,
        transactions=customer.transactions,
        sentiment=customer.sentiment_score,
        engagement_level=customer.engagement_level,
        worried=worried,
        distressed=distressed,
        utilisation=utilisation,
        **of_plan,
        **of_persona,
    )
