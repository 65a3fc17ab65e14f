"""The cheaper ways give what Rasa's own give."""

from __future__ import annotations

import copy

from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.cheaper_turns import _run_directly, copied

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet]
slots:
  goal: {type: text, mappings: [{type: custom}]}
  options: {type: list, influence_conversation: false, mappings: [{type: custom}]}
forms: {goal_form: {required_slots: []}}
""")


def conversation() -> DialogueStateTracker:
    events = [
        ActionExecuted("action_session_start"),
        ActionExecuted("action_listen"),
        UserUttered("hello", {"name": "greet", "confidence": 1.0}),
        SlotSet("goal", "house"),
        SlotSet("options", ["a"]),
        ActionExecuted("goal_form"),
        ActiveLoop("goal_form"),
        BotUttered("How much?"),
    ]
    return DialogueStateTracker.from_events("someone", events, DOMAIN.slots, domain=DOMAIN)


def test_a_copy_is_what_replaying_the_events_gives() -> None:
    original = conversation()
    ours, theirs = copied(original), original.travel_back_in_time(float("inf"))
    assert ours == theirs
    assert ours.current_slot_values() == theirs.current_slot_values()
    assert ours.active_loop == theirs.active_loop
    assert ours.latest_message == theirs.latest_message
    assert ours.latest_action == theirs.latest_action
    assert ours.past_states(DOMAIN) == theirs.past_states(DOMAIN)


def test_what_happens_to_a_copy_does_not_happen_to_the_original() -> None:
    original = conversation()
    twin = copied(original)
    for event in (SlotSet("goal", "car"), ActiveLoop(None), UserUttered("stop"), ActionExecuted("action_listen")):
        twin.update(event)
    twin.interrupt_loop(True)
    assert original.get_slot("goal") == "house"
    assert original.active_loop_name == "goal_form"
    assert original.latest_message.text == "hello"
    assert list(original.events) == list(conversation().events)
    assert original.active_loop == copy.copy(conversation().active_loop)


def test_a_graph_run_directly_gives_what_dask_gives_and_runs_each_component_once() -> None:
    ran: list[str] = []

    def component(name: str):
        def run(*given: tuple[str, str]) -> tuple[str, str]:
            ran.append(name)
            return name, f"{name}({', '.join(f'{source}={value}' for source, value in given)})"

        return run

    def node(*sources: str) -> SchemaNode:
        return SchemaNode({f"from {at}": source for at, source in enumerate(sources)}, None, "", "", {})

    runner = object.__new__(DaskGraphRunner)
    runner._graph_schema = GraphSchema(
        {
            "read": node("__message__"),
            "feel": node("read"),
            "classify": node("read", "feel"),
            "unneeded": node("read"),
        }
    )
    runner._instantiated_nodes = {name: component(name) for name in runner._graph_schema.nodes}
    runner._execution_context = None
    asked = {"inputs": {"__message__": "hello"}, "targets": ["classify", "feel"]}
    by_dask = DaskGraphRunner.run(runner, **asked)
    ran.clear()
    assert _run_directly(runner, **asked) == by_dask
    assert sorted(ran) == ["classify", "feel", "read"]
