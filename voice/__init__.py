"""Hearing (audio to text) and speaking (text to audio). This room knows nothing of goals or advice."""

import os

# Whoever imports this room before settings: onnxruntime must not report its use to its maker.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
