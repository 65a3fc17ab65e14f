"""Puts the feeling of each message on it as entity `sentiment`, so that actions can be gentle where they should."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.sentiment import read_sentiment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SentimentReader(GraphComponent, EntityExtractorMixin):
    """An entity and not metadata, because only entities reach the action server with the message."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentimentReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                feeling = {
                    "entity": "sentiment",
                    "start": 0,
                    "end": 0,
                    "value": asdict(read_sentiment(text)),
                    "extractor": "SentimentReader",
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), feeling], add_to_output=True)
        return messages
