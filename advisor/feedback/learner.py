"""The policy in force: it takes verdicts in as they come, forgets those that are taken back, and is replaced by
another only if the log shows that customers are better served."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from advisor.feedback.evaluation import Estimate, Evaluation, compare, evaluate, predicted_rewards
from advisor.feedback.outcomes import Outcome, outcomes_of
from advisor.feedback.policies import BanditPolicy, Policy, RulesPolicy, choose
from advisor.products import Recommendation
from settings import settings

# What a promotion asks for. Fewer outcomes cannot tell a gain of a few points from luck.
LEAST_OUTCOMES = 400
LEAST_EFFECTIVE = 50.0
LEARNED_SHARE = 0.6  # the older part trains the candidate, the rest judges it
LEAST_OF_A_PERSONA = 50  # below this a persona's own interval says nothing


class VerdictLog(Protocol):
    """Where verdicts are kept; the module store.recommendations is one."""

    def count_verdicts(self) -> int:
        """How many recommendations have a verdict now."""
        ...

    def verdicts(self, since: datetime | None = None) -> Iterable[Any]:
        """Stored recommendations with a verdict, oldest verdict first; only those given at or after `since`."""
        ...


@dataclass(frozen=True)
class Promotion:
    """A decision about a candidate policy, with what it rests on."""

    promoted: bool
    why: str
    outcomes: int
    lift: Estimate | None = None  # candidate less policy in force, share accepted, doubly robust
    candidate: Evaluation | None = None
    incumbent: Evaluation | None = None


def judge(candidate: Policy, incumbent: Policy, outcomes: Sequence[Outcome]) -> Promotion:
    """Whether the candidate may replace the incumbent, from outcomes that neither has learned from.

    It may if the whole 95 % interval of its lift is above zero, the log is worth enough outcomes, and no persona
    is served worse beyond doubt.
    """
    count = len(outcomes)
    if count < LEAST_OUTCOMES * (1 - LEARNED_SHARE):
        return Promotion(False, f"{count} verdicts to judge by are too few", count)
    predicted = predicted_rewards(outcomes)
    new, old = evaluate(candidate, outcomes, predicted), evaluate(incumbent, outcomes, predicted)
    lift = compare(new, old)

    def decide(promoted: bool, why: str) -> Promotion:
        return Promotion(promoted, why, count, lift, new, old)

    if new.effective_sample < LEAST_EFFECTIVE:
        return decide(False, f"the log is worth only {new.effective_sample:.0f} outcomes of the candidate's own")
    if lift.low <= 0:
        return decide(False, f"a lift of {lift} may be none at all")
    difference = new.per_outcome - old.per_outcome
    personas = np.array([f"{o.situation.persona_appetite} {o.situation.persona_spending}" for o in outcomes])
    for persona in np.unique(personas):
        theirs = difference[personas == persona]
        if len(theirs) >= LEAST_OF_A_PERSONA:
            harm = Estimate(float(theirs.mean()), float(theirs.std(ddof=1) / np.sqrt(len(theirs))))
            if harm.high < 0:
                return decide(False, f"{persona} would be served worse: {harm}")
    return decide(True, f"accepted more often by {lift}")


class Learner:
    """The policy in force in one process. Several processes agree through the log and one small file.

    The state is a fold of the log: what is undone or erased there is unlearned by folding again.
    """

    def __init__(self, folder: Path | None = None, *, exploration: float = settings.exploration / 100) -> None:
        self._file = (folder or settings.var / "policies") / "in_force.json"
        self._rules = RulesPolicy(exploration)
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._bandit = BanditPolicy()
        self._seen: set[str] = set()
        self._latest: datetime | None = None

    @property
    def state(self) -> dict[str, Any]:
        """Which kind of policy is in force, since when, and which one was before."""
        try:
            return json.loads(self._file.read_text())
        except FileNotFoundError:
            return {"kind": "rules"}

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._bandit if self.state["kind"] == "bandit" else self._rules

    def catch_up(self, log: VerdictLog) -> int:
        """Take in what customers said since the last time; how many verdicts were learned.

        A verdict that was taken back or erased makes it learn everything anew without it.
        """
        with self._lock:
            learned = self._take_in(log.verdicts(self._latest))
            if len(self._seen) != log.count_verdicts():
                self._forget()
                learned = self._take_in(log.verdicts(None))
            return learned

    def _take_in(self, records: Iterable[Any]) -> int:
        learned = 0
        for record in records:
            key = f"{record.recommendation_id} {record.verdict}"
            if key in self._seen:
                continue
            self._seen.add(key)
            self._latest = record.verdict_at
            for outcome in outcomes_of([record]):
                self._bandit.learn(outcome)
                learned += 1
        return learned

    def order(self, found: Sequence[Recommendation], seed: int | str) -> tuple[Recommendation, ...]:
        """What fits with the policy's choice first; the same seed in the same state makes the same choice."""
        numbers = list(str(seed).encode())
        return choose(found, self.policy, np.random.default_rng(numbers))

    def consider(self, log: VerdictLog, *, apply: bool = True) -> Promotion:
        """Judge a bandit against the rules and, with `apply`, put the better one in force.

        The bandit is trained on the older verdicts and judged on the newer ones. While the rules are in force it has
        to be better beyond doubt; while it is in force itself, the rules return only if it is worse beyond doubt.
        """
        outcomes = list(outcomes_of(log.verdicts(None)))
        split = int(len(outcomes) * LEARNED_SHARE)
        candidate = BanditPolicy()
        for outcome in outcomes[:split]:
            candidate.learn(outcome)
        decision = judge(candidate, RulesPolicy(), outcomes[split:])
        in_force = self.state["kind"] if apply else None
        if decision.promoted and in_force == "rules":
            self._write("bandit", decision)
        elif in_force == "bandit" and decision.lift is not None and decision.lift.high < 0:
            self._write("rules", decision)
        return decision

    def roll_back(self) -> dict[str, Any]:
        """Put the rules back in force, at once and in every process; the new state."""
        self._write("rules", None)
        return self.state

    def _write(self, kind: str, decision: Promotion | None) -> None:
        before = self.state
        document = {
            "kind": kind,
            "since": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "why": decision.why if decision else "rolled back",
            "lift": asdict(decision.lift) if decision and decision.lift else None,
            "before": before["kind"],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps(document, indent=1))
        draft.replace(self._file)
