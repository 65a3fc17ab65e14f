"""Stories as testers write them in tests/stories/*.yml: who speaks, what they say, and what must come of it."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml


class StoryError(ValueError):
    """A story that cannot be read; the message says which, and what is allowed there."""


@dataclass(frozen=True)
class Turn:
    """One message and what is expected of the replies to it. What is left out is not checked."""

    say: str = ""  # typed
    speak: str = ""  # spoken: made to sound, heard, and what was heard is said
    press: str = ""  # the title of a button of the turn before
    does: tuple[str, ...] | None = None  # actions in order, without listening and slot reading
    asks: str | None = None  # the slot that the form asks for afterwards; "nothing" if no form is open
    says: tuple[str, ...] = ()  # each in some reply
    never: tuple[str, ...] = ()  # in no reply
    plan: dict[str, Any] | None = None  # arguments of a plan: its figures must be in `data` and in the text
    figures: dict[str, Any] = field(default_factory=dict)  # keys of `data`, and their values
    data: tuple[str, ...] = ()  # keys that `data` has, dots for those inside
    image: bool | None = None  # whether a picture comes with it
    sources: bool | None = None  # whether sources come with it
    buttons: tuple[str, ...] = ()  # titles that are offered
    within_ms: int | None = None  # until the last reply is there
    restart: str = ""  # before saying it: "bot" or "actions" is ended and started anew, "actions down" stays down

    @property
    def text(self) -> str:
        """What was said, however it was said."""
        return self.say or self.speak or f"[{self.press}]"


@dataclass(frozen=True)
class Story:
    """One conversation."""

    group: str
    name: str
    who: str  # a customer's number, or guest
    turns: tuple[Turn, ...]
    file: str

    @property
    def spoken(self) -> bool:
        """Whether any of it is spoken."""
        return any(turn.speak for turn in self.turns)

    @property
    def restarts(self) -> bool:
        """Whether a process is ended in the middle of it."""
        return any(turn.restart for turn in self.turns)


_LISTS = {"does", "says", "never", "data", "buttons"}


def _turn(written: dict[str, Any], where: str) -> Turn:
    known = {f.name for f in fields(Turn)}
    unknown = set(written) - known
    if unknown:
        raise StoryError(f"{where}: unknown {', '.join(sorted(unknown))}; a turn has {', '.join(sorted(known))}")
    if sum(bool(written.get(way)) for way in ("say", "speak", "press")) != 1:
        raise StoryError(f"{where}: a turn has one of say, speak and press")
    unquoted = [way for way in ("say", "speak", "press") if way in written and not isinstance(written[way], str)]
    if unquoted:
        raise StoryError(f"{where}: {unquoted[0]}: {written[unquoted[0]]!r} is no text; put it in quotes")
    values = dict(written)
    for name in _LISTS & set(values):
        value = values[name]
        values[name] = (value,) if isinstance(value, str) else tuple(value)
    return Turn(**values)


def read(path: Path) -> list[Story]:
    """The stories of one file. Raises StoryError naming the story and what is wrong with it."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise StoryError(f"{path.name} is no YAML: {error}") from None
    if not isinstance(written, dict) or set(written) != {"group", "stories"}:
        raise StoryError(f"{path.name}: a file has a group and stories")
    stories = []
    for story in written["stories"]:
        where = f"{path.name}: {story.get('story', '(a story without a name)')}"
        if not set(story) <= {"story", "who", "turns"} or "story" not in story or not story.get("turns"):
            raise StoryError(f"{where}: a story has story, who and turns")
        turns = tuple(_turn(turn, where) for turn in story["turns"])
        stories.append(Story(written["group"], story["story"], str(story.get("who", "guest")), turns, path.name))
    return stories


def load(folder: Path, pattern: str = "") -> list[Story]:
    """All stories whose file, group or name holds `pattern` (shell wildcards allowed), in the order of the files.

    Raises StoryError; two stories of one name are an error too.
    """
    stories = [story for path in sorted(folder.glob("*.yml")) for story in read(path)]
    names = [story.name for story in stories]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise StoryError(f"these names are used twice: {', '.join(twice)}")
    wanted = f"*{pattern.lower()}*"
    return [s for s in stories if any(fnmatch.fnmatch(t.lower(), wanted) for t in (s.file, s.group, s.name))]
