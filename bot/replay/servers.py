"""A bot and an action server of the replay's own, on free ports and a database of their own, ended with it."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import requests

from settings import settings

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 180


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def surroundings(writer: str | None = None) -> dict[str, str]:
    """Environment of a replay: a folder, ports and, if given, a writer of its own; everything else as it is here."""
    own = {
        "MILEPOST_VAR": tempfile.mkdtemp(prefix="milepost-replay-"),
        "MILEPOST_BOT_PORT": str(free_port()),
        "MILEPOST_ACTIONS_PORT": str(free_port()),
        "MILEPOST_EXPLORATION": "0",  # one recommendation in twenty would try another product than the story's
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return {**os.environ, **own, **({"MILEPOST_WRITER": writer} if writer else {})}


class Servers:
    """The two processes a conversation needs, in this process's settings; a context starts and ends them."""

    def __init__(self) -> None:
        self.folder = settings.var
        self.ports = {"bot": settings.bot_port, "actions": settings.actions_port}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Servers:
        self.start("actions")
        self.start("bot")
        self.wait("actions")
        self.wait("bot")
        return self

    def __exit__(self, *_: Any) -> None:
        for name in list(self._running):
            self.stop(name)

    def start(self, name: str) -> None:
        """Start one of them; `wait` says when it answers."""
        python = ROOT / ".venv" / ("bot" if name == "bot" else "brain") / "bin" / "python"
        self.folder.mkdir(parents=True, exist_ok=True)
        log = (self.folder / f"{name}.log").open("ab")
        self._running[name] = subprocess.Popen([str(python), "-m", f"{name}.server"], cwd=ROOT, stdout=log, stderr=log)

    def stop(self, name: str) -> None:
        """End one of them."""
        process = self._running.pop(name, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def restart(self, name: str) -> None:
        """End one of them and start it anew."""
        self.stop(name)
        self.start(name)
        self.wait(name)

    def wait(self, name: str) -> None:
        """Returns when it answers. Raises RuntimeError with the end of its log when it does not."""
        path = "/webhooks/milepost/" if name == "bot" else "/health"
        address = f"http://127.0.0.1:{self.ports[name]}{path}"
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self._running[name].poll() is None:
            try:
                if requests.get(address, timeout=5).ok:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        tail = "\n".join((self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-15:])
        raise RuntimeError(f"the {name} server did not start; the end of its log:\n{tail}")

    def pid(self, name: str) -> int:
        """The process of one of them."""
        return self._running[name].pid

    def is_running(self, name: str) -> bool:
        """Whether it runs."""
        return name in self._running
