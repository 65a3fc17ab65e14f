"""The conversation: rules, the channel people come in by, and the thin start and training of Rasa."""

import os

# Rasa reads these when it is first imported. Nothing about a bank's customers is sent to anyone.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")  # Rasa 3.6 is written for SQLAlchemy 1.4
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")  # nothing here runs on TensorFlow; do not let it look for a GPU


def quiet(level: int) -> None:
    """Log from `level` (of `logging`) on, Rasa's own structured log too, which otherwise prints every step."""
    import logging
    import warnings

    import structlog

    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level), cache_logger_on_first_use=True)
    warnings.filterwarnings("ignore")
