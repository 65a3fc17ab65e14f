"""What leans on the last reply is understood by it."""

import pytest

from actions import knowing
from actions.change_plan import ActionWhatIf
from actions.knowing import ActionAnswerQuestion
from actions.make_plan import ActionMakePlan
from actions.talk import ActionClarify
from knowledge.answers import Answer
from tests.actions.conftest import goal, money, months
from tests.actions.test_goal_form import begin


@pytest.fixture
def asked(monkeypatch):
    """The questions that were put to the articles, each with what must not be said again."""
    questions = []

    def answer(question, tone, said=""):
        questions.append((question, said))
        return Answer(f"Answer {len(questions)}.", f"Answer {len(questions)}.")

    monkeypatch.setattr(knowing, "answer", answer)
    return questions


def test_a_question_without_a_subject_is_about_the_last_one_and_hears_nothing_twice(talk, asked):
    talk.say("what's an ETF?", "ask_question").run(ActionAnswerQuestion())
    talk.say("is that risky?", "nlu_fallback").run(ActionClarify())
    talk.say("more", "repeat").run(ActionClarify())
    assert asked == [
        ("what's an ETF?", ""),
        ("what's an ETF? is that risky?", "Answer 1."),
        ("what's an ETF? more", "Answer 1. Answer 2."),
    ]


def test_a_question_with_a_subject_of_its_own_leans_on_nothing(talk, asked):
    talk.say("what's an ETF?", "ask_question").run(ActionAnswerQuestion())
    talk.say("how do I save for a car?", "ask_question", goal("car")).run(ActionAnswerQuestion())
    assert asked[-1] == ("how do I save for a car?", "")


def test_a_what_if_about_the_world_is_a_question_where_there_is_no_plan(talk, asked):
    talk.say("and if the market crashes?", "what_if").run(ActionWhatIf())
    assert asked == [("and if the market crashes?", "")]


def test_whether_it_is_a_lot_is_held_against_what_can_be_spared(customer_talk):
    begin(customer_talk, "20k for a car in 3 years, nothing saved", goal("car"), months(36), money(20_000))
    customer_talk.run(ActionMakePlan())
    customer_talk.form = None
    plan = customer_talk.data
    customer_talk.say("is that a lot?", "nlu_fallback", ranking=("complain", "repeat")).run(ActionClarify())
    within = plan["monthly"] <= plan["spare_monthly"]
    assert customer_talk.said == f"utter_much_{'within' if within else 'beyond'}"
    assert customer_talk.data["monthly"] == plan["monthly"]
