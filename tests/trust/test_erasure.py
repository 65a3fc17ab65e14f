"""Erasure is done or never begun, reaches what processes remember, and no message on its way undoes it."""

import os
import signal
from datetime import timedelta

import pytest
import sqlalchemy as sa

import actions.server
import web.app  # noqa: F401 - the rooms whose caches are looked at
from actions.step import Step, Voice
from settings import settings
from store import charts, conversations, customers, database, events, plans, profiles, speech, subject_keys
from store.audit import entries
from tests.databases import sqlite_only
from trust import audit, consent, forgetting, rights

ANN, BOB = "customer-1", "guest-0123456789abcdef"
SENDER = f"{ANN}.{'a' * 16}"


@pytest.fixture
def ann(own_var):
    """A person with something in most tables; how many rows there are."""
    for owner in (ANN, BOB):
        audit.record("sign_in", owner)
        plans.add(owner, f"plan-of-{owner}", "house", {"monthly": 1})
        profiles.update(owner, income=1)
        consent.decide(owner, "insights", True, "page")
        charts.add(owner, "roadmap", {})
        events.add(owner, "s", "turn")
        speech.add(owner, "hello")
    conversations.save(SENDER, ANN, 1, {"events": []})
    return rows_held()


def rows_held(owner=ANN):
    return sum(len(rows) for rows in database.rows_of(owner).values())


def state(subject):
    """Rows of Ann's, whether her key is there, and how many entries say that she was erased."""
    erased = [entry for entry in entries() if entry.kind == "erasure" and entry.subject_hash == subject]
    return rows_held(), subject_keys.get(ANN) is not None, len(erased)


def statements_of_an_erasure():
    """How many statements erasing takes, counted on Bob."""
    count = 0

    def counting(*_):
        nonlocal count
        count += 1

    sa.event.listen(database.engine(), "before_cursor_execute", counting)
    rights.erase(BOB)
    sa.event.remove(database.engine(), "before_cursor_execute", counting)
    return count


def die_before(statement, how):
    """Call `how` instead of the statement of that number."""
    count = 0

    def dying(*_):
        nonlocal count
        count += 1
        if count == statement:
            how()

    sa.event.listen(database.engine(), "before_cursor_execute", dying)


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_at_any_statement_leaves_all_or_nothing(ann):
    subject = audit.subject_hash(ANN)
    statements = statements_of_an_erasure()
    assert statements > 12
    seen = set()
    for statement in range(1, statements + 2):  # the last one is not killed at all
        database.engine().dispose()
        database.engine.cache_clear()
        child = os.fork()
        if child == 0:
            die_before(statement, kill)
            rights.erase(ANN)
            os._exit(0)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert killed or statement > statements
        now = state(subject)
        seen.add(now)
        if now[0] == 0:
            break
    assert seen == {(ann, True, 0), (0, False, 1)}
    audit.sign_newest()  # what a server does when it starts
    assert audit.verify().faults == ()
    rights.erase(ANN)
    assert state(subject) == (0, False, 1), "an erasure that was completed is not done again"


class PowerCut(Exception):
    """Stands for whatever ends a process in the middle."""


def cut():
    raise PowerCut


def test_a_failure_between_the_transaction_and_the_mark_is_made_good_at_the_next_start(ann, monkeypatch):
    subject = audit.subject_hash(ANN)
    with monkeypatch.context() as patch:
        patch.setattr(audit.checkpoints, "mark", lambda entry: cut())
        with pytest.raises(PowerCut):
            rights.erase(ANN)
    assert state(subject) == (0, False, 1)
    assert [str(fault) for fault in audit.verify().faults] == [f"entry {newest()}: {audit.UNSIGNED}"]
    audit.sign_newest()
    assert audit.verify().faults == ()


def newest():
    return list(entries())[-1].sequence


@sqlite_only
def test_what_is_left_in_the_write_ahead_log_after_a_crash_goes_at_the_next_start(ann, own_var, monkeypatch):
    plans.add(ANN, "plan-x", "house", {"note": "my-secret-wedding"})
    database.scrub()
    with monkeypatch.context() as patch:
        patch.setattr(database, "scrub", cut)
        with pytest.raises(PowerCut):
            rights.erase(ANN)
    database.scrub()  # every sweep does
    assert not any(b"my-secret-wedding" in file.read_bytes() for file in own_var.glob("milepost.db*"))


WRITERS = {
    "plan": lambda: plans.add(ANN, "plan-late", "house", {}),
    "profile": lambda: profiles.update(ANN, income=2),
    "chart": lambda: charts.add(ANN, "roadmap", {}),
    "event": lambda: events.add(ANN, "s", "turn"),
    "reply": lambda: speech.add(ANN, "You save 50 dollars."),
    "consent": lambda: consent.decide(ANN, "insights", True, "chat"),
    "conversation": lambda: conversations.save(SENDER, ANN, 7, {"events": ["old"]}),
    "audit": lambda: audit.record("plan", ANN, plan_id="plan-late"),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_turn_that_began_before_the_erasure_writes_nothing_after_it(ann, writer):
    turn = database.acting_since.set(database.now() - timedelta(seconds=2))
    rights.erase(ANN)
    with pytest.raises(database.ErasedMeanwhile):
        WRITERS[writer]()
    database.acting_since.reset(turn)
    assert rows_held() == 0 and subject_keys.get(ANN) is None


@pytest.mark.parametrize("writer", WRITERS)
def test_whoever_comes_back_after_an_erasure_is_served(ann, writer):
    rights.erase(ANN)
    turn = database.acting_since.set(database.now())
    WRITERS[writer]()
    database.acting_since.reset(turn)


class ActionSlow(Step):
    """Thinks for so long that its customer is erased meanwhile."""

    def act(self, conversation, voice):
        rights.erase(conversation.owner)
        profiles.update(conversation.owner, income=99_000)
        return []


@pytest.mark.parametrize("clause_began", [-1, +1], ids=["one clause", "the second clause of an older message"])
def test_an_action_in_the_middle_of_a_turn_knows_when_its_message_came(ann, clause_began):
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions.conversation import Conversation
    from actions.step import ActionFailed

    said = {"text": "99k", "intent": {"name": "inform"}, "entities": []}
    arrived, moment = database.now().timestamp() - 1, database.now().timestamp() + clause_began
    user = {"event": "user", "timestamp": moment, "parse_data": said, "metadata": {"began": arrived}}
    tracker = Tracker(SENDER, {}, said, [user], False, None, {}, "action_listen")
    with pytest.raises(ActionFailed):
        ActionSlow()._act(Conversation(tracker), Voice(CollectingDispatcher()))
    database.acting_since.set(None)
    assert rows_held() == 0


def test_what_the_processes_remember_is_forgotten(ann):
    from knowledge import picks
    from web.pictures import Look
    from web.routes import charts as pictures

    caches = forgetting.caches()
    assert {picks._vector, picks._words, pictures._draw} <= set(caches)
    pictures._draw(pictures._Key(charts.Chart("c" * 32, ANN, "roadmap", roadmap()), "svg", Look("light", narrow=False)))
    assert pictures._draw.cache_info().currsize == 1
    forgetting.forget()
    assert all(cache.cache_info().currsize == 0 for cache in caches)


def roadmap():
    from datetime import date

    from advisor.customers import Customer
    from advisor.pictures import payloads
    from advisor.plans import Goal, make_plan

    return payloads.roadmap(make_plan(Goal("car", 9_000, 24), Customer.guest(50_000.0), today=date(2026, 1, 1)))


def test_the_watcher_sees_an_erasure_by_another_process(ann, monkeypatch):
    forgotten = []

    class Done(BaseException):
        pass

    def forget():
        forgotten.append(True)
        raise Done

    monkeypatch.setattr(forgetting, "EVERY_SECONDS", 0)
    monkeypatch.setattr(forgetting, "forget", forget)
    before = database.now()
    rights.erase(ANN)
    monkeypatch.setattr(database, "now", lambda: before)
    with pytest.raises(Done):
        forgetting._watch(lambda: None)
    assert forgotten


def test_the_choice_of_products_unlearns_an_erased_verdict(own_var, monkeypatch):
    from actions import advice
    from store import recommendations

    class Log:
        learner = None

        def catch_up(self, log):
            self.learner = log.count_verdicts()

    learner = Log()
    monkeypatch.setattr(advice, "learner", lambda: learner)
    recommendations.set_verdict(recommendations.add(ANN, "isa", "Steady", {}), ANN, "accepted")
    rights.erase(ANN)
    actions.server._unlearn()
    assert learner.learner == 0


@pytest.mark.slow
def test_the_index_of_articles_holds_nothing_that_anybody_asked(own_var):
    from knowledge.answers import answer
    from knowledge.retrieval import retriever

    index = retriever()._store._collection
    before = set(index.get(include=[])["ids"])
    answer("Should Zebulon Quagmire of 7 Juniper Lane have an emergency fund?")
    assert set(index.get(include=[])["ids"]) == before
    files = [file for file in (settings.models / "chroma").rglob("*") if file.is_file()]
    assert files and not any(b"Quagmire" in file.read_bytes() for file in files)


def test_the_bank_s_own_table_stays(own_var):
    row = dict.fromkeys(customers.COLUMNS, "x")
    customers.put([row | {"customer_id": 1, "age": 30, "income": 1.0, "transactions": 1, "sentiment_score": 0.0}])
    rights.erase(ANN)
    assert customers.get(1) is not None
