"""A payment somebody does not recognise: found with them, a freeze asked for, and a person who has it all."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions.advice import note
from actions.care import hand_over
from actions.conversation import Conversation, set_slots
from actions.goal_form import today
from actions.open_question import says_no, says_yes
from actions.payment_case import Case, kind_of, not_mine
from actions.payment_words import Described, described
from actions.plan_facts import money
from actions.plan_talk import listed
from actions.prices import cannot_look, offer_person, say_price_rise, say_twice
from actions.step import Events, Step, Voice
from store import handoffs
from trust.unrecognised import find_payments

PAYMENT_FORM = "payment_form"
SHOP_WORDS = 4
MOST_ASKED = 2  # times; then a person takes it as it is
_NONE = re.compile(r"\b(none|neither|no(?:ne)? of (?:these|them|those)|not (?:these|those|any)|nope|no)\b", re.I)
_ALL = re.compile(r"\b(all|both|every one|each of)\b", re.I)
_NTH = (
    r"first|1st|top|number one|^one$",
    r"second|2nd|middle|number two|^two$",
    r"third|3rd|last|number three|^three$",
)
_CANNOT_SAY = re.compile(r"\b(don'?t (?:know|remember)|no idea|not sure|can'?t (?:say|tell|remember)|dunno)\b", re.I)
_MINE_AFTER_ALL = re.compile(
    r"\b(?:it was (?:me|my)|i (?:do |did )?(?:remember|recogni[sz]e) (?:it|that)|i (?:think i )?know (?:it|what it)"
    r"|false alarm|mine after all|found out what it)\b",
    re.I,
)
_FREEZE = re.compile(r"\b(freeze|block|lock|stop|cancel) (?:it|my|the|this|everything|all)\b", re.I)
_DONT_FREEZE = re.compile(
    r"\b(don'?t|do not|no need to|without|already) (?:\w+ )?(?:freez|froze|block|lock|cancel)", re.I
)
_SURE_INTENTS = ("report_fraud", "query_payment", "inform", "affirm", "deny", "skip", "nlu_fallback", "out_of_scope",
                 "change_goal", "state_goal", "ask_spending", "express_worry", "check_progress")  # fmt: skip


class ActionReportFraud(Step):
    """Begins with a payment not recognised, charged twice or dearer; a person has a fraud before anything is asked."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        message = conversation.message
        said = described(message, today())
        kind = kind_of(message.text, said.says_anything)
        if kind == "twice":
            return say_twice(conversation, voice, said)
        if kind == "dearer":
            return say_price_rise(conversation, voice, said)
        case = looked_up(conversation, Case(kind, said, freeze=wants_freeze(message.text)))
        if kind == "unrecognised" and message.is_question and not not_mine(message.text):
            return say_what_fits(conversation, voice, case)
        reported = handoffs.open_of(conversation.owner, "fraud")
        if reported and _MINE_AFTER_ALL.search(message.text):
            handoffs.add_to_summary(reported[-1].handoff_id, taken_back=message.text)
            voice.response("utter_fraud_taken_back", data={"handoff_id": reported[-1].handoff_id})
            return [SlotSet("question", None)]
        if reported and kind == "scam" and conversation.session_id == reported[-1].session_id:
            handoffs.add_to_summary(reported[-1].handoff_id, said_last=message.text)
            voice.response("utter_already_handed_over", data={"handoff_id": reported[-1].handoff_id})
            return [SlotSet("question", None)]
        return report(conversation, voice, case)


def report(conversation: Conversation, voice: Voice, case: Case) -> Events:
    """Give the matter to the fraud team at once, and go on to find out more."""
    handoff_id = hand_over(conversation, "fraud", request=request_words(case))
    note(conversation, "fraud_report")
    amount = case.said.amount
    about = f"a payment of {money(amount)}" if amount else "this"
    voice.response("utter_fraud", about=about, data={"handoff_id": handoff_id, "reason": "fraud", "amount": amount})
    if case.kind == "unrecognised" and case.said.says_anything and not case.offered:
        say_not_found(conversation, voice, case)
    kept = replace(case, handoff_id=handoff_id).to_slot()
    return [
        *conversation.leave_the_form(),
        *set_slots(payment_case=kept, question=None),
        FollowupAction(PAYMENT_FORM),
    ]


def say_what_fits(conversation: Conversation, voice: Voice, case: Case) -> Events:
    """Answer a question about payments: those that fit it, or that look odd; nobody is alarmed before the answer."""
    if cannot_look(conversation, voice):
        return offer_person(conversation, "payment")
    if not case.offered:
        voice.response("utter_nothing_odd")
        return [SlotSet("question", None)]
    voice.response("utter_these_fit", payments=listed(list(case.offered_words)), data={"payments": list(case.offered)})
    return [*conversation.leave_the_form(), SlotSet("question", {"kind": "not_mine", "case": case.to_slot()})]


class ValidatePaymentForm(Step):
    """Reads an answer about the payment, and names what is still to be asked."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        case = Case.from_slot(conversation.slot("payment_case"))
        if case is None:
            return [SlotSet("requested_slot", None)]
        if conversation.back_in_form:
            return [SlotSet("requested_slot", case.next_question)]
        if conversation.message.intent not in _SURE_INTENTS and wants_freeze(conversation.message.text) is None:
            return []
        answered = self._answered(conversation, voice, case)
        if answered is None:
            return []
        return set_slots(payment_case=answered.to_slot(), attempts=0, requested_slot=answered.next_question)

    def _answered(self, conversation: Conversation, voice: Voice, case: Case) -> Case | None:
        """The case with what was answered; None if it was no answer."""
        text, asked = conversation.message.text, conversation.asked
        if (freeze := wants_freeze(text)) is not None:
            case = replace(case, freeze=freeze)
            if asked == "payment_freeze" or conversation.message.intent not in _SURE_INTENTS:
                return replace(case, given_up=case.given_up or not case.offered)
        if asked == "payment_right":
            return self._chosen(conversation, voice, case)
        if asked == "payment_freeze":
            reply = yes_or_no(conversation)
            return self._more_said(conversation, voice, case) if reply is None else replace(case, freeze=reply)
        more = self._more_said(conversation, voice, case)
        if more is not None:
            return more
        cannot_say = conversation.message.intent in ("skip", "deny") or _CANNOT_SAY.search(text)
        return replace(case, given_up=True) if cannot_say or freeze is not None else None

    @staticmethod
    def _chosen(conversation: Conversation, voice: Voice, case: Case) -> Case | None:
        numbers = chosen_of(conversation, case)
        if numbers:
            return with_account(conversation, case.chose(numbers))
        if (more := ValidatePaymentForm._more_said(conversation, voice, case)) is not None:
            return more
        if yes_or_no(conversation) is False or _NONE.search(conversation.message.text):
            case = replace(case, offered=(), offered_words=(), asked=case.asked + 1)
            return replace(case, given_up=case.asked > MOST_ASKED)
        return replace(case, given_up=True) if conversation.message.intent == "skip" else None

    @staticmethod
    def _more_said(conversation: Conversation, voice: Voice, case: Case) -> Case | None:
        message = conversation.message
        more = with_shop(conversation, described(message, today()))
        reported = message.intent in ("report_fraud", "query_payment")
        if not (more.says_anything or reported):
            return None
        if reported and kind_of(message.text, more.says_anything) == "card":
            return replace(case, kind="card", said=case.said.and_then(more))
        if case.chosen or conversation.asked == "payment_freeze" and not reported:
            return None  # the payment is settled; another figure answers nothing
        case = replace(case, asked=case.asked + 1)
        found = looked_up(conversation, replace(case, said=case.said.and_then(more)))
        if not found.offered and more.says_anything:  # what was said last may stand alone
            found = replace(looked_up(conversation, replace(case, said=more)), said=case.said.and_then(more))
        if not found.offered:
            say_not_found(conversation, voice, found)
            found = replace(found, given_up=found.asked >= MOST_ASKED or conversation.payments is None)
        return found


class ActionAskPaymentRight(Step):
    """Shows what fits and asks whether it is that."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        case = Case.from_slot(conversation.slot("payment_case"))
        words = case.offered_words
        place = case.said.place
        named = place is None or any(place.lower() in said.lower() for said in words)
        before = "" if named else f"I see nothing under the name {place}, but the sum would fit. "
        if len(words) == 1:
            voice.text(
                f"{before}I see {words[0]}. Is that the one?",
                data={"payments": list(words)},
                buttons=(("Yes, that one", "/affirm"), ("No", "/deny")),
            )
        else:
            numbered = "; ".join(f"{number}, {said}" for number, said in enumerate(words, start=1))
            voice.text(
                f"{before}I see {len(words)} that could be it: {numbered}. Which one is it?",
                data={"payments": list(words)},
                buttons=(*((capital(said), f"the {_NTH[n].split('|')[0]} one") for n, said in enumerate(words)),
                         ("All of them", "all of them"), ("None of them", "none of them")),
            )  # fmt: skip
        return []


class ActionAskPaymentFreeze(Step):
    """Asks whether the card is to be frozen."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        case = Case.from_slot(conversation.slot("payment_case"))
        voice.response("utter_ask_freeze", account=account_words(case))
        return []


class ActionClosePayment(Step):
    """Says what a person has now, what happens next and what to do meanwhile; then goes back to the goal."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        case = Case.from_slot(conversation.slot("payment_case"))
        account = account_words(case)
        handoffs.add_to_summary(
            case.handoff_id,
            text=request_words(case),
            payments=list(case.chosen),
            freeze_wanted=case.freeze,
            account=case.account,
        )
        if case.freeze:
            conversation.remember(freeze_wanted={"account": account, "on": today().isoformat()})
        note(conversation, "fraud_details", found=bool(case.chosen), freeze=case.freeze)
        voice.response(
            "utter_fraud_frozen" if case.freeze else "utter_fraud_not_frozen",
            what=listed(list(case.chosen_words)) if case.chosen else "what you told me",
            account=account,
            data={"handoff_id": case.handoff_id, "payments": list(case.chosen), "freeze_wanted": case.freeze},
        )
        return [*set_slots(payment_case=None, question=None), *conversation.back_to_the_goal()]


def looked_up(conversation: Conversation, case: Case) -> Case:
    """The case with the payments that fit what was said; none for somebody whose payments may not be looked at."""
    past = conversation.payments
    if case.kind != "unrecognised" or past is None:
        return replace(case, offered=(), offered_words=(), given_up=case.given_up or past is None and case.asked > 0)
    found = case.said.candidates(past, today())
    return replace(
        case,
        offered=tuple(match.transaction.transaction_id for match in found),
        offered_words=tuple(match.said for match in found),
    )


def with_shop(conversation: Conversation, said: Described) -> Described:
    """What was said, with the few words of an answer taken for a shop where they have paid at one of that name."""
    words = conversation.message.text.strip(" .!?")
    if said.place or said.amount or conversation.payments is None or not 1 <= len(words.split()) <= SHOP_WORDS:
        return said
    paid_there = find_payments(conversation.payments, today(), merchant=words, most=1)
    return replace(said, place=words) if paid_there else said


def with_account(conversation: Conversation, case: Case) -> Case:
    """The case with the card or account that the chosen payments were made from."""
    paid = {t.transaction_id: t.account for t in conversation.payments.transactions} if conversation.payments else {}
    accounts = {paid[chosen] for chosen in case.chosen if chosen in paid}
    return replace(case, account=accounts.pop() if len(accounts) == 1 else None)


def say_not_found(conversation: Conversation, voice: Voice, case: Case) -> None:
    """Say that no payment fits, or that payments cannot be seen."""
    if conversation.payments is None:
        return  # the person who takes over sees them
    said = [f"of {money(case.said.amount)}"] if case.said.amount else []
    said += [f"to {case.said.place}"] if case.said.place else []
    said += [f"around {case.said.day.day} {case.said.day:%B}"] if case.said.day else []
    voice.response("utter_payment_not_found", described=" ".join(said) or "like that")


def chosen_of(conversation: Conversation, case: Case) -> tuple[int, ...]:
    """Which of the offered payments an answer means, counted from 0; empty if none."""
    text, count = conversation.message.text.lower(), len(case.offered)
    if count == 1:
        pointed = re.search(rf"\b(?:{_NTH[0]})\b|\bthat'?s (?:it|the one)\b", text)
        return (0,) if yes_or_no(conversation) or pointed else ()
    if _ALL.search(text):
        return tuple(range(count))
    if re.search(r"\bnone|neither\b", text):
        return ()
    named = [n for n, words in enumerate(case.offered_words) if any(
        word in text for word in re.findall(r"[a-z]{4,}", words.lower()) if word not in ("with",)
    )]  # fmt: skip
    amount = described(conversation.message, today()).amount
    if amount is not None:
        named = [n for n, words in enumerate(case.offered_words) if abs(_amount_of(words) - amount) <= 1] or named
    if len(named) == 1:
        return (named[0],)
    nth = [n for n in range(count) if re.search(rf"\b(?:{_NTH[n]}|{n + 1})\b", text) and not re.search(r"\d{3,}", text)]
    return (nth[0],) if len(nth) == 1 else ()


def _amount_of(words: str) -> float:
    found = re.search(r"[\d,]+(?:\.\d+)?", words)
    return float(found[0].replace(",", "")) if found else 0.0


def wants_freeze(text: str) -> bool | None:
    """Whether a freeze is asked for, or refused, in so many words; None if neither."""
    if _DONT_FREEZE.search(text):
        return False
    return True if _FREEZE.search(text) else None


def yes_or_no(conversation: Conversation) -> bool | None:
    """Whether the message is a yes or a no: by its first words, else by what it was taken for; None if neither."""
    text, intent = conversation.message.text, conversation.message.intent
    if says_no(text):
        return False
    return True if says_yes(text) or intent == "affirm" else False if intent == "deny" else None


def account_words(case: Case) -> str:
    """What is to be frozen, in words."""
    return (
        f"your {case.account}"
        if case.account and case.account != "current"
        else ("your account" if case.account == "current" else "your card")
    )


def request_words(case: Case) -> str:
    """What the colleague reads of the case: what is the matter, which payments, what is wanted."""
    if case.kind == "card":
        said = ["reports a card that is lost, stolen or to be frozen"]
    elif case.kind == "scam":
        said = ["reports a scam or a fraud"]
    elif case.chosen:
        said = [f"does not recognise {listed(list(case.chosen_words))}"]
    else:
        said = ["does not recognise a payment"]
        said[0] += f" of {money(case.said.amount)}" if case.said.amount else ""
        said[0] += f" to {case.said.place}" if case.said.place else ""
        said[0] += f" around {case.said.day.day} {case.said.day:%B}" if case.said.day else ""
    if case.freeze is not None:
        said.append(
            f"{'wants' if case.freeze else 'does not want'} {account_words(case).replace('your', 'the')} frozen"
        )
    return " and ".join(said)


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[0].upper() + text[1:]
