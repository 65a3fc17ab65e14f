"""Work that Rasa 3.6.21 does on every turn and that nothing here needs.

Each change says what it saves, measured with `python -m bench.conversation`. None changes what is predicted or said.
"""

from __future__ import annotations

import copy
import functools
import gc
from collections import deque
from collections.abc import Callable
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT


def apply() -> None:
    """Make the changes; once a process, before the model is loaded."""
    DaskGraphRunner.run = _run_directly
    RemoteAction._validate_action_result = _check_shape
    RulePolicy._find_action_from_rules = _look_at_text_only_if_rules_do(RulePolicy._find_action_from_rules)
    DialogueStateTracker.copy = copied
    Slot.__copy__ = _copied_slot
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=None)(Event.resolve_by_type))


def keep_what_is_loaded() -> None:
    """Take what is in memory now, model and libraries, out of every later search for garbage; none of it ever is."""
    gc.collect()
    gc.freeze()


def _run_directly(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Each component that the targets need, once and in this thread.

    Dask plans the same few calls anew for every message and for each of its predictions.
    """
    done = {name: (name, value) for name, value in (inputs or {}).items()}

    def result(name: str) -> tuple[str, Any]:
        if name not in done:
            done[name] = self._instantiated_nodes[name](*map(result, self._graph_schema.nodes[name].needs.values()))
        return done[name]

    return dict(map(result, targets or self._graph_schema.target_names))


def _look_at_text_only_if_rules_do(find: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out the search for rules about the words of a message, where no rule names any.

    Rasa makes every prediction twice, by text and by intent: 1.5 CPU-ms a message for the first, which never finds one.
    """

    def find_action(self: RulePolicy, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input and not any(f'"{TEXT}"' in rule for rule in self.lookup.get(RULES, ())):
            return None, None, False
        return find(self, tracker, domain, use_text_for_last_user_input)

    return find_action


def copied(self: DialogueStateTracker) -> DialogueStateTracker:
    """The conversation as it is now, apart from the original.

    Rasa copies it for every action, by replaying its events from the first one on.
    """
    twin = copy.copy(self)
    twin.slots = {name: _copied_slot(slot) for name, slot in self.slots.items()}
    twin.events = deque(self.events, self.events.maxlen)
    twin.active_loop = copy.copy(self.active_loop)
    return twin


def _copied_slot(self: Slot) -> Slot:
    """A slot with the same value: what `copy.copy` makes, without pickling it first, for forty slots at a time."""
    twin = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    return twin


def _check_shape(self: RemoteAction, result: Any) -> bool:
    """Check the shape of an action server's reply instead of walking it with jsonschema.

    Rasa validates every reply in pure Python, beginning with the schema itself: 30.1 against 11.0 CPU-ms a message.
    The reply comes from our own server by a key, and `deserialise_events` refuses what is no event.
    """
    if not isinstance(result, dict) or not all(
        isinstance(result.get(key, []), list) for key in ("events", "responses")
    ):
        raise ValueError(f"The action server answered {self.name()} with something that is no list of events.")
    return True
