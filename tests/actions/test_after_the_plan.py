"""Corrections, what-ifs, products, consent and care once there is a plan."""

import pytest

from actions.care import ActionComfort, ActionHandOver
from actions.change_plan import ActionChangeGoal, ActionUndo, ActionWhatIf
from actions.goals import ActionCheckProgress, ActionDeleteGoal
from actions.make_plan import ActionMakePlan
from actions.payment_form import ActionReportFraud
from actions.products import ActionRecommend, ActionRejectRecommendation
from actions.rights import ActionDeleteData, ActionWithdrawConsent
from actions.talk import ActionAffirm, ActionClarify, ActionDeny
from store import conversations, customers, handoffs, plans
from tests.actions.conftest import goal, money, months
from tests.actions.test_goal_form import begin


@pytest.fixture
def planned(customer_talk):
    """Customer 2 with a plan: 20,000 for a car in 3 years, nothing saved."""
    begin(customer_talk, "20k for a car in 3 years, nothing saved", goal("car"), months(36), money(20_000))
    customer_talk.run(ActionMakePlan())
    customer_talk.form = None
    return customer_talk


def active(talk):
    return [plan.document for plan in plans.active(talk.owner)]


def test_a_plan_names_the_product_that_its_buttons_ask_about(planned):
    assert planned.data["recommendation"]["product"]["name"] in planned.said


def test_a_plan_that_could_not_be_held_against_an_income_gives_no_verdict(talk):
    begin(talk, "9k for a car in 2 years, nothing saved", goal("car"), months(24), money(9_000))
    talk.run(ActionMakePlan())
    assert "without your income" in talk.said
    assert "within reach" not in talk.said


def test_a_correction_replaces_the_plan(planned):
    planned.say("no, five years", "change_goal", months(60)).run(ActionChangeGoal())
    assert [plan["months"] for plan in active(planned)] == [60]


def test_undo_brings_the_plan_before_back(planned):
    planned.say("no, five years", "change_goal", months(60)).run(ActionChangeGoal())
    planned.say("undo", "undo").run(ActionUndo())
    assert [plan["months"] for plan in active(planned)] == [36]


def test_a_what_if_changes_nothing_until_the_yes(planned):
    planned.say("what if I took a year longer?", "what_if", months(12, "later")).run(ActionWhatIf())
    assert [plan["months"] for plan in active(planned)] == [36]
    assert planned.data["what_if"]["after"]["months"] == 48
    planned.say("yes", "affirm").run(ActionAffirm())
    assert [plan["months"] for plan in active(planned)] == [48]


def test_less_a_month_takes_longer(planned):
    planned.say("what if I only saved 300 a month", "what_if", money(300, per="month")).run(ActionWhatIf())
    after = planned.data["what_if"]["after"]
    assert after["months"] > 36
    assert after["contribution"] == 300


@pytest.mark.parametrize("monthly", [600, 650, 700, 800, 900])
def test_more_a_month_is_done_sooner_and_every_view_names_the_same_month(planned, monthly):
    planned.say(f"what if I saved {monthly} a month", "what_if", money(monthly, per="month")).run(ActionWhatIf())
    changed = planned.data["what_if"]
    assert changed["after"]["months"] < 36
    assert changed["reached_in"] == changed["after"]["months"]


def test_a_stray_yes_after_another_turn_answers_nothing(planned):
    planned.say("delete my goal", "delete_goal").run(ActionDeleteGoal())
    planned.say("what is a bond?", "ask_question")
    planned.say("yes", "affirm").run(ActionAffirm())
    assert len(active(planned)) == 1


def test_a_rejected_product_does_not_come_back_and_another_follows(planned):
    planned.say("which product?", "ask_recommendation").run(ActionRecommend())
    first = planned.data["recommendation"]["product"]["id"]
    planned.say("not for me", "reject_recommendation").run(ActionRejectRecommendation())
    second = planned.data.get("recommendation", {}).get("product", {}).get("id")
    assert second != first
    planned.say("which product?", "ask_recommendation").run(ActionRecommend())
    assert planned.data.get("recommendation", {}).get("product", {}).get("id") != first


def test_no_recommendation_without_consent_from_the_next_turn_on(planned):
    planned.say("stop recommending products", "withdraw_consent").run(ActionWithdrawConsent())
    planned.say("which product?", "ask_recommendation").run(ActionRecommend())
    assert planned.said == "utter_consent_needed_recommendations"
    begin(planned, "9k for a trip in 1 year, nothing saved", goal("travel"), months(12), money(9_000))
    planned.run(ActionMakePlan())
    assert "recommendation" not in planned.data


def test_worry_keeps_loans_away(planned):
    planned.say("I'm so worried", "express_worry").run(ActionComfort())
    loan = {"entity": "product_type", "start": 0, "end": 0, "value": "loan"}
    planned.say("recommend me a loan", "ask_recommendation", loan).run(ActionRecommend())
    assert planned.said == "utter_no_product_of_type"


def test_worry_is_remembered_only_with_consent(customer_talk):
    from trust import consent

    before = customers.get(2)["sentiment_score"]
    customer_talk.say("I'm so worried", "express_worry").run(ActionComfort())
    assert customers.get(2)["sentiment_score"] == before
    consent.decide("customer-2", "sentiment_memory", True, "chat")
    customer_talk.say("I'm so worried", "express_worry").run(ActionComfort())
    assert customers.get(2)["sentiment_score"] < before


def test_fraud_goes_to_people_at_once(planned):
    planned.say("I don't recognise this payment of $450", "report_fraud", money(450)).run(ActionReportFraud())
    waiting = [h for h in handoffs.queue() if h.owner == planned.owner]
    assert [h.reason for h in waiting] == ["fraud"]
    assert "$450" in planned.messages[0]["about"]


def test_a_person_gets_a_summary_of_where_things_stand(planned):
    planned.say("a person please", "human_handoff").run(ActionHandOver())
    assert "car" in planned.data["summary"]["text"]
    assert "$20,000" in planned.data["summary"]["text"]


def test_a_new_balance_is_measured_against_the_plan(planned):
    planned.say("I have saved 1,500 so far", "check_progress", money(1_500, role="saved")).run(ActionCheckProgress())
    assert planned.data["balance"] == 1_500
    assert "$1,500" in planned.said


def test_erasure_happens_at_the_yes_and_takes_the_conversation_with_it(planned):
    planned.say("delete all my data", "delete_data").run(ActionDeleteData())
    assert active(planned)
    planned.say("yes", "affirm").run(ActionAffirm())
    assert not active(planned)
    assert planned.slots["erased"] is True
    assert conversations.load(f"{planned.owner}.{'0' * 16}") is None


def test_a_no_erases_nothing(planned):
    planned.say("delete all my data", "delete_data").run(ActionDeleteData())
    planned.say("no", "deny").run(ActionDeny())
    assert active(planned)


def test_two_readings_are_offered_and_the_second_failure_offers_another_way(talk):
    readings = ("nlu_fallback", "show_plan", "complain", "report_fraud")
    talk.say("hmm the thing", "nlu_fallback", ranking=readings).run(ActionClarify())
    titles = [button["title"] for button in talk.messages[0]["buttons"]]
    assert titles == ["Make a complaint", "Report a fraud", "Neither"], "without a plan nobody wants to see theirs"
    talk.say("the other thing", "nlu_fallback", ranking=readings).run(ActionClarify())
    assert talk.said == "utter_other_way"
    talk.say("no, the third", "nlu_fallback", ranking=readings).run(ActionClarify())
    assert talk.said == "utter_say_it_like_this", "the same words twice in a row help nobody"


def test_a_likely_reading_that_only_shows_something_is_shown_without_asking(planned):
    planned.say("how far then", "nlu_fallback", ranking=("nlu_fallback", "check_progress", "show_plan"))
    planned.run(ActionClarify())
    assert "utter_did_you_mean" not in planned.said and planned.data["goal"] == "car"
    assert "utter_or_else" in planned.said


def test_a_word_it_tells_people_to_say_does_what_it_says_however_it_is_read(planned):
    planned.say("Help!", "nlu_fallback", ranking=("nlu_fallback", "help", "stop")).run(ActionClarify())
    assert planned.said == "utter_help_with_plan"


def test_two_readings_that_come_to_the_same_are_acted_on(planned):
    said = planned.say("sorry, 9k saved", "nlu_fallback", money(9_000, role="saved"), ranking=("change_goal", "inform"))
    said.run(ActionClarify())
    assert [plan["saved"] for plan in active(planned)] == [9_000]
