"""One real Milepost for all integration tests: three processes, real models, a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from settings import ROOT, Settings, settings
from setup.processes import environment, ready


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Milepost:
    """A running Milepost and how to reach it."""

    settings: Settings
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return self.settings.web_url

    def session(self, customer_id: int | None = None) -> requests.Session:
        """Signed in as a customer, or as a guest."""
        client = requests.Session()
        body = {} if customer_id is None else {"customer_id": customer_id}
        answer = client.post(f"{self.url}/api/session", json=body, timeout=10)
        answer.raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return client

    def say(self, client: requests.Session, text: str) -> list[dict]:
        """The messages that answer one."""
        answer = client.post(f"{self.url}/api/messages", json={"text": text}, timeout=60)
        answer.raise_for_status()
        return answer.json()["messages"]

    def pid_of(self, module: str) -> int:
        """The process that runs this module under our ports (not its keeper)."""
        port = str(getattr(self.settings, f"{module.split('.')[0]}_port"))
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().split(b"\0")
                variables = (folder / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            ours = f"MILEPOST_{module.split('.')[0].upper()}_PORT={port}\0" in variables + "\0"
            if ours and command[-2:-1] == [module.encode()] and b"setup.keep_running" not in command:
                return int(folder.name)
        raise AssertionError(f"{module} does not run")

    def wait_until_ready(self, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            is_ready, missing = ready(self.settings)
            if is_ready:
                return
            time.sleep(0.25)
        logs = "\n\n".join(
            f"{log.name}:\n{log.read_text()[-2000:]}" for log in (self.settings.var / "logs").glob("*.log")
        )
        raise AssertionError(f"not ready, waiting for {missing}\n{logs}")


@pytest.fixture(scope="session")
def milepost(tmp_path_factory):
    own = replace(
        settings,
        var=tmp_path_factory.mktemp("var"),
        web_port=free_port(),
        bot_port=free_port(),
        actions_port=free_port(),
    )
    variables = environment(own)
    imported = [sys.executable, "-m", "cli", "customers", "import", "data/customers.csv"]
    subprocess.run(imported, cwd=ROOT, env=variables, check=True, capture_output=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "setup.processes"], cwd=ROOT, env={**os.environ, **variables}, start_new_session=True
    )
    running = Milepost(own, process)
    try:
        running.wait_until_ready()
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
