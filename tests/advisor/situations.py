"""Any situation a customer can be in, for property tests."""

from hypothesis import strategies as st

from advisor.customers import LEVELS, SPENDING_HABITS
from advisor.goals import GOAL_TYPES
from advisor.house import RATINGS
from advisor.persona_names import APPETITE, MOOD, SPENDING, TOUCH
from advisor.situation import Situation


def maybe(strategy):
    return st.one_of(st.none(), strategy)


# Figures near the catalogue's limits come up as often as any others.
money = st.one_of(st.sampled_from([0, 499, 500, 1000, 5000, 10_000, 50_000]), st.floats(0, 1e6))
situations = st.builds(
    Situation,
    age=st.integers(18, 120),
    income=st.one_of(st.sampled_from([0, 12e3, 24e3, 40e3, 60e3, 100e3, 120e3]), st.floats(0, 1e6)),
    spending_habit=st.sampled_from(SPENDING_HABITS),
    risk_profile=st.sampled_from(LEVELS),
    transactions=st.integers(0, 100),
    sentiment=st.floats(-1, 1),
    engagement_level=st.sampled_from(LEVELS),
    goal_type=maybe(st.sampled_from(GOAL_TYPES)),
    months=maybe(st.integers(1, 480)),
    target=maybe(money),
    saved=maybe(money),
    monthly=maybe(money),
    income_share=maybe(st.floats(0, 3)),
    debt_rate=maybe(st.floats(0, 0.5)),
    house_rating=maybe(st.sampled_from(RATINGS)),
    utilisation=maybe(st.floats(0, 1.5)),
    worried=st.booleans(),
    distressed=st.booleans(),
    persona_appetite=maybe(st.sampled_from(APPETITE.words)),
    persona_spending=maybe(st.sampled_from(SPENDING.words)),
    persona_touch=maybe(st.sampled_from(TOUCH.words)),
    persona_mood=maybe(st.sampled_from(MOOD.words)),
)
