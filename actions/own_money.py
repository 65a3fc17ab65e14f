"""The customer's own payments and cards: what a month was spent on, and how much of the credit is used."""

from __future__ import annotations

from actions.advice import picture
from actions.conversation import Conversation
from actions.goal_form import today
from actions.plan_facts import money
from actions.step import Events, Step, Voice
from advisor.money_text import percent_text
from advisor.pictures import payloads
from advisor.transactions.records import History
from advisor.transactions.spending import last_full_month, spending
from knowledge.facts import Brief, Fact
from knowledge.writing import write
from settings import settings

BENCHMARK = 0.30  # of the limit; a guide from credit bureaus and no rule (knowledge/articles/credit-utilisation.md)


class ActionShowSpending(Step):
    """Last month by category; what is unusual about it."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        found = payments_of(conversation, voice)
        if found is None:
            return []
        month = spending(found.transactions, last_full_month(today()))
        if not month.categories:
            voice.response("utter_no_payments")
            return []
        top = month.categories[0]
        facts = [
            Fact("total_spending", money(month.total), "money"),
            Fact("month", month.period, "date"),
            Fact("top_category", top.words, "name"),
            Fact("top_amount", money(top.amount), "money"),
            Fact("top_share", percent_text(top.amount / month.total, 0), "percent"),
        ]
        written = write(Brief("spending", tuple(facts), conversation.tone))
        unusual = [c for c in month.categories if c.unusual]
        more = "".join(
            f" {c.words[0].upper()}{c.words[1:]} took {money(c.amount)}, where {money(c.usual)} is usual for you."
            for c in unusual[:2]
        )
        voice.text(
            written.text + more,
            spoken_text=written.spoken_text,
            image=picture(
                conversation,
                "spending",
                payloads.spending(
                    month.amounts, period=month.period, income=month.income or None, currency=settings.currency
                ),
            ),
            data={
                "total": month.total,
                "income": month.income,
                "categories": month.amounts,
                "unusual": {c.words: {"amount": c.amount, "usual": c.usual} for c in unusual},
                "written_by": written.written_by,
            },
        )
        return []


class ActionShowCreditUtilisation(Step):
    """How much of the card limits is in use, and what would bring it down to the benchmark."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        found = payments_of(conversation, voice)
        if found is None:
            return []
        if not found.cards:
            voice.response("utter_no_cards")
            return []
        balance = round(sum(card.balance for card in found.cards), 2)
        limit = sum(card.limit for card in found.cards)
        used = balance / limit if limit else 0.0
        facts = [
            Fact("utilisation", percent_text(used, 0), "percent"),
            Fact("balance", money(balance), "money"),
            Fact("credit_limit", money(limit), "money"),
            Fact("benchmark", percent_text(BENCHMARK, 0), "percent"),
        ]
        if used > BENCHMARK:
            facts.append(Fact("pay_down", money(round(balance - BENCHMARK * limit, 2)), "money"))
        written = write(Brief("utilisation", tuple(facts), conversation.tone))
        cards = [{"name": card.name, "balance": card.balance, "limit": card.limit} for card in found.cards]
        voice.text(
            written.text,
            spoken_text=written.spoken_text,
            image=picture(conversation, "credit_utilisation", payloads.credit_utilisation(cards, settings.currency)),
            data={"utilisation": round(used, 4), "balance": balance, "limit": limit, "cards": cards,
                  "written_by": written.written_by},
        )  # fmt: skip
        return []


def payments_of(conversation: Conversation, voice: Voice) -> History | None:
    """The customer's payments; None, and a sentence said, for guests and for those who do not want them looked at."""
    if conversation.payments is None:
        voice.response("utter_no_account" if conversation.is_guest else "utter_consent_needed_transactions")
    return conversation.payments
