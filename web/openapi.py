"""The OpenAPI document at /openapi.json: addresses from openapi.yml, bodies from shapes."""

from __future__ import annotations

import functools
import inspect
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web import shapes

bp = Blueprint("openapi", __name__)

FILE = Path(__file__).with_name("openapi.yml")


def _models() -> list[type[BaseModel]]:
    return [
        model
        for _, model in inspect.getmembers(shapes, inspect.isclass)
        if issubclass(model, BaseModel) and model.__module__ == shapes.__name__
    ]


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    contract = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    modes = [(model, "validation" if issubclass(model, shapes.Body) else "serialization") for model in _models()]
    _, schemas = models_json_schema(modes, ref_template="#/components/schemas/{model}")
    components = contract["components"]
    components["schemas"].update(schemas["$defs"])
    components["requestBodies"] = {
        model.__name__: {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}},
        }
        for model in _models()
        if issubclass(model, shapes.Body)
    }
    return contract


@bp.get("/openapi.json")
def show() -> Response:
    """The contract of this API."""
    return jsonify(document())
