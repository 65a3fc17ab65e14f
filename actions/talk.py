"""Talk itself: greetings, yes and no, help, repeat, stop, and what to do when something was not understood."""

from __future__ import annotations

import json
import re
from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions import rights
from actions.advice import note
from actions.care import ActionComfort, offer_help_first, say_handed_over
from actions.change_plan import (
    WHAT_I_SAID,
    ActionChangeGoal,
    ActionUndo,
    changed,
    from_json,
    put_in_force,
    repair_wanted,
    start_goal,
)
from actions.conversation import FORM, Conversation, set_slots
from actions.goals import ActionCheckProgress, ActionDeleteGoal, ActionListGoals, ActionShowPlan, drop, say_so_far
from actions.knowing import ActionAnswerQuestion, ActionShowPortfolio, say_answer
from actions.open_question import ask_again, says_yes
from actions.own_money import ActionShowCreditUtilisation, ActionShowSpending
from actions.payment_case import Case
from actions.payment_form import report
from actions.products import ActionAcceptRecommendation, ActionRejectRecommendation
from actions.reading import read
from actions.shared_budget import renewed
from actions.step import Events, Step, Voice
from actions.wellbeing_form import WELLBEING_FORM, ActionStartWellbeing
from knowledge.answers import Answer, answer

# What the likeliest readings are called when the assistant asks which was meant: "Did you mean to …?"
MEANT = {
    "state_goal": "plan a new goal", "inform": "give me a figure", "change_goal": "change your plan",
    "what_if": "try a what-if", "show_plan": "see your plan", "check_progress": "check your progress",
    "list_goals": "see all your goals", "delete_goal": "drop a goal", "undo": "take back the last change",
    "ask_recommendation": "find a product", "compare_products": "compare products", "ask_why": "hear why",
    "accept_recommendation": "take the product", "reject_recommendation": "turn the product down",
    "ask_question": "ask a question about money", "ask_spending": "see your spending",
    "ask_credit_utilisation": "see your credit use", "ask_portfolio": "see how your money is spread",
    "give_consent": "allow a use of your data", "withdraw_consent": "stop a use of your data",
    "ask_privacy": "hear what I know about you", "export_data": "get a copy of your data",
    "delete_data": "erase your data", "contest_decision": "have a decision checked",
    "express_worry": "tell me about a worry", "complain": "make a complaint", "report_fraud": "report a fraud",
    "query_payment": "ask about a payment", "check_wellbeing": "find out how you are doing with money",
    "human_handoff": "talk to a person", "help": "see what I can do", "repeat": "hear that again", "stop": "stop",
    "resume": "carry on", "skip": "skip this question",
}  # fmt: skip

_DISAGREES = re.compile(
    r"\b(disagree|don'?t agree|not (?:true|right|fair|correct)|wrong|unfair|incorrect)\b", re.IGNORECASE
)
_SEEN = re.compile(r"^\W*(?:ok(?:ay)?|cool|fine|i see|right|got it|alright|good|nice|thanks)\W*$", re.IGNORECASE)
_MAY_I = re.compile(r"\s*(?:can|could|may|shall|should|would) (?:i|we|you)\b", re.IGNORECASE)
SAME = {"inform", "change_goal"}  # a figure after the plan, however it is put


class ActionGreet(Step):
    """Greets; a customer by name, and with the plan that is waiting for them."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.is_guest or conversation.in_form:
            voice.response("utter_greet")
        elif conversation.plan is not None:
            voice.response("utter_greet_back", name=first_name(conversation), goal=conversation.plan.goal.label)
        else:
            voice.response("utter_greet_customer", name=first_name(conversation))
        return offer_help_first(conversation, voice)


class ActionGoodbye(Step):
    """Says goodbye; what is open is kept for the next time."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        voice.response("utter_goodbye_guest" if conversation.is_guest else "utter_goodbye")
        return [ActiveLoop(None), *set_slots(requested_slot=None, question=None)]


class ActionAffirm(Step):
    """A yes to whatever was asked; a yes to nothing is met with what could come next."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        question = conversation.question
        if says_a_figure_only(conversation) and not conversation.in_form:  # "22 percent" is no yes to anything
            return ActionChangeGoal().act(conversation, voice)
        if question.get("seen") and _SEEN.match(conversation.message.text):  # an "ok" to an explanation takes nothing
            voice.response("utter_glad")
            return [SlotSet("question", question)]
        match question.get("kind"):
            case "apply_what_if":
                return apply_what_if(conversation, voice, question)
            case "accept":
                return ActionAcceptRecommendation().act(conversation, voice)
            case "delete_goal":
                drop(conversation, question["plan_id"])
                voice.response("utter_goal_deleted", goal=question["goal"])
                return set_slots(question=None, plan_id=None, plan_before=question["plan_id"])
            case "delete_data":
                return rights.erase(conversation, voice)
            case "handoff":
                say_handed_over(conversation, voice, question["reason"], question.get("about"))
                return [SlotSet("question", None), *conversation.back_to_the_goal()]
            case "not_mine":
                return report(conversation, voice, Case.from_slot(question["case"]))
            case "wellbeing":
                return ActionStartWellbeing().act(conversation, voice)
            case "did_you_mean":
                return ask_which_of_two(voice, question)
        if conversation.in_form:
            return ask_again(conversation, voice)
        if read(conversation.message).changes_goal:
            return ActionChangeGoal().act(conversation, voice)
        voice.response("utter_glad")
        return []


def says_a_figure_only(conversation: Conversation) -> bool:
    """Whether a message taken for a yes holds a figure and no word of a yes."""
    message = conversation.message
    figures = ("amount_of_money", "duration", "date", "percentage", "number")
    return any(message.values(name) for name in figures) and not says_yes(message.text)


class ActionDeny(Step):
    """A no to whatever was asked; "no, five years" is a correction."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if not conversation.in_form and read(conversation.message).changes_goal:
            return ActionChangeGoal().act(conversation, voice)
        if disagrees(conversation):
            return rights.ActionContestDecision().act(conversation, voice)
        question = conversation.question
        match question.get("kind"):
            case "not_mine":
                voice.response("utter_good_to_know")
            case "apply_what_if" | "delete_goal":
                voice.response("utter_plan_kept")
            case "accept":
                return ActionRejectRecommendation().act(conversation, voice)
            case "delete_data":
                voice.response("utter_data_kept")
            case "handoff" | "wellbeing" if conversation.in_form or conversation.slot("paused"):
                voice.response("utter_all_right")
            case "handoff" if conversation.worried:
                voice.response("utter_with_you")
            case _:
                if conversation.in_form:
                    return ask_again(conversation, voice)
                voice.response("utter_no_problem")
        return [SlotSet("question", None), *conversation.back_to_the_goal()]


class ActionThank(Step):
    """Takes thanks; in the middle of a form without asking what else there is."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        voice.response("utter_welcome" if conversation.in_form else "utter_thank")
        return []


class ActionSkip(Step):
    """A skip where no form is open."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.in_form:  # this form has no answer to leave out
            return ask_again(conversation, voice)
        voice.response("utter_no_problem")
        return [SlotSet("question", None)]


class ActionHelp(Step):
    """Help for where we are: the question that is open, the plan that was made, or what all of it is for."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.in_form:
            voice.response(f"utter_help_{conversation.asked or 'goal_type'}")
        elif conversation.help_first:
            voice.response("utter_ways_to_help")
        elif conversation.plan is not None:
            voice.response("utter_help_with_plan")
        else:
            voice.response("utter_help")
        return []


class ActionRepeat(Step):
    """Says the last reply again, with its picture and buttons."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if WHAT_I_SAID.search(conversation.message.text):
            return (
                ActionShowPlan().act(conversation, voice)
                if not conversation.in_form
                else say_so_far(conversation, voice)
            )
        replies = conversation.replies_before()
        if conversation.in_form:
            replies = replies[:-1]  # the form asks its question again by itself
        for reply in replies:
            say_again(voice, reply)
        if not replies and not conversation.in_form:
            voice.response("utter_nothing_to_repeat")
        return []


class ActionStop(Step):
    """Stops what is open; what was said is kept for "carry on"."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.in_form and conversation.message.is_question and not _MAY_I.match(conversation.message.text):
            return ask_again(conversation, voice)  # "so it never ends?" ends nothing
        kept = conversation.form in (FORM, WELLBEING_FORM)
        voice.response("utter_stopped" if kept else "utter_stopped_nothing_open")
        forgotten = set_slots(payment_case=None, paused=None)
        return [ActiveLoop(None), *set_slots(requested_slot=None, question=None, attempts=0), *forgotten]


class ActionResume(Step):
    """Goes on with the goal that was being asked about."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.in_form:
            return []
        if conversation.slot("wellbeing_points"):
            return [FollowupAction(WELLBEING_FORM)]
        if conversation.slot("goal_type"):
            return [SlotSet("paused", None), FollowupAction(FORM)]
        voice.response("utter_nothing_to_resume")
        return []


# Words that the assistant itself tells people to say: they do what they say however unsure the reading is.
COMMANDS: dict[str, type[Step]] = {
    "help": ActionHelp,
    "stop": ActionStop,
    "repeat": ActionRepeat,
    "undo": ActionUndo,
    "go back": ActionUndo,
    "back": ActionUndo,
    "carry on": ActionResume,
}
_HESITATION = re.compile(r"^(?:(?:no|wait|actually|ok|okay|please|sorry|hmm|just|can you|could you)[ ,]+)+")


def command_in(text: str) -> type[Step] | None:
    """The command that a message is, a word or two of hesitation before it or not: "actually no, go back"."""
    words = text.strip(" .!?").lower()
    return COMMANDS.get(words) or COMMANDS.get(_HESITATION.sub("", words))


# Readings that only show or answer: acted on where they are likely, without asking "did you mean".
ONLY_SHOWS: dict[str, type[Step]] = {
    "show_plan": ActionShowPlan,
    "check_progress": ActionCheckProgress,
    "list_goals": ActionListGoals,
    "ask_question": ActionAnswerQuestion,
    "ask_spending": ActionShowSpending,
    "ask_credit_utilisation": ActionShowCreditUtilisation,
    "ask_portfolio": ActionShowPortfolio,
    "ask_privacy": rights.ActionExplainPrivacy,
    "help": ActionHelp,
}
LIKELY, CLEARLY = 0.4, 1.6  # at least this confident, and so many times as sure as of the next reading
ALSO_LIKELY = 0.25  # the next reading is then offered besides
A_GUESS = 0.2  # less than this, the readings say nothing: better ask for other words than offer them
NEEDS_A_PLAN = frozenset(
    ("change_goal", "what_if", "show_plan", "check_progress", "list_goals", "delete_goal", "undo", "ask_portfolio")
    + ("accept_recommendation", "reject_recommendation")
)
HARD_WORDS = -0.3  # sentiment, from -1 to 1
_AT_YOU = re.compile(r"\b(?:you(?:'?re)?|ur|u|bot|robot|machine|assistant|this)\b", re.IGNORECASE)
FEW_WORDS = 4
_FIELD = re.compile(r"\b(?:target|amount|price|monthly|a month|saved|months?|years?|date|rate|apr)\b", re.IGNORECASE)
_DROP_IT = re.compile(
    r"\W*(?:delete|drop|remove|cancel|scrap) (?:it|that|this)(?: plan| goal| one)?\W*$", re.IGNORECASE
)
_DOES_NOT_KNOW = re.compile(r"\b(?:no|not|don'?t|dont|do not|never) (?:\w+ )?(?:know|sure|idea)\b", re.IGNORECASE)


class ActionClarify(Step):
    """Not understood: first the two likeliest readings, then, instead of a loop, another way out."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        command = command_in(conversation.message.text)
        if command is not None:
            return command().act(conversation, voice)
        if (heard := heard_after_all(conversation, voice)) is not None:
            return heard
        if (shown := show_the_likeliest(conversation, voice)) is not None:
            return listening(conversation, shown)
        note(conversation, "not_understood", in_form=conversation.in_form)
        if conversation.in_form:
            return listening(conversation, ask_again(conversation, voice))
        if set(likely_readings(conversation)) == SAME and read(conversation.message).changes_goal:
            return ActionChangeGoal().act(conversation, voice)  # whichever of the two it is, the same is done
        if conversation.failures_in_a_row >= 2:
            voice.response(other_way(conversation))
            return listening(conversation, [])
        return listening(conversation, ask_which_was_meant(conversation, voice))


class ActionDecline(Step):
    """Out of scope: says what it can do instead; in the form it just comes back to the question."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if (heard := heard_after_all(conversation, voice)) is not None:
            return heard
        note(conversation, "out_of_scope")
        if conversation.failures_in_a_row >= 2:
            if conversation.in_form:
                return ask_again(conversation, voice)
            voice.response(other_way(conversation))
        elif conversation.in_form:
            voice.response("utter_out_of_scope_in_form")
            return [SlotSet("attempts", int(conversation.slot("attempts") or 0) + 1)]
        else:
            voice.response("utter_out_of_scope")
        return []


def other_way(conversation: Conversation) -> str:
    """What to say when not understood again: ways out, and every other time how to put it, never the same twice."""
    return "utter_other_way" if conversation.failures_in_a_row % 2 == 0 else "utter_say_it_like_this"


def show_the_likeliest(conversation: Conversation, voice: Voice) -> Events | None:
    """Do the likeliest reading of a message that was not understood, where it is likely and only shows something: to be
    shown a thing costs nobody more than to be asked whether they want to see it. None otherwise, and inside a form.
    """
    first, second = (*possible_readings(conversation), *2 * [("", 0.0)])[:2]
    sure = LIKELY if second[0] in ONLY_SHOWS else max(LIKELY, CLEARLY * second[1])
    if conversation.in_form or first[0] not in ONLY_SHOWS or first[1] < sure:
        return None
    buttons = ((capital(MEANT[second[0]]), payload_for(second[0], conversation)),) if second[1] >= ALSO_LIKELY else ()
    events = ONLY_SHOWS[first[0]]().act(conversation, voice)
    if buttons:
        voice.response("utter_or_else", second=MEANT[second[0]], buttons=buttons)
    return events


def is_rude(conversation: Conversation) -> bool:
    """Whether a message that means nothing else is a hard word against the assistant."""
    message = conversation.message
    return bool(_AT_YOU.search(message.text)) and (read(message).feeling or 0.0) <= HARD_WORDS


def likely_readings(conversation: Conversation) -> list[str]:
    """The two likeliest intents of the message, the likelier first; fewer where they are but guesses."""
    return [name for name, confidence in possible_readings(conversation)[:2] if confidence >= A_GUESS]


def possible_readings(conversation: Conversation) -> list[tuple[str, float]]:
    """What the message may mean, with its confidence, the likelier first; nothing about a plan where there is none."""
    unlikely = frozenset() if conversation.plans else NEEDS_A_PLAN
    return [each for each in conversation.message.ranking if each[0] in MEANT and each[0] not in unlikely]


def heard_after_all(conversation: Conversation, voice: Voice) -> Events | None:
    """What is plain from the words of a message whose intent was not: a worry, a goal only named; None if nothing."""
    message = conversation.message
    reading = read(message)
    if not any(sign.isalnum() for sign in message.text):
        voice.response("utter_empty")
        return []
    if disagrees(conversation):
        return rights.ActionContestDecision().act(conversation, voice)
    if not conversation.in_form and conversation.plan is not None and repair_wanted(message, conversation.plan):
        return ActionChangeGoal().act(conversation, voice)  # "more time"
    if _DOES_NOT_KNOW.search(message.text) and conversation.form == FORM:
        return _leave_open(conversation, voice)
    if reading.worry and message.intent == "nlu_fallback":
        return ActionComfort().act(conversation, voice)
    if WHAT_I_SAID.search(message.text):
        return (
            ActionShowPlan().act(conversation, voice) if not conversation.in_form else say_so_far(conversation, voice)
        )
    if message.intent == "nlu_fallback" and reading.goals and not conversation.in_form:
        if any(plan.goal.goal_type in reading.goals for plan in conversation.plans):
            return ActionShowPlan().act(conversation, voice)
        return start_goal(conversation, voice, reading)
    if _DROP_IT.match(message.text) and conversation.plan is not None and not conversation.in_form:
        return ActionDeleteGoal().act(conversation, voice)
    if says_a_field(conversation):
        return ActionChangeGoal().act(conversation, voice)
    if (known := known_term(conversation)) is not None:
        return say_answer(conversation, voice, *known)
    if is_rude(conversation):
        voice.response("utter_hard_words")
        return []
    return None


def says_a_field(conversation: Conversation) -> bool:
    """Whether a few words name a field of the plan and a figure for it, as the terse put it: "target 21000"."""
    message = conversation.message
    few = len(message.text.split()) <= FEW_WORDS and not message.is_question
    return few and conversation.plan is not None and not conversation.in_form and bool(
        _FIELD.search(message.text) and read(message).changes_goal
    )  # fmt: skip


def known_term(conversation: Conversation) -> tuple[str, Answer] | None:
    """A word or two with a question mark, "apr?", as the question it is, with its answer; None if there is none."""
    words = conversation.message.text.strip(" ?!.")
    if conversation.in_form or not conversation.message.text.rstrip().endswith("?") or len(words.split()) > 3:
        return None
    question = f"What is {words}?"
    found = answer(question, tone=conversation.tone)
    return None if found.declined else (question, found)


def _leave_open(conversation: Conversation, voice: Voice) -> Events:
    """ "I no know" to a question of the form: no hurry, and what a skip would do."""
    attempts = int(conversation.slot("attempts") or 0)
    if attempts:
        return ask_again(conversation, voice)
    voice.response("utter_no_hurry_in_form")
    return set_slots(attempts=1)


def disagrees(conversation: Conversation) -> bool:
    """Whether a decision that was just explained is disagreed with."""
    return bool(conversation.question.get("contest") and _DISAGREES.search(conversation.message.text))


def listening(conversation: Conversation, events: Events) -> Events:
    """The events, then the customer's turn: Rasa comes here too where it has no rule for a turn, and would again."""
    return events if conversation.message.intent == "nlu_fallback" else [*events, FollowupAction("action_listen")]


def ask_which_of_two(voice: Voice, question: dict[str, Any]) -> Events:
    """A yes to "did you mean this or that?" does not say which: ask for that alone."""
    voice.response(
        "utter_which_of_two", first=question["first"], second=question["second"],
        buttons=tuple((title, payload) for title, payload in question["buttons"]),
    )  # fmt: skip
    return [SlotSet("question", question)]


def ask_which_was_meant(conversation: Conversation, voice: Voice) -> Events:
    """Offer the two likeliest readings; a button carries what the message said, so it need not be said again."""
    likely = likely_readings(conversation)
    if len(likely) < 2:
        voice.response("utter_rephrase")
        return []
    first, second = MEANT[likely[0]], MEANT[likely[1]]
    buttons = (*((capital(MEANT[name]), payload_for(name, conversation)) for name in likely), ("Neither", "/help"))
    voice.response("utter_did_you_mean", first=first, second=second, buttons=buttons)
    asked = {"kind": "did_you_mean", "first": first, "second": second, "buttons": [list(each) for each in buttons]}
    return [SlotSet("question", asked)]


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[0].upper() + text[1:]


def payload_for(intent: str, conversation: Conversation) -> str:
    """What a button sends: the intent, with the figures of the message that was not understood."""
    message = conversation.message
    values: dict[str, Any] = {
        e["entity"]: e["value"] for e in message.entities if e["entity"] not in ("sentiment", "question")
    }
    if intent == "ask_question":
        values = {"question": message.text}
    return f"/{intent}{json.dumps(values)}" if values else f"/{intent}"


def apply_what_if(conversation: Conversation, voice: Voice, question: dict[str, Any]) -> Events:
    """Take the plan that a what-if showed."""
    plan = next((p for p in conversation.plans if p.plan_id == question["plan_id"]), None)
    if plan is None:
        voice.response("utter_no_plan_yet")
        return [SlotSet("question", None)]
    result = changed(conversation, plan, from_json(question["changes"]))
    return put_in_force(conversation, voice, plan, renewed(result.after))


def say_again(voice: Voice, reply: dict[str, Any]) -> None:
    """Say a message of the tracker once more."""
    data = reply.get("data") or {}
    extras = data.get("custom") or {}
    voice.text(
        reply.get("text") or "",
        spoken_text=extras.get("spoken_text"),
        sources=extras.get("sources"),
        image=extras.get("image"),
        data=extras.get("data"),
        buttons=tuple((b["title"], b.get("payload", b["title"])) for b in data.get("buttons") or ()),
    )


def first_name(conversation: Conversation) -> str:
    """How a customer is addressed; the demo bank's names are Customer_1, Customer_2, …"""
    return conversation.customer.name.replace("_", " ")
