"""Feedback: learned at once, undone on request, judged before it counts, and never above the rules."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.catalogue import current
from advisor.customers import LEVELS
from advisor.feedback.evaluation import evaluate
from advisor.feedback.learner import Learner, Promotion, judge
from advisor.feedback.outcomes import Offered, Outcome, outcomes_of, rejections_of
from advisor.feedback.policies import BanditPolicy, RulesPolicy, choose
from advisor.products import fitting
from advisor.situation import Situation
from tests.advisor.situations import situations

CATALOGUE = current()
WEDDING = Situation(
    29, 54_000.0, "Moderate", "High", 46, 0.4, "High",
    goal_type="wedding", months=24, target=20_000.0, saved=4_000.0, monthly=640.0, income_share=0.14,
    persona_appetite="growth-minded", persona_spending="steady spenders", persona_touch="hands-on",
    persona_mood="upbeat",
)  # fmt: skip


@dataclass
class Stored:
    """A recommendation as the database holds it."""

    recommendation_id: str
    product_id: str
    document: dict
    verdict: str | None = None
    verdict_reason: str | None = None
    verdict_at: datetime | None = None


@dataclass
class Log:
    """A VerdictLog in memory."""

    records: list[Stored] = field(default_factory=list)

    def add(self, recommendation, verdict, why=None):
        moment = datetime(2025, 6, 1, tzinfo=timezone.utc) + timedelta(seconds=len(self.records))
        record = Stored(
            f"r{len(self.records)}", recommendation.product.id, recommendation.to_dict(), verdict, why, moment
        )
        self.records.append(record)
        return record

    def count_verdicts(self):
        return sum(record.verdict is not None for record in self.records)

    def verdicts(self, since=None):
        return [r for r in self.records if r.verdict and (since is None or r.verdict_at >= since)]


def first(policy, situation=WEDDING, seed=0):
    return choose(fitting(situation, CATALOGUE), policy, np.random.default_rng(seed))[0]


def chance(policy, product_id, situation=WEDDING):
    offered = first(RulesPolicy(), situation).offered
    chances = policy.probabilities(situation, offered)
    return chances[[item.product_id for item in offered].index(product_id)]


# Safe ------------------------------------------------------------------------------------------------------


@given(situations, st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_exploring_shows_nothing_that_the_rules_would_not(situation, seed):
    found = fitting(situation, CATALOGUE)
    chosen = choose(found, RulesPolicy(exploration=1.0), np.random.default_rng(seed))
    assert sorted(r.product.id for r in chosen) == sorted(r.product.id for r in found)
    if chosen:
        assert chosen[0].fit >= found[0].fit - 2
        assert LEVELS.index(chosen[0].product.risk) <= LEVELS.index(found[0].product.risk)
        assert chosen[0].product.type not in ("loan", "card") or found[0].product.type in ("loan", "card")
        assert sum(item.probability for item in chosen[0].offered) == pytest.approx(1)


def test_nobody_who_is_worried_is_experimented_on():
    for seed in range(20):
        chosen = first(RulesPolicy(exploration=1.0), replace(WEDDING, worried=True), seed)
        assert chosen.propensity == 1.0 and chosen.policy == "rules-0"


def test_the_logged_propensity_is_the_chance_it_was_drawn_with():
    policy = RulesPolicy(exploration=0.4)
    drawn = [first(policy, seed=seed) for seed in range(600)]
    for r in {r.product.id: r for r in drawn}.values():
        share = np.mean([other.product.id == r.product.id for other in drawn])
        assert share == pytest.approx(r.propensity, abs=0.07)


# Learning --------------------------------------------------------------------------------------------------


def test_a_verdict_changes_the_next_recommendation_at_once_for_others_of_the_persona(tmp_path):
    learner, log = Learner(tmp_path), Log()
    before = chance(learner._bandit, "goal-saver")
    for _ in range(5):
        log.add(first(RulesPolicy()), "rejected", "not_interested")
    assert log.records[0].product_id == "goal-saver"
    assert learner.catch_up(log) == 5
    somebody_else = replace(WEDDING, age=33, income=61_000.0)
    assert chance(learner._bandit, "goal-saver", somebody_else) < before
    assert learner.catch_up(log) == 0


def test_a_verdict_that_is_taken_back_or_erased_is_unlearned_exactly(tmp_path):
    log, untouched = Log(), Learner(tmp_path)
    for verdict in ("accepted", "rejected", "accepted"):
        log.add(first(RulesPolicy()), verdict)
    untouched.catch_up(log)
    learner = Learner(tmp_path)
    taken_back = log.add(first(RulesPolicy()), "rejected")
    learner.catch_up(log)
    assert chance(learner._bandit, "goal-saver") != chance(untouched._bandit, "goal-saver")
    taken_back.verdict = None
    learner.catch_up(log)
    assert chance(learner._bandit, "goal-saver") == chance(untouched._bandit, "goal-saver")
    assert learner._bandit.name == untouched._bandit.name


def test_a_verdict_on_a_product_in_second_place_is_remembered_but_not_learned():
    second = fitting(WEDDING, CATALOGUE)[1]
    log = Log()
    log.add(second, "rejected", "too_risky")
    assert list(outcomes_of(log.records)) == []
    assert rejections_of(log.records)[0].product_id == second.product.id


def test_a_rejection_is_remembered_until_it_is_undone():
    log = Log()
    record = log.add(first(RulesPolicy()), "rejected")
    assert "goal-saver" not in [r.product.id for r in fitting(WEDDING, CATALOGUE, rejected=rejections_of(log.records))]
    record.verdict = None
    assert rejections_of(log.records) == ()


def test_an_outcome_comes_back_from_storage_as_it_was():
    import json

    log = Log()
    record = log.add(first(RulesPolicy(0.3)), "accepted")
    record.document = json.loads(json.dumps(record.document))
    (outcome,) = outcomes_of(log.records)
    assert outcome.situation == WEDDING
    assert outcome.product_id == record.product_id
    assert outcome.reward == 1.0
    assert 0 < outcome.propensity < 1


def test_a_saved_bandit_goes_on_where_it_was(tmp_path):
    bandit, log = BanditPolicy(), Log()
    for verdict in ("accepted", "rejected", "accepted"):
        log.add(first(RulesPolicy(0.5), seed=len(log.records)), verdict)
    for outcome in outcomes_of(log.records):
        bandit.learn(outcome)
    bandit.save(tmp_path / "bandit.vw")
    again = BanditPolicy(model=tmp_path / "bandit.vw")
    offered = first(RulesPolicy()).offered
    np.testing.assert_allclose(again.probabilities(WEDDING, offered), bandit.probabilities(WEDDING, offered), rtol=1e-5)


# Judging ---------------------------------------------------------------------------------------------------


def made_up_log(count, *, exploration, acceptance, seed):
    """Outcomes of rules with exploration, three products with fixed chances of acceptance."""
    rng = np.random.default_rng(seed)
    policy, made = RulesPolicy(exploration), []
    blank = tuple(Offered(f"p{i}", "savings", "Low", 5 - i, 0.0) for i in range(len(acceptance)))
    chances = policy.probabilities(WEDDING, blank)
    offered = tuple(replace(o, probability=float(c)) for o, c in zip(blank, chances, strict=True))
    for number in range(count):
        chosen = int(rng.choice(len(chances), p=chances))
        verdict = "accepted" if rng.random() < acceptance[chosen] else "rejected"
        made.append(Outcome(str(number), WEDDING, offered, chosen, policy.name, "", verdict))
    return made


class Fixed:
    """Always the same chances."""

    name = "fixed"

    def __init__(self, *chances):
        self.chances = np.array(chances)

    def probabilities(self, situation, offered):
        return self.chances


@pytest.mark.slow
def test_a_policy_is_judged_rightly_from_the_log_of_another():
    acceptance = (0.3, 0.5, 0.6)
    target = Fixed(0.1, 0.2, 0.7)
    truth = float(target.chances @ acceptance)
    estimates = [
        evaluate(target, made_up_log(800, exploration=0.5, acceptance=acceptance, seed=seed)) for seed in range(12)
    ]
    for kind in ("ips", "snips", "dr"):
        each = [getattr(estimate, kind) for estimate in estimates]
        assert np.mean([e.value for e in each]) == pytest.approx(truth, abs=0.03)
        assert sum(e.low <= truth <= e.high for e in each) >= 9, f"{kind}: intervals are too narrow"
    assert np.mean([e.dr.standard_error for e in estimates]) < np.mean([e.ips.standard_error for e in estimates])


def test_a_log_judges_the_policy_that_wrote_it_by_its_plain_average():
    log = made_up_log(400, exploration=0.3, acceptance=(0.3, 0.5, 0.6), seed=1)
    result = evaluate(RulesPolicy(0.3), log)
    assert result.ips.value == pytest.approx(np.mean([o.reward for o in log]))
    assert result.effective_sample == pytest.approx(400)


@pytest.mark.slow
def test_a_better_policy_is_promoted_and_an_equal_or_worse_one_is_not():
    log = made_up_log(700, exploration=0.4, acceptance=(0.2, 0.6, 0.2), seed=3)
    assert judge(Fixed(0, 1, 0), RulesPolicy(), log).promoted
    for chances in ((1, 0, 0), (0, 0, 1)):
        assert not judge(Fixed(*chances), RulesPolicy(), log).promoted


@pytest.mark.slow
def test_a_policy_that_serves_one_persona_worse_is_not_promoted_however_good_it_is_on_average():
    good = made_up_log(900, exploration=0.5, acceptance=(0.2, 0.7), seed=4)
    budgeters = replace(WEDDING, persona_spending="budgeters")
    bad = [replace(o, situation=budgeters) for o in made_up_log(400, exploration=0.5, acceptance=(0.7, 0.2), seed=5)]
    decision = judge(Fixed(0, 1), RulesPolicy(), good + bad)
    assert decision.lift.low > 0
    assert not decision.promoted and "budgeters would be served worse" in decision.why


def test_too_few_verdicts_promote_nothing():
    assert not judge(Fixed(0, 1), RulesPolicy(), made_up_log(50, exploration=0.5, acceptance=(0, 1), seed=6)).promoted


def test_a_promotion_is_in_force_in_every_process_and_can_be_rolled_back(tmp_path):
    here, there = Learner(tmp_path), Learner(tmp_path)
    assert there.policy.name.startswith("rules")
    here._write("bandit", Promotion(True, "better", 1000))
    assert there.policy.name.startswith("bandit")
    there.roll_back()
    assert here.policy.name.startswith("rules")
    assert here.state["before"] == "bandit"


@pytest.mark.slow
def test_considering_a_log_promotes_what_customers_prefer(tmp_path):
    learner, log = Learner(tmp_path), Log()
    rng = np.random.default_rng(7)
    found = fitting(WEDDING, CATALOGUE)
    for _ in range(1500):
        r = choose(found, RulesPolicy(0.8), rng)[0]
        likes = 0.9 if r.product.id == "fixed-1-year" else 0.2
        log.add(r, "accepted" if rng.random() < likes else "rejected")
    decision = learner.consider(log)
    assert decision.promoted, decision.why
    learner.catch_up(log)
    assert chance(learner.policy, "fixed-1-year") > 0.7


def test_the_same_seed_makes_the_same_choice(tmp_path):
    found = fitting(WEDDING, CATALOGUE)
    learner = Learner(tmp_path, exploration=0.8)
    picks = [learner.order(found, f"customer-1.{n}")[0].product.id for n in range(20)]
    assert picks == [learner.order(found, f"customer-1.{n}")[0].product.id for n in range(20)]
    assert len(set(picks)) > 1


def test_the_database_is_a_log_to_learn_from(tmp_path, monkeypatch):
    from store import database, recommendations

    fresh = database.engine(f"sqlite:///{tmp_path / 'test.db'}")
    for module in (database, recommendations):
        monkeypatch.setattr(module, "engine", lambda: fresh)
    learner, keys = Learner(tmp_path), []
    for verdict in ("accepted", "rejected", None):
        r = first(RulesPolicy(0.2))
        keys.append(recommendations.add("customer-1", r.product.id, "p", r.to_dict(), r.propensity, r.policy))
        recommendations.set_verdict(keys[-1], "customer-1", verdict, "not_now" if verdict == "rejected" else None)
    assert learner.catch_up(recommendations) == 2
    assert learner.catch_up(recommendations) == 0
    recommendations.set_verdict(keys[2], "customer-1", "accepted")
    assert learner.catch_up(recommendations) == 1
    recommendations.set_verdict(keys[0], "customer-1", None)
    assert learner.catch_up(recommendations) == 2  # learned anew from the two that are left
    assert [r.why for r in rejections_of(recommendations.list_of("customer-1"))] == ["not_now"]
