"""`make run`, once everything is made: starts the processes, says when they are ready and where, ends them together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from settings import settings
from setup.console import SetupError, main
from setup.processes import Processes, check_ports


def run() -> None:
    """Start everything and stay until Ctrl-C."""
    check_ports(settings)
    processes = Processes(settings)
    trouble: list[str] = []
    start = time.monotonic()
    shown = ""

    def progress(missing: str) -> None:
        nonlocal shown
        if missing != shown and sys.stdout.isatty():
            print(f"\r\033[K  … waiting for {missing}", end="", flush=True)
            shown = missing

    def announce() -> None:
        try:
            processes.wait_until_ready(progress=progress)
        except SetupError as error:
            trouble.append(str(error))
            os.kill(os.getpid(), signal.SIGTERM)
            return
        clear = "\r\033[K" if sys.stdout.isatty() else ""
        print(f"{clear}  ✓ ready after {time.monotonic() - start:.0f} s\n", flush=True)
        print(f"  Milepost is at {settings.web_url}   (Ctrl-C ends it)", flush=True)
        print('  or try: ./milepost ask "I want to save for a house in 3 years"\n', flush=True)

    print("  … starting bot, actions and web", flush=True)
    threading.Thread(target=announce, daemon=True).start()
    status = processes.run()
    if trouble:
        raise SetupError(trouble[0])
    if status not in (0, 130, -signal.SIGINT, -signal.SIGTERM):
        tails = "\n\n".join(f"{name}:\n{processes.logs.tail(name)}" for name in ("actions", "bot", "web"))
        raise SetupError(f"a process ended by itself, so all were ended. The ends of the logs:\n\n{tails}")
    print("\n  Milepost has ended.")


if __name__ == "__main__":
    main(run)
