"""Decides the intent from the sentence vector, the signs of the entities and the words; loads in milliseconds."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.minilm_featurizer import CORRECTED_TEXT, MiniLMFeaturizer
from nlu.intent_model import IntentModel, Weighting, fit

_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(GraphComponent, IntentClassifier):
    """Settings of the configuration are the fields of nlu.intent_model.Weighting."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [MiniLMFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return asdict(Weighting())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder, _weighting(config)))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa retrains when the code that makes the features changes, not only when this class does."""
        digest = hashlib.sha256()
        for path in sorted(p for p in Path(__file__).parent.parent.rglob("*") if p.suffix in (".py", ".yml")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config, self._model_storage, self._resource, self._model = config, model_storage, resource, model

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = fit(
            [example.get(CORRECTED_TEXT) for example in examples],
            np.stack([_sentence(example) for example in examples]),
            [example.get(INTENT) for example in examples],
            _weighting(self._config),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if not message.get(TEXT) or self._model is None:
                continue
            likely = self._model.probabilities(message.get(CORRECTED_TEXT), _sentence(message))
            order = np.argsort(-likely)[:_RANKED]
            ranking = [{"name": self._model.intents[i], "confidence": float(likely[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _weighting(config: dict[str, Any]) -> Weighting:
    return Weighting(**{field.name: config[field.name] for field in fields(Weighting)})


def _sentence(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("MiniLMFeaturizer has to come before SentenceIntentClassifier in config.yml.")
    return sentence.features[0]
