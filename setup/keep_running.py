"""Runs a program and starts it again when it dies: `python -m setup.keep_running PROGRAM …`.

A bot that crashes in mid-turn is back within seconds and finds the conversation in its tracker store. A program that
cannot stay up is given up, so that its error is seen rather than repeated for ever.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time

PATIENCE = 5  # starts that may fail in a row
STEADY = 60.0  # seconds after which a start counts as a success


def keep_running(program: list[str]) -> int:
    """Run `program` until it ends by itself, is ended by a signal to us, or has failed too often; its exit status."""
    child: subprocess.Popen | None = None
    ending = False

    def end(number: int, _) -> None:
        nonlocal ending
        ending = True
        if child and child.poll() is None:
            child.send_signal(number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    failures = 0
    while True:
        started = time.monotonic()
        child = subprocess.Popen(program)
        status = child.wait()
        if ending or status == 0:
            return 0
        failures = 1 if time.monotonic() - started > STEADY else failures + 1
        if failures >= PATIENCE:
            print(f"gave up after {failures} failed starts", flush=True)
            return status if status > 0 else 1
        print(f"ended with status {status}; starting it again", flush=True)
        time.sleep(min(2.0 ** (failures - 1) / 2, 8.0))


if __name__ == "__main__":
    sys.exit(keep_running(sys.argv[1:]))
