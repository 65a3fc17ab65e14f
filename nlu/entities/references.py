"""Figures that name something and count nothing: telephone and account numbers, addresses, clock times, 401k."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re

_SPOKEN_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"

NAMES_ONLY = re.compile(
    "|".join(
        (
            # plans, rules, forms and indices
            r"\b(?:401\s?\(?k\)?|403\s?\(?b\)?|457\s?\(?b\)?|529(?=\s*(?:plan|account|college|s\b))|50[/, -]+30[/, -]+20"
            r"|24/7|1099s?|w-?[24]|365(?=\s+days a)|s ?& ?p\s?500|s and p 500|fortune 500|covid[- ]19)",
            # what is on a list
            r"\b(?:number|option|step|question|goal|plan) #?\d{1,2}\b(?! *(?:k|grand|hundred|thousand|million))",
            r"\b\d+(?:st|nd|rd|th) (?:one|option|goal|plan|time)",
            # clock times
            r"\b\d{1,2}:\d{2}(?:\s?[ap]m)?",
            r"(?<![$£€\d.,])\b(?:1[0-2]|[1-9])(?:[:.]\d\d)?\s?[ap]\.?m\b(?!\w)",
            rf"\b(?:half|quarter|ten|five|twenty) past {_SPOKEN_HOUR}\b|\b{_SPOKEN_HOUR} o'? ?clock\b",
            # telephone numbers
            r"(?:\+|(?<!\d)\(|(?<![\d.,/-])0(?=\d)(?!\d[/-](?:\d\d[/-])?20\d\d))\d[\d -]{5,}\d(?!\d)",
            r"\(\d{3}\) ?\d{3}[- ]\d{4}|\b(?:\d{3}[-.])?\d{3}[-.]\d{4}\b",
            # account, card and customer numbers, and codes
            r"\b(?:(?:account|customer|card|order|policy|invoice|phone|mobile|member(?:ship)?|case|ticket|passport|sort|routing|ref(?:erence)?|zip)"
            r"[ -]?(?:number|no\.?|code|id|nr\.?)|ref(?:erence)?|pin|post ?code|zip)(?:'s| is|:| ending(?: in| with)?| starting(?: with)?)?"
            r" #?(?:(?!and|for|to|at|in|on|or|of|by|was|an?\b)[a-z]{1,3}[ -]?)?\d[\d/ -]{2,}(?<=\d)(?!\s?(?:k|grand|[.,]\d))",
            r"\bending(?: in| with)? \d{4}\b",
            # addresses
            r"\b(?:room|flat|apartment|apt|unit|suite) #?\d{1,3}[a-z]?\b(?!\s?(?:k|grand|hundred|thousand|,\d))",
            r"\b\d{1,4}[a-z]? (?!a |for |to |on |in |per |each |of |by |from )(?:[a-z]+ ){1,2}"
            r"(?:street|road|avenue|lane|crescent|boulevard)\b",
            r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b",
        )
    )
)
