"""The table of contents holds together: every action exists, every question has its help, every button can be said."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())
RULES = yaml.safe_load((ROOT / "bot" / "rules.yml").read_text())["rules"]
ASKED = DOMAIN["forms"]["goal_form"]["required_slots"]


@pytest.mark.parametrize("slot", ASKED)
@pytest.mark.parametrize("prefix", ["utter_ask", "utter_help", "utter_not_an_answer"])
def test_every_question_can_be_asked_explained_and_asked_again(slot, prefix):
    assert f"{prefix}_{slot}" in DOMAIN["responses"]


def test_every_intent_has_one_rule():
    ruled = [s["intent"] for rule in RULES for s in rule["steps"] if "intent" in s]
    assert sorted(ruled) == sorted([*DOMAIN["intents"], "nlu_fallback"])


def test_every_action_of_the_rules_is_in_the_domain():
    done = {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}
    known = {*DOMAIN["actions"], *DOMAIN["responses"], *DOMAIN["forms"]}
    assert done <= known


def test_every_action_of_the_domain_is_written():
    code = "\n".join(path.read_text() for path in (ROOT / "actions").glob("*.py"))
    for name in DOMAIN["actions"]:
        cls = "".join(part.capitalize() for part in name.split("_"))
        assert f"class {cls}(Step)" in code, f"{name} has no class {cls}"


def test_every_response_an_action_says_is_in_the_domain():
    import re

    code = "\n".join(path.read_text() for path in (ROOT / "actions").glob("*.py"))
    said = set(re.findall(r'"(utter_[a-z_]+)"', code))
    assert said <= set(DOMAIN["responses"])


def test_replies_are_short_enough_to_be_heard():
    for name, variants in DOMAIN["responses"].items():
        for variant in variants:
            assert len(variant["text"].split()) <= 45, f"{name} is too long to listen to"
