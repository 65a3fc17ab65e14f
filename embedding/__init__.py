"""Sentence vectors, shared by understanding (nlu/) and knowledge (knowledge/)."""

import os

# onnxruntime reports its use to its maker unless this is set before its first import.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
