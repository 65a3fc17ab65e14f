"""The replay's own checks: a difference is found, and a story that cannot be read is explained."""

import pytest

from bot.replay.checks import Outcome, check
from bot.replay.stories import StoryError, Turn, read


def outcome(text="Your car plan takes $100 a month.", **more):
    message = {"text": text, "data": more.pop("data", {}), "buttons": [{"title": "Why?", "payload": "/ask_why"}]}
    return Outcome((message,), more.pop("actions", ("action_x",)), more.pop("asked", None), **more)


def test_what_is_as_expected_has_no_problems():
    turn = Turn(say="hi", does=("action_x",), asks="nothing", says=("$100 a month",), buttons=("Why?",))
    assert check(turn, outcome(), "2") == []


@pytest.mark.parametrize(
    ("turn", "problem"),
    [
        (Turn(say="hi", does=("action_y",)), "did action_x; expected action_y"),
        (Turn(say="hi", asks="goal_amount"), "asks for nothing"),
        (Turn(say="hi", says=("$200",)), "did not say “$200”"),
        (Turn(say="hi", never=("car",)), "said “car”"),
        (Turn(say="hi", image=True), "picture"),
        (Turn(say="hi", buttons=("Stop",)), "no button “Stop”"),
        (Turn(say="hi", figures={"monthly": 99.0}), "expected 99.0"),
        (Turn(say="hi", data=("plan_id",)), "data has no plan_id"),
    ],
)
def test_every_kind_of_difference_is_found(turn, problem):
    assert any(problem in found for found in check(turn, outcome(), "2"))


def test_an_amount_that_is_said_but_not_in_the_data_is_found():
    figures = {"monthly": 120.0, "target_todays": 5000.0}
    assert check(Turn(say="hi"), outcome(data=figures), "2") == ["$100 is said but not in the data"]


def test_a_plan_that_is_not_the_advisor_s_is_found():
    turn = Turn(say="hi", plan={"goal": "car", "amount": 20000, "months": 36})
    found = check(
        turn, outcome(data={"monthly": 100.0, "months": 36, "target_todays": 20000.0, "status": "on_track"}), "2"
    )
    assert any("monthly = 100.0" in problem for problem in found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("stories: []", "a group and stories"),
        ("group: g\nstories:\n- story: s\n  turns:\n  - say: hi\n    expects: x", "unknown expects"),
        ("group: g\nstories:\n- story: s\n  turns:\n  - does: [x]", "one of say, speak and press"),
        ("group: g\nstories:\n- story: s\n  turns:\n  - say: yes", "put it in quotes"),
        ("group: [", "is no YAML"),
    ],
)
def test_a_story_that_cannot_be_read_is_explained(tmp_path, text, problem):
    path = tmp_path / "story.yml"
    path.write_text(text)
    with pytest.raises(StoryError, match=problem):
        read(path)
