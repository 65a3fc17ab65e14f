"""Sentence features for the intent classifier: the MiniLM vector of the message with its spelling put right."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from embedding.kept import encode_kept
from embedding.minilm import MiniLM
from nlu.masking import masked
from nlu.spelling import Speller
from settings import settings

CORRECTED_TEXT = "corrected_text"
SHORT = 3  # words of a message whose vector is kept in memory; longer ones seldom come again
KEPT_VECTORS = "rasa/sentences.npz"  # beside the models trained with them


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MiniLMFeaturizer(GraphComponent):
    """One dense sentence feature of shape (1, 384), of length 1, and the corrected text beside it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MiniLMFeaturizer:
        return cls(model_storage, resource, Speller(()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MiniLMFeaturizer:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Speller(json.loads((folder / "subject.json").read_text("utf-8"))))

    def __init__(self, model_storage: ModelStorage, resource: Resource, speller: Speller) -> None:
        self._model_storage, self._resource, self._speller = model_storage, resource, speller
        self._minilm = MiniLM(settings.models / "minilm")
        # "yes", "thank you", "5000 dollars" (as every amount reads here): what anybody says, and says often.
        self._short = lru_cache(maxsize=512)(self._minilm.encode)

    def train(self, training_data: TrainingData) -> Resource:
        self._speller = Speller.of_examples(example.get(TEXT) or "" for example in training_data.intent_examples)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "subject.json").write_text(json.dumps(sorted(self._speller.subject)), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        said = [message for message in training_data.training_examples if message.get(TEXT)]
        corrected = [self._speller.corrected(message.get(TEXT)) for message in said]
        vectors = encode_kept(self._minilm, [masked(text) for text in corrected], settings.models / KEPT_VECTORS)
        for message, text, vector in zip(said, corrected, vectors, strict=True):
            self._put(message, text, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                corrected = self._speller.corrected(text)
                plain = masked(corrected)
                encode = self._short if len(plain.split()) <= SHORT else self._minilm.encode
                self._put(message, corrected, encode(plain))
        return messages

    def _put(self, message: Message, corrected: str, vector: np.ndarray) -> None:
        message.set(CORRECTED_TEXT, corrected)
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, type(self).__name__))
