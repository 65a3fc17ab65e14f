"""The three processes of Milepost, started together and ended together.

The Procfile says what they are; honcho starts, watches and ends them; their output goes to var/logs.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager

from settings import Settings
from setup.console import SetupError

ROOT = Path(__file__).resolve().parent.parent


class Logs:
    """honcho's printer: each process writes to a file of its own, named after it."""

    width = 0

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()

    def path(self, name: str) -> Path:
        """Where the output of a process is."""
        return self.folder / f"{name}.log"

    def tail(self, name: str, lines: int = 6) -> str:
        """The end of a process's output."""
        path = self.path(name)
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def write(self, message: Any) -> None:
        data = message.data.decode(errors="replace") if isinstance(message.data, bytes) else str(message.data)
        with self._lock, self.path(message.name).open("a") as log:
            log.write(data)


def check_ports(settings: Settings) -> None:
    """Raises SetupError, with what to do, if one of our ports is taken."""
    for name in ("web_port", "bot_port", "actions_port"):
        port = getattr(settings, name)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host if name == "web_port" else "127.0.0.1", port))
            except OSError as error:
                variable = f"MILEPOST_{name.upper()}"
                raise SetupError(
                    f"port {port} cannot be used ({error.strerror}): perhaps another Milepost runs. End it, or choose "
                    f"another port: {variable}={port + 1000} make run"
                ) from None


def environment(settings: Settings) -> dict[str, str]:
    """What the processes run in: our settings as variables, and threads that do not fight over the cores."""
    own = {f"MILEPOST_{name.upper()}": str(getattr(settings, name)) for name in settings.__dataclass_fields__}
    return {
        **os.environ,
        **own,
        "BRAIN": str(ROOT / ".venv" / "brain" / "bin" / "python"),
        "BOT": str(ROOT / ".venv" / "bot" / "bin" / "python"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        # Each engine gets its threads from settings where it is loaded; whatever is left to OpenMP gets one.
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "ANONYMIZED_TELEMETRY": "False",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "ORT_DISABLE_TELEMETRY": "1",
    }


def ready(settings: Settings) -> tuple[bool, str]:
    """Whether everything answers, and otherwise what is still missing."""
    try:
        with urllib.request.urlopen(f"{settings.web_url}/readyz", timeout=5) as answer:
            return answer.status == 200, ""
    except urllib.error.HTTPError as error:
        try:
            body = json.load(error)
            waiting = [name for name, state in body.get("checks", {}).items() if state not in (True, "ok")]
            return False, ", ".join(waiting) or body.get("detail", "")
        except (ValueError, AttributeError):
            return False, f"HTTP {error.code}"
    except OSError:
        return False, "web"


class Processes:
    """Bot, actions and web under honcho. `run` returns when all have ended."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.logs = Logs(settings.var / "logs")
        self.manager = Manager(printer=self.logs)
        procfile = parse_procfile((ROOT / "Procfile").read_text())
        for name, line in procfile.processes.items():
            self.logs.path(name).write_text("")
            self.manager.add_process(name, line, env=environment(settings), cwd=str(ROOT))

    def run(self) -> int:
        """Start all, wait for the first to end or for a signal, end the rest; the exit status."""
        self.manager.loop()
        return self.manager.returncode or 0

    def wait_until_ready(self, timeout: float = 180.0, progress=None) -> None:
        """Returns when all answer. Raises SetupError, with the end of the logs, when they do not in time."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            is_ready, missing = ready(self.settings)
            if is_ready:
                return
            if progress:
                progress(missing)
            if self.manager.returncode is not None:
                break
            time.sleep(0.25)
        tails = "\n\n".join(f"{name}:\n{self.logs.tail(name)}" for name in ("actions", "bot", "web"))
        raise SetupError(f"not everything started. The ends of the logs in {self.logs.folder}:\n\n{tails}")


if __name__ == "__main__":
    from settings import settings as configured

    sys.exit(Processes(configured).run())
