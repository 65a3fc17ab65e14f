"""List every setting: its variable, what it is now, and what it means."""

from __future__ import annotations

import argparse
from dataclasses import fields

from settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command takes no options."""


def run(_: argparse.Namespace) -> int:
    for field in fields(settings):
        value = getattr(settings, field.name)
        shown = "(set)" if field.name in ("secret", "staff_key") and value else value
        print(f"MILEPOST_{field.name.upper():<18} {shown!s:<28} {field.metadata['help']}")
    return 0
