"""What every finder returns: a stretch of the message and the value that was meant by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entity:
    """`text[start:end]` means `value`; `kind` is the entity's name in the domain."""

    kind: str
    start: int
    end: int
    value: Any


def without_overlaps(entities: Iterable[Entity]) -> list[Entity]:
    """Earlier entities of the input win over later ones that touch the same characters; sorted by position."""
    kept: list[Entity] = []
    for entity in entities:
        if all(entity.end <= other.start or other.end <= entity.start for other in kept):
            kept.append(entity)
    return sorted(kept, key=lambda entity: entity.start)
