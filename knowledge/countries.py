"""Which country a question or a sentence is about: what money may do differs between the two that the articles know."""

import re
from typing import Literal

from settings import settings

Country = Literal["US", "UK"]

# What an article's sentence names; capitals matter ("us").
_SAYS: dict[Country, re.Pattern[str]] = {
    "US": re.compile(
        r"\$|\b(US|FDIC|NCUA|SIPC|IRS|CFPB|FTC|HUD|FHA|IRAs?|Roth|401\(k\)|Medicare|Medicaid|Social Security|states?)\b"
    ),
    "UK": re.compile(
        r"£|\b(UK|Britain|British|England|Scotland|Wales|Northern Ireland|GOV\.UK|HMRC|FSCS|FCA|NHS|ISAs?|MoneyHelper"
        r"|StepChange|Universal Credit|Bank of England)\b"
    ),
}
# What gives a customer away: institutions and products, words, places.
_ASKS: dict[Country, re.Pattern[str]] = {
    "US": re.compile(
        r"\$|\b(?-i:US)\b|\b(usa|americans?|dollars?|bucks|mom|401 ?k|iras?|roth|irs|fdic|social security|medicare"
        r"|medicaid|hsa|529|fico|credit unions?|zelle|venmo|cds?|checking|w-?2|w-?4|1099|chapter (7|13)|fha|va loans?"
        r"|heloc|hoa|cfpb|llc|fafsa|pell|garnish(ed|ment|ing)?|chexsystems|routing number|paychecks?|ssi|ssdi"
        r"|federal|uncle sam|the states|california|texas|florida|new york|ohio|illinois|michigan|arizona|boston"
        r"|chicago|seattle|denver|phoenix|atlanta|houston|dallas|philadelphia)\b",
        re.IGNORECASE,
    ),
    "UK": re.compile(
        r"£|\b(uk|brit(ain|ish|s)|england|english|scotland|scottish|wales|welsh|northern ireland|pounds|quid|pence|mum"
        r"|nan|isas?|lisa|sipp|hmrc|nhs|council|stamp duty|universal credit|national insurance|premium bonds?"
        r"|solicitors?|p45|p60|payslips?|bailiffs?|ccjs?|fscs|fca|vat|paye|sharesave|building society|cheques?"
        r"|current account|direct debits?|standing orders?|state pension|pension credit|child benefit|help to buy"
        r"|breathing space|ombudsman|dro|iva|section 75|leasehold|uni|tenner|fiver|skint|telly|leccy"
        r"|london|leeds|manchester|glasgow|edinburgh|birmingham|bristol|cardiff|belfast|liverpool|sheffield|hull)\b",
        re.IGNORECASE,
    ),
}


def named_in(sentence: str) -> Country | None:
    """The country that a sentence of an article is about; None for none, or for both."""
    return _only(sentence, _SAYS)


def asked_from(question: str) -> Country | None:
    """Where the customer asks from, as far as words or else the bank's currency tell."""
    return _only(question, _ASKS) or ("UK" if settings.currency == "GBP" else None)


def _only(text: str, signs: dict[Country, re.Pattern[str]]) -> Country | None:
    found = [country for country, sign in signs.items() if sign.search(text)]
    return found[0] if len(found) == 1 else None
