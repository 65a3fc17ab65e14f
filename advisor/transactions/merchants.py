"""Which category a merchant belongs to."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import yaml

from advisor.catalogue import DATA


@dataclass(frozen=True)
class Category:
    """A way money is spent."""

    name: str
    merchants: tuple[str, ...]
    looks_like: re.Pattern[str] | None


@functools.cache
def categories() -> dict[str, Category]:
    """Every category of data/merchants.yml by name, in its order."""
    written = yaml.safe_load((DATA / "merchants.yml").read_text(encoding="utf-8"))
    return {
        name: Category(
            name,
            tuple(entry["merchants"]),
            re.compile(rf"\b({'|'.join(map(re.escape, entry['looks_like']))})s?\b", re.IGNORECASE)
            if entry["looks_like"]
            else None,
        )
        for name, entry in written.items()
    }


@functools.lru_cache(maxsize=4096)
def category_of(merchant: str) -> str:
    """The category of a merchant by its name; "other" if nothing tells."""
    known = merchant.strip().casefold()
    for category in categories().values():
        if any(known.startswith(name.casefold()) for name in category.merchants):
            return category.name
    for category in categories().values():
        if category.looks_like and category.looks_like.search(merchant):
            return category.name
    return "other"
