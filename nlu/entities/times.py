"""Durations in months, and dates: "a year and a half", "by Christmas 2029", "December 20, 29", "before I'm forty"."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, TH, relativedelta

from nlu.entities.ages import find_ages, find_years_to_grow
from nlu.entities.numbers import Reading
from nlu.entities.spans import Entity

_DAYS_A_MONTH = 30.436875  # the mean month of the Gregorian calendar
_UNITS = {
    "year": (12.0, r"years?|yrs?|yr's|year's|years'|yeers?|yaers?|y"),
    "month": (1.0, r"months?|mths?|mnths?|month's|months'|mos?|moths|monhts?"),
    "week": (7 / _DAYS_A_MONTH, r"weeks?|wks?|week's|weeks'"),
    "day": (1 / _DAYS_A_MONTH, r"days?"),
    "decade": (120.0, r"decades?"),
    "quarter": (3.0, r"quarters?"),
    "fortnight": (14 / _DAYS_A_MONTH, r"fortnights?"),
}
_UNIT = "(?:" + "|".join(pattern for _, pattern in _UNITS.values()) + ")"
_N1 = r"<(?P<n>[\d.e+]+)\|(?P<f>[a-z]*)>"
_N2 = r"<(?P<n2>[\d.e+]+)\|(?P<f2>[a-z]*)>"
_END = r"(?![a-z])"
_DURATION = re.compile(
    rf"{_N1}(?:\s?(?:-|to|or|/|(?<=between <\d\|> )and|(?<=between <\d\|w> )and|(?<=between <\d\d\|> )and|(?<=between <\d\d\|w> )and)\s?{_N2})?(?:\+|\splus|\sor so|\sor more)?[\s-]*(?:and a bit |more |full |whole |solid )?(?P<u>{_UNIT}){_END}"
    rf"(?P<half>\s(?:and )?a half)?"
    rf"(?:(?:,|\sand|,\sand)?\s?<(?P<n3>[\d.e+]+)\|[a-z]*>[\s-]?(?P<u3>months?|mths?|mos?|m|weeks?|wks?){_END})?"
    rf"(?:,?\s(?:not|and not|instead of|rather than)\s<[\d.e+]+\|[a-z]*>(?!\s?(?:{_UNIT}|%|[a-z])))?"
)
_RATHER_THAN = re.compile(rf"{_N1} (?:instead of|rather than|and not|not) {_N2}\s(?P<u>{_UNIT}){_END}")
_ONE = re.compile(
    rf"(?<![a-z])(?:(?P<a>an?|one|another|1|next|the|within the next)\s)?(?P<share>half (?:a |an )?|quarter of a |(?:three|<3\|w>) quarters of a )?"
    rf"(?P<u>year|month|week|decade|fortnight|quarter)(?:'?s)?{_END}(?:'s)?(?:\s+(?P<plus>(?:and|n|&) a half|and a quarter|or <2\|w>|or so|and a bit))?"
    rf"(?:(?:,|\sand)?\s<(?P<n3>[\d.e+]+)\|[a-z]*>[\s-]?(?P<u3>months?|mths?){_END})?"
)
_AFTER_DURATION = re.compile(
    r"^(?:'s?)?(?: time)?(?: from (?:now|today))?\s?(?P<rel>later|longer|more|sooner|earlier|shorter|less|extra|on top)?\b"
)
_IS_LENGTH_AFTER = re.compile(r"^(?:'s?)?\s(?:later|longer|sooner|earlier|shorter|from (?:now|today))\b")
_AGO = re.compile(r"^(?:s|'s)?\s(?:ago|old\b|of age|of experience|back|in a row)")
_FIXED_RATE = re.compile(r"^[\s-](?:fixed|mortgage|loan|bond|treasury|isa|deposit|term|average|return)")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb febuary feburary", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep septmber", "october oct", "november nov novmber", "december dec decmber",
        ), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<m>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"<(?P<y>(?:19|20)\d\d)\|y?w?>"
_SHORT_YEAR = r"'<(?P<ys>\d\d)\|[a-z]*>"
_LOOSE_YEAR = r"'?<(?P<ys>[2-5]\d)\|[a-z]*>(?!\s?(?:%|k\b|per|people|days?|weeks?|months?|years?|dollars?|bucks|pounds?|quid|euros?|a (?:month|week|year|day)))"  # "spring 29"
_PRE = (
    r"(?P<pre>(?:by|before|until|till|til|in|for|around|about|come|on|due|from|at|this|next|coming|early|late|mid|end of"
    r"|start of|beginning of|middle of|the)[\s-]+)*"
)
_HOLIDAYS = (
    r"(?P<h>christmas(?: day| eve)?|xmas|chrismas|new year'?s?(?: day| eve)?|thanksgiving|easter|halloween|valentine'?s(?: day)?"
    r"|(?:the )?(?:fourth|4th|<4\|o>) of july|independence day|labor day|labour day|memorial day|black friday|boxing day)"
)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SEASON = r"(?P<s>spring|summer|autumn|fall|winter)"
_EDGE = r"(?P<edge>(?:the )?(?:very )?(?:start|beginning|middle|back end|end|early|late|mid)(?: of)?(?: the)?[\s-]+(?:of )?|eoy )"


def find_durations(reading: Reading) -> Iterator[Entity]:
    """Lengths of time as `{"months": 18, "relation": None}`; relation later or sooner when it is a change.

    Weeks and days become parts of a month (one decimal). A range carries its lower end as `min_months`.
    """
    yield from find_years_to_grow(reading)
    yield from sorted(_durations(reading), key=lambda found: found.start - found.end)  # the longest reading wins


def _durations(reading: Reading) -> Iterator[Entity]:
    text = reading.text
    for match in _RATHER_THAN.finditer(text):
        yield _duration(reading, match, _months(float(match["n"]), match["u"]), None)
    for match in _DURATION.finditer(text):
        if _is_ruled_out(text, match):
            continue
        months = _months(float(match["n2"] or match["n"]), match["u"]) + (
            _months(0.5, match["u"]) if match["half"] else 0
        )
        if match["n3"]:
            months += _months(float(match["n3"]), match["u3"])
        low = _months(float(match["n"]), match["u"]) if match["n2"] else None
        yield _duration(reading, match, months, low)
    for match in _ONE.finditer(text):
        if not match["a"] and not match["share"] and not _adds_a_part(match["plus"]):
            continue
        if match["a"] in ("the", "next", "within the next") and match["plus"] not in (
            "and a half",
            "or <2|w>",
            "or so",
        ):
            continue
        if _is_ruled_out(text, match) or _is_period(text, match):
            continue
        share = {"half": 0.5, "quar": 0.25, "thre": 0.75, "<3|w": 0.75}.get((match["share"] or "")[:4], 1.0)
        months = _months(share, match["u"])
        low = None
        if _adds_a_part(match["plus"]) and "half" in match["plus"]:
            months += _months(0.5, match["u"])
        elif match["plus"] == "and a quarter":
            months += _months(0.25, match["u"])
        elif match["plus"] == "or <2|w>":
            low, months = months, months * 2
        if match["n3"]:
            months += _months(float(match["n3"]), match["u3"])
        yield _duration(reading, match, months, low)


def _adds_a_part(plus: str | None) -> bool:
    return bool(plus) and plus.endswith((" a half", " a quarter"))


def _months(count: float, unit: str) -> float:
    unit = "mo" if unit == "m" else unit  # "2y 6m"; alone, an m is a million
    return count * next(months for months, pattern in _UNITS.values() if re.fullmatch(pattern, unit))


def _whole(months: float) -> float | int:
    rounded = round(months, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _duration(reading: Reading, match: re.Match[str], months: float, low: float | None) -> Entity:
    after = _AFTER_DURATION.match(reading.text[match.end() :])
    said = (after["rel"] if after else None) or ""
    if not said and match.groupdict().get("a") == "another":
        said = "longer"
    if not said and re.search(
        r"\b(?:extra|another|more|extend(?: it)?(?: by)?|push (?:it )?(?:back|out)(?: by)?|delay(?: it)?(?: by)?)\s$",
        reading.text[: match.start()],
    ):
        said = "longer"
    if said:
        said = "later" if said in ("later", "longer", "more", "extra", "on top") else "sooner"
    value: dict[str, object] = {"months": _whole(months), "relation": said or None}
    if low is not None:
        value["min_months"] = _whole(low)
    return Entity("duration", *reading.span(match.start(), match.end()), value)


def _is_ruled_out(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() :]
    is_ordinal = "o" in (match.groupdict().get("f") or "")  # "the first week of May"
    if is_ordinal or text[: match.start()].endswith("every "):
        return True
    return bool(_AGO.match(after) or _FIXED_RATE.match(after) or re.match(r"^(?:-| )old\b", after))


def _is_period(text: str, match: re.Match[str]) -> bool:
    """ "300 a month", "twice a year": how often, not how long."""
    if match["plus"] or match["share"]:
        return False
    if _IS_LENGTH_AFTER.match(text[match.end() :]):  # "could I have it a year sooner"
        return False
    before = text[: match.start()]
    return match["a"] in ("a", "an", "one", None) and bool(
        re.search(
            r"(?:>|\b(?:dollars?|bucks|pounds?|quid|euros?|fivers?|tenners?|more|extra|less|once|twice|times|much|cents?|pence|interest|it|%|per ?cent|percent|pct|pc|apr|points?))\s*$",
            before,
        )
        and not re.search(r"\b(?:in|within|over|for|about|after|like) $", before)
    )


def find_dates(reading: Reading, today: date) -> Iterator[Entity]:
    """Days to be ready by, as `{"date": "2029-12-25", "grain": "day", "months": 37}`; the first day of a month,
    season or year when no day is said, and months from today rounded to whole ones, at least 0. Ages to be ready by too.
    """
    yield from find_ages(reading)
    for finder in (_numeric, _named_days, _months_and_years, _parts_of_years, _relative, _years):
        yield from finder(reading, today)


def _date(reading: Reading, match: re.Match[str], day: date, grain: str, today: date) -> Entity:
    months = max(0, round((day - today).days / _DAYS_A_MONTH))
    return Entity(
        "date", *reading.span(match.start(), match.end()), {"date": day.isoformat(), "grain": grain, "months": months}
    )


_ISO = re.compile(r"<(?P<y>20\d\d)\|>[-/]<(?P<m>\d{1,2})\|>(?:[-/]<(?P<d>\d{1,2})\|>)?")
_SLASHED = re.compile(r"<(?P<a>\d{1,2})\|>[/.]<(?P<b>\d{1,2})\|>[/.]<(?P<y>(?:20)?\d\d)\|>")
_MONTH_SLASH_YEAR = re.compile(r"<(?P<m>\d{1,2})\|>[/-]<(?P<y>20\d\d)\|>")


def _numeric(reading: Reading, today: date) -> Iterator[Entity]:
    for match in _ISO.finditer(reading.text):
        if (day := _real_day(int(match["y"]), int(match["m"]), int(match["d"] or 1))) is not None:
            yield _date(reading, match, day, "day" if match["d"] else "month", today)
    for match in _SLASHED.finditer(reading.text):
        year, first, second = int(match["y"]) % 2000 + 2000, int(match["a"]), int(match["b"])
        day = _real_day(year, first, second) or _real_day(year, second, first)  # American order unless impossible
        if day:
            yield _date(reading, match, day, "day", today)
    for match in _MONTH_SLASH_YEAR.finditer(reading.text):
        if (day := _real_day(int(match["y"]), int(match["m"]), 1)) is not None:
            yield _date(reading, match, day, "month", today)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_HOLIDAY = re.compile(
    rf"\b(?P<which>next |this |the following )?{_HOLIDAYS}(?: time)?(?P<after> after next)?(?:[\s,]+(?:in |of )?(?:{_YEAR}|{_LOOSE_YEAR}|(?P<rel>next year|this year|the year after next)))?"
)


def _named_days(reading: Reading, today: date) -> Iterator[Entity]:
    for match in _HOLIDAY.finditer(reading.text):
        year = _said_year(match, today)
        name = match["h"]
        day = _holiday(name, year or today.year)
        if year is None and day <= today:
            day = _holiday(name, today.year + 1)
        if match["after"]:
            day = _holiday(name, day.year + 1)
        if year is None and match["which"] == "next " and day.year == today.year and (day - today).days < 60:
            day = _holiday(name, today.year + 1)
        yield _date(reading, match, day, "day", today)


def _said_year(match: re.Match[str], today: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return int(match["y"])
    if groups.get("ys"):
        return 2000 + int(match["ys"])
    if groups.get("rel"):
        return today.year + {"next year": 1, "this year": 0}.get(match["rel"], 2)
    return None


def _holiday(name: str, year: int) -> date:
    if name.startswith(("christmas eve",)):
        return date(year, 12, 24)
    if name.startswith(("christmas", "xmas", "chrismas")):
        return date(year, 12, 25)
    if name.startswith("new year"):
        return date(year, 12, 31) if "eve" in name else date(year, 1, 1)
    if name.startswith("thanksgiving"):
        return date(year, 11, 1) + relativedelta(weekday=TH(4))
    if name.startswith("black"):
        return date(year, 11, 1) + relativedelta(weekday=TH(4)) + timedelta(days=1)
    if name.startswith("easter"):
        return easter(year)
    if name.startswith("halloween"):
        return date(year, 10, 31)
    if name.startswith("valentine"):
        return date(year, 2, 14)
    if name.startswith("labo"):
        return date(year, 9, 1) + relativedelta(weekday=MO(1))
    if name.startswith("memorial"):
        return date(year, 5, 31) + relativedelta(weekday=MO(-1))
    if name.startswith("boxing"):
        return date(year, 12, 26)
    return date(year, 7, 4)


_DAY = r"<(?P<d>\d{1,2})\|[ow]*>"
_FULL_DATES = [
    # Whisper splits a spoken year: "December 20, 29" is December 2029. A real day is written with its ordinal or year.
    re.compile(
        rf"\b{_MONTH}\s?(?:of |in )?(?P<split><20\|[a-z]*>),?[\s-]*<(?P<ys>[2-9]\d)\|[a-z]*>(?!\s?(?:%|percent|k))"
    ),
    re.compile(
        rf"\b{_MONTH}\s(?:the )?{_DAY}(?:,|\sof|\sin)?\s+(?:{_YEAR}|{_SHORT_YEAR}|(?P<rel>next year|this year|the year after next))"
    ),
    re.compile(
        rf"(?<![a-z])(?:the )?{_DAY}\s(?:of )?{_MONTH}(?:,|\sof|\sin)?\s*(?:{_YEAR}|{_SHORT_YEAR}|(?P<rel>next year|this year|the year after next))"
    ),
    re.compile(
        rf"\b{_MONTH}(?:,| of| in)?\s*(?:{_YEAR}|{_SHORT_YEAR}|(?P<rel>next year|this year|the year after next))"
    ),
    re.compile(rf"(?<![a-z])(?:the )?{_DAY}\s(?:of )?{_MONTH}"),
    re.compile(rf"\b{_MONTH}\s(?:the )?{_DAY}(?![\d,]*(?:%|k))"),
]
_MONTH_ALONE = re.compile(
    rf"\b(?P<lead>by|before|until|till|til|in|for|around|about|come|this|next|coming|end of|start of|beginning of|from|of|early|late|mid)[\s-]+(?P<the>the end of |the start of |next |this |early |late |mid-?)?{_MONTH}"
)
# A month that is the whole answer, or the beginning of one: "march maybe", "june, july at the latest".
_MONTH_FIRST = re.compile(
    rf"^\W*(?:(?:around|maybe|say|probably|like|i think|or|{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[,\s]+)*{_MONTH}"
    r"(?=\W*$|,?\s(?:maybe|probably|perhaps|i think|at the latest|latest|or|sometime|ideally|please|would))"
)
_APR_NOT_APRIL = re.compile(
    r"(?:\b(?:the|an?|rate|of|what's|is|my|your|low|high|interest|lower|card|fixed|variable|representative)\s$|%\s?$|per ?cent\s$)"
)


def _months_and_years(reading: Reading, today: date) -> Iterator[Entity]:
    text = reading.text
    for index, pattern in enumerate(_FULL_DATES):
        for match in pattern.finditer(text):
            month = _MONTHS[match["m"]]
            day_said = match.groupdict().get("d")
            year = 2000 + int(match["ys"]) if index == 0 else _said_year(match, today)
            if day_said and not 1 <= int(day_said) <= 31:
                continue
            if match["m"] in ("may", "march", "mar") and not (year or day_said):
                continue
            if year is None:
                day = _next_time(today, month, int(day_said or 1))
            else:
                day = _real_day(year, month, min(int(day_said or 1), monthrange(year, month)[1]))
            if day and not day_said and text[: match.start()].endswith("end of "):
                yield _date(reading, match, day + relativedelta(day=31), "day", today)
            elif day:
                yield _date(reading, match, day, "day" if day_said else "month", today)
    if (match := _MONTH_FIRST.match(text)) and (day := _next_time(today, _MONTHS[match["m"]], 1)):
        yield _date(reading, match, day, "month", today)
    for match in _MONTH_ALONE.finditer(text):
        if match["m"] in ("may", "march", "mar", "dec", "sep") and match["lead"] in ("for", "of", "about", "come"):
            continue
        if match["m"] == "april" and (
            _APR_NOT_APRIL.search(text[: match.start("m")])
            and not re.search(r"\b(?:by|before|until|next|this|in|end of|start of)\s$", text[: match.start("m")])
        ):
            continue
        if re.match(r"\s?(?:of\s)?(?:<|'<)", text[match.end() :]):
            continue
        month = _MONTHS[match["m"]]
        day = _next_time(today, month, 1)
        if (match["lead"] == "next" or (match["the"] or "").startswith("next")) and (day - today).days < 60:
            day = day.replace(year=day.year + 1)
        end = "end of" in (match["lead"] + " " + (match["the"] or ""))
        if end:
            day = day.replace(day=monthrange(day.year, day.month)[1])
        yield _date(reading, match, day, "day" if end else "month", today)


def _next_time(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        found = _real_day(year, month, min(day, monthrange(year, month)[1]))
        if found and found > today:
            return found
    return None


_SEASON_DATE = re.compile(
    rf"\b(?P<which>(?:by |before |in |until |for |this |next |the |coming |following )+)?{_SEASON}(?: semester| term| quarter| break| holidays?| vacation)?(?P<after> after next)?(?:[\s,]+(?:of |in )?(?:{_YEAR}|{_LOOSE_YEAR}|(?P<rel>next year|this year|the year after next)))?"
)
_END_OF = re.compile(
    rf"\b{_EDGE}(?:(?:of )?(?:{_YEAR}|(?P<rel>next year|this year|(?:the|my) year|year|(?:the |this )?(?:next )?decade|next month|this month|the month|month)))(?![a-z])"
)
_RELATIVE = re.compile(
    r"\b(?P<r>the year after next|year after next|this time next year|by next year|next year|next month|this year|eoy|year[- ]end|years end|year's end|tomorrow|end of the decade|turn of the decade)\b"
)
_EDGE_MONTH = {"start": 1, "beginning": 1, "early": 1, "middle": 7, "mid": 7, "late": 10, "back end": 10}


def _relative(reading: Reading, today: date) -> Iterator[Entity]:
    text = reading.text
    for match in _SEASON_DATE.finditer(text):
        which = match["which"] or ""
        year = _said_year(match, today)
        # "fall" and "spring" are verbs too: alone they are a season only with "next", "this" or "by".
        if (
            year is None
            and not match["after"]
            and not re.search(r"\b(?:next|this|by|before|coming|in|until|following|for the)\b", which)
        ):
            continue
        month = _SEASONS[match["s"]]
        if year is None:
            day = _next_time(today, month, 1)
            if (
                match["after"]
                and day
                or "next" in which
                and day
                and (day.year == today.year or (day - today).days < 60)
            ):
                day = day.replace(year=day.year + 1)
        else:
            day = date(year, month, 1)
        if day:
            yield _date(reading, match, day, "season", today)
    for match in _END_OF.finditer(text):
        edge = next(
            word
            for word in ("back end", "eoy", "start", "beginning", "early", "middle", "mid", "late", "end")
            if word in match["edge"]
        )
        rel = match["rel"] or ""
        if "decade" in rel:
            decade = today.year // 10 * 10 + (10 if "next" in rel else 0)
            years = {"start": 0, "beginning": 0, "early": 0, "middle": 4, "mid": 4}.get(edge)
            day = date(decade + 9, 12, 31) if years is None else date(decade + years, 1, 1)
            yield _date(reading, match, day, "day", today)
        elif "month" in rel:
            first = today.replace(day=1) + relativedelta(months=1 if "next" in rel else 0)
            day = first if edge in ("start", "beginning", "early") else first + relativedelta(day=31)
            yield _date(reading, match, day, "day", today)
        else:
            year = int(match["y"]) if match["y"] else today.year + (1 if "next" in rel else 0)
            if edge in ("end", "eoy"):
                yield _date(reading, match, date(year, 12, 31), "day", today)
            else:
                yield _date(reading, match, date(year, _EDGE_MONTH[edge], 1), "month", today)
    for match in _RELATIVE.finditer(text):
        said = match["r"]
        if said == "this time next year":
            yield Entity("duration", *reading.span(match.start(), match.end()), {"months": 12, "relation": None})
        elif "after next" in said:
            yield _date(reading, match, date(today.year + 2, 1, 1), "year", today)
        elif said.endswith("next year"):
            yield _date(reading, match, date(today.year + 1, 1, 1), "year", today)
        elif said == "next month":
            yield _date(reading, match, today.replace(day=1) + relativedelta(months=1), "month", today)
        elif said == "tomorrow":
            yield _date(reading, match, today + timedelta(days=1), "day", today)
        elif "decade" in said:
            yield _date(reading, match, date(today.year // 10 * 10 + 9, 12, 31), "day", today)
        elif said == "this year":
            if re.search(r"\b(?:by|before|in|until|for|end of)\s$", text[: match.start()]):
                yield _date(reading, match, date(today.year, 12, 31), "day", today)
        else:
            yield _date(reading, match, date(today.year, 12, 31), "day", today)


_BARE_YEAR = re.compile(
    r"(?P<q>q<(?P<quarter>[1-4])\|>\s)?<(?P<y>20[2-9]\d)\|y?w?>(?!\s?(?:%|dollars?|bucks|pounds?|quid|euros?|a month|per|each|in savings|saved|more))"
)
_SHORT_YEARS = re.compile(rf"\b(?:by|in|before|until|till|of)\s{_SHORT_YEAR}")
_PART_OF_YEAR = re.compile(
    rf"(?:\b(?:q(?P<q>[1-4])|h(?P<h>[12]))(?:,? of|,)?\s|<(?P<nth>[1-4])\|\w*o\w*> (?P<part>quarter|half) of )(?:{_YEAR}|{_SHORT_YEAR}|(?P<rel>next year|this year))"
)
_PART_ALONE = re.compile(
    r"\b(?:by|before|in|until|till|end of|start of|during|for|around)\s(?:q(?P<q>[1-4])|h(?P<h>[12]))\b(?!\s?<)"
)
_SPLIT_YEAR = re.compile(
    r"\b(?:by|in|before|until|till|of|for|around)\s(?P<split><20\|[a-z]*>),?[\s-]+<(?P<ys>[2-9]\d)\|[a-z]*>(?![\s-]?(?:%|dollars?|years?|months?|k))"
)


def _parts_of_years(reading: Reading, today: date) -> Iterator[Entity]:
    for match in _PART_OF_YEAR.finditer(reading.text):
        year = _said_year(match, today)
        months = 6 if match["h"] or match["part"] == "half" else 3
        nth = int(match["q"] or match["h"] or match["nth"])
        if nth * months <= 12:
            yield _date(reading, match, date(year, (nth - 1) * months + 1, 1), "quarter", today)
    for match in _PART_ALONE.finditer(reading.text):
        first = (int(match["q"]) - 1) * 3 + 1 if match["q"] else (int(match["h"]) - 1) * 6 + 1
        yield _date(reading, match, _next_time(today, first, 1), "quarter", today)


def _years(reading: Reading, today: date) -> Iterator[Entity]:
    for match in _SHORT_YEARS.finditer(reading.text):
        yield _date(reading, match, date(2000 + int(match["ys"]), 1, 1), "year", today)
    for match in _BARE_YEAR.finditer(reading.text):
        if reading.text[: match.start()].endswith(("$", "£", "€")):
            continue
        yield _date(reading, match, date(int(match["y"]), 1, 1), "year", today)
    for match in _SPLIT_YEAR.finditer(reading.text):
        yield _date(reading, match, date(2000 + int(match["ys"]), 1, 1), "year", today)
