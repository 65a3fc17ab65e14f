"""Every MILEPOST_* variable, declared once: its type, its default and what it means.

Standard library only, because both Python environments import it.
`./milepost settings` prints the table.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

# From 1.29 on, onnxruntime reports its use to its maker unless this is set before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

ROOT = Path(__file__).resolve().parent


class SettingsError(ValueError):
    """A MILEPOST_* variable that cannot be used; the message says which, and what is allowed."""


def _setting(default: Any, help: str) -> Any:  # noqa: A002 - the word argparse and dataclasses use too
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """What a deployment may change. Field `web_port` is read from MILEPOST_WEB_PORT, and so on."""

    var: Path = _setting(ROOT / "var", "folder for what Milepost writes: database, tracker, logs, secret")
    models: Path = _setting(ROOT / "models", "folder for pretrained and trained models")
    database_url: str = _setting("", "SQLAlchemy address of the database; empty means SQLite in the var folder")
    secret: str = _setting("", "key that signs sign-in tokens; empty means one is made and kept in the var folder")

    host: str = _setting("127.0.0.1", "address the web server listens on (bot and actions stay on loopback)")
    web_port: int = _setting(8000, "port of the web server")
    bot_port: int = _setting(5005, "port of Rasa")
    actions_port: int = _setting(5055, "port of the action server")
    allowed_origins: str = _setting("", "other sites that may embed the widget, separated by commas")

    demo: int = _setting(1, "1 lets anybody sign in as any customer by number, for trying out; 0 does not")
    staff_key: str = _setting("", "key with which the bank's staff sign in; empty means nobody can")
    turns_per_minute: int = _setting(120, "how many messages a minute one person may send")
    token_minutes: int = _setting(60, "how long a sign-in token is good for")
    session_hours: int = _setting(12, "how long a session lasts at most, however often its token is renewed")
    checkpoints: str = _setting("", "folder on write-once storage that signed marks of the audit are shipped to")
    currency: str = _setting("USD", "currency of every amount: USD, EUR or GBP")
    exploration: int = _setting(5, "per cent of recommendations that try another fitting product, to learn from")
    threads: int = _setting(2, "threads each model may use; more than the cores there are makes all of them slower")

    writer: str = _setting(
        "flan-t5-small", "who writes replies: flan-t5-small (ours), template, a hub name or a folder"
    )
    hearing: str = _setting("faster-whisper", "speech recognition engine: faster-whisper or openai-whisper")
    whisper: str = _setting("base", "Whisper weights: base, tiny.en, or a folder in CTranslate2 form")
    language: str = _setting("en", "language that is spoken to Milepost, as Whisper names it; empty means detect it")
    speaking: str = _setting("hibari", "pyttsx3 driver that speaks: hibari or espeak")
    chroma_url: str = _setting("", "address of a Chroma server; empty means embedded in the models folder")

    @property
    def root(self) -> Path:
        """The project's folder."""
        return ROOT

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database in use."""
        return self.database_url or f"sqlite:///{self.var / 'milepost.db'}"

    @property
    def bot_url(self) -> str:
        """Where the web server finds Rasa."""
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def actions_url(self) -> str:
        """Where Rasa finds the action server."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def web_url(self) -> str:
        """Where people find the page."""
        return f"http://{self.host}:{self.web_port}"

    def signing_secret(self) -> str:
        """The key for tokens: MILEPOST_SECRET, else one made on first use and readable by its owner only."""
        if self.secret:
            return self.secret
        path = self.var / "secret"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Written beside and linked into place, so that three processes starting at once agree on one.
            draft = path.with_name(f"secret.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings with every MILEPOST_* variable applied.

        Raises SettingsError for a variable that is no setting or that cannot be read as its type.
        """
        known = {f"MILEPOST_{f.name.upper()}": f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in environment.items():
            if not name.startswith("MILEPOST_"):
                continue
            if name not in known:
                raise SettingsError(f"{name} is no setting of Milepost. `./milepost settings` lists them.")
            setting = known[name]
            if isinstance(setting.default, int):
                if not text.isdigit():
                    raise SettingsError(f"{name} is {text!r}; it takes a whole number such as {setting.default}.")
                values[setting.name] = int(text)
            elif isinstance(setting.default, Path):
                values[setting.name] = Path(text).expanduser().resolve()
            else:
                values[setting.name] = text
        return cls(**values)


try:
    settings = Settings.from_environment()
except SettingsError as mistake:
    # Every program of ours begins here: a slip in a variable ends it with a sentence, not with a traceback.
    sys.exit(f"milepost: {mistake}")
