"""The form takes whatever is said, asks only for what is missing, and never loops."""

from actions.change_plan import ActionWhatIf
from actions.goal_form import ValidateGoalForm
from actions.make_plan import ActionMakePlan
from advisor.goals import AdviceError
from tests.actions.conftest import goal, money, months, number, own_age, rate

HOUSE = (goal("house"), months(36))


def form(talk, text, intent, *entities):
    talk.say(text, intent, *entities)
    return talk.run(ValidateGoalForm())


def begin(talk, text, *entities):
    talk.say(text, "state_goal", *entities).activate()
    return talk.run(ValidateGoalForm())


def test_a_customer_is_asked_for_amount_and_savings_only(customer_talk):
    begin(customer_talk, "a house in 3 years", *HOUSE)
    assert customer_talk.slots["requested_slot"] == "goal_amount"
    form(customer_talk, "60k", "inform", money(60_000))
    assert customer_talk.slots["requested_slot"] == "goal_saved"
    form(customer_talk, "5k", "inform", money(5_000))
    assert customer_talk.slots["requested_slot"] is None


def test_a_guest_is_asked_for_an_income_and_for_risk_only_when_it_matters(talk):
    begin(talk, "9k for a car in 2 years, nothing saved", goal("car"), months(24), money(9_000))
    assert talk.slots["requested_slot"] == "income"
    form(talk, "4500 a month", "inform", money(4_500, per="month"))
    assert talk.slots["requested_slot"] is None
    begin(talk, "30k for a house in 8 years, nothing saved", goal("house"), months(96), money(30_000))
    assert talk.slots["requested_slot"] == "risk_profile"


def test_everything_in_one_sentence_asks_nothing(customer_talk):
    begin(customer_talk, "60k for a house in 3 years, 5k saved", *HOUSE, money(60_000), money(5_000, role="saved"))
    assert customer_talk.slots["requested_slot"] is None


def test_a_digression_is_left_to_the_rules(customer_talk):
    begin(customer_talk, "a house in 3 years", *HOUSE)
    assert form(customer_talk, "what is a deposit on a 300k house?", "ask_question", money(300_000)) == []


def test_an_answer_that_looks_like_progress_is_an_answer(customer_talk):
    begin(customer_talk, "60k for a house in 3 years", *HOUSE, money(60_000))
    form(customer_talk, "I have saved 5k so far", "check_progress", money(5_000, role="saved"))
    assert customer_talk.slots["goal_saved"] == 5_000


def test_a_refused_figure_says_what_is_allowed_and_the_second_offers_another_way(customer_talk):
    begin(customer_talk, "a house in 3 years", *HOUSE)
    form(customer_talk, "0", "inform", money(0))
    assert "more than zero" in customer_talk.said
    assert customer_talk.slots["requested_slot"] == "goal_amount"
    form(customer_talk, "1e15", "inform", money(1e15))
    assert customer_talk.said == "utter_way_out"


def test_a_correction_is_acknowledged(customer_talk):
    begin(customer_talk, "60k for a house in 3 years", *HOUSE, money(60_000))
    form(customer_talk, "no, five years", "change_goal", months(60))
    assert customer_talk.messages[0]["noted"] == "5 years"
    assert customer_talk.slots["goal_months"] == 60


def test_what_is_not_known_begins_with_a_starting_point(customer_talk):
    begin(customer_talk, "a car in 2 years", goal("car"), months(24))
    form(customer_talk, "no idea", "skip")
    assert customer_talk.said == "utter_starting_point"
    assert customer_talk.slots["goal_amount"] > 0
    assert customer_talk.slots["requested_slot"] == "goal_saved"


def test_no_to_savings_is_nothing_saved(customer_talk):
    begin(customer_talk, "60k for a house in 3 years", *HOUSE, money(60_000))
    form(customer_talk, "no", "deny")
    assert (customer_talk.slots["goal_saved"], customer_talk.slots["requested_slot"]) == (0.0, None)


def test_a_price_and_a_sum_to_save_are_told_apart(customer_talk):
    begin(customer_talk, "400k for a house in 6 years", goal("house"), months(72), money(400_000))
    assert customer_talk.slots["requested_slot"] == "goal_meaning"
    form(customer_talk, "The price of the house", "inform")
    assert (customer_talk.slots["goal_price"], customer_talk.slots["goal_amount"]) == (400_000, None)


def test_another_goal_instead_takes_its_figures_with_it(customer_talk):
    begin(customer_talk, "60k for a house", goal("house"), money(60_000))
    form(customer_talk, "I'd rather buy a car", "change_goal", goal("car"))
    assert (customer_talk.slots["goal_type"], customer_talk.slots["goal_amount"]) == ("car", None)


def test_a_goal_without_a_type_keeps_its_name(customer_talk):
    begin(customer_talk, "I want to save")
    form(customer_talk, "a new kitchen", "nlu_fallback")
    assert customer_talk.slots["goal_name"] == "new kitchen"


def test_the_plan_says_the_figures_of_its_data_and_chart(customer_talk):
    begin(customer_talk, "60k for a house in 3 years, 5k saved", *HOUSE, money(60_000), money(5_000, role="saved"))
    customer_talk.run(ActionMakePlan())
    message, data = customer_talk.messages[0], customer_talk.data
    assert f"${data['monthly']:,.2f}" in message["text"]
    assert message["custom"]["image"]["alt"]
    assert customer_talk.slots["plan_id"] == data["plan_id"]
    assert customer_talk.slots["goal_amount"] is None, "the next goal begins empty"


def test_a_refused_figure_takes_no_other_with_it(talk):
    begin(talk, "22 grand for a van by tonight", goal("car"), money(22_000), months(0))
    assert talk.slots["goal_amount"] == 22_000
    assert talk.slots["requested_slot"] == "goal_months"


def test_what_is_put_aside_for_the_next_goal_is_kept_for_it(customer_talk):
    begin(
        customer_talk, "a car for 18k in a year and a wedding", goal("car"), goal("wedding"), money(18_000), months(12)
    )
    assert customer_talk.slots["requested_slot"] == "goal_saved"
    form(
        customer_talk, "we have 4000 but that is for the wedding", "inform", money(4_000, role="saved"), goal("wedding")
    )
    assert customer_talk.slots["goal_type"] == "car", "the car is still being asked about"
    assert customer_talk.slots["goal_saved"] is None
    assert customer_talk.slots["goals_ahead"][0]["goal_saved"] == 4_000


def test_a_no_before_a_figure_corrects_and_answers_nothing(talk):
    begin(
        talk, "18k for a car in 2 years, 2k saved", goal("car"), money(18_000), money(2_000, role="saved"), months(24)
    )
    assert talk.slots["requested_slot"] == "income"
    form(talk, "no 20k", "inform", money(20_000))
    assert talk.slots["goal_amount"] == 20_000
    assert talk.slots["requested_slot"] == "income"


def test_a_pace_that_never_ends_a_debt_is_refused_when_it_is_said(talk):
    begin(talk, "I owe 14k at 25 percent", goal("debt_payoff"), money(14_000, role="debt"), rate(25))
    assert talk.slots["requested_slot"] == "goal_months"
    form(talk, "I can pay 250 a month", "inform", money(250, per="month", role="contribution"))
    assert "interest alone is $291.67" in talk.said
    assert talk.slots["requested_slot"] == "goal_months"
    form(talk, "400 then", "inform", number(400))
    assert talk.slots["goal_monthly"] == 400


def test_who_has_retired_is_asked_for_what_they_have_and_told_what_it_brings(talk):
    begin(talk, "I'm 70 and already retired", goal("retirement"), own_age(70))
    assert talk.slots["requested_slot"] == "goal_saved"
    form(talk, "320,000", "inform", money(320_000))
    assert talk.slots["requested_slot"] is None
    talk.run(ActionMakePlan())
    assert talk.said == "utter_drawdown_open"
    sustainable = talk.data["drawdown"]["sustainable"]
    talk.form = None
    talk.say("and if I took 1,800 a month?", "what_if", money(1_800, per="month")).run(ActionWhatIf())
    talk.run(ActionMakePlan())
    assert talk.said == "utter_drawdown_short"
    assert talk.data["drawdown"]["sustainable"] == sustainable
    assert talk.data["drawdown"]["lasts_until_age"] < talk.data["drawdown"]["until_age"]


def test_a_refusal_the_form_cannot_ask_about_ends_instead_of_looping(talk, monkeypatch):
    def refuse(*_, **__):
        raise AdviceError("That cannot be planned.", "no_such_field")

    begin(talk, "9k for a car in 2 years, nothing saved", goal("car"), months(24), money(9_000))
    form(talk, "4500 a month", "inform", money(4_500, per="month"))
    monkeypatch.setattr("actions.make_plan.new_plan", refuse)
    events = talk.run(ActionMakePlan())
    assert talk.said == "That cannot be planned."
    assert not any(event["event"] == "followup" for event in events)
