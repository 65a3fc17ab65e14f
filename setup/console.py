"""How set-up talks: one line a step, saying what it is doing, how long it took, and what to do when it failed."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

LOG = Path(__file__).resolve().parent.parent / "var" / "logs" / "setup.log"


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, then say how long it took."""
    start = time.monotonic()
    print(f"  … {what}", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    yield
    print(f"  ✓ {what} ({time.monotonic() - start:.0f} s)", flush=True)


def command(arguments: list[str | Path], why: str, **options) -> None:
    """Run a command with its output in the log. Raises SetupError with `why` and the end of the output."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        start = log.tell()
        log.write(f"\n$ {' '.join(map(str, arguments))}\n".encode())
        log.flush()
        done = subprocess.run([str(a) for a in arguments], stdout=log, stderr=log, check=False, **options)
    if done.returncode:
        with LOG.open("rb") as log:
            log.seek(start)
            lines = log.read().decode(errors="replace").strip().splitlines()
        # pip may fill the log with warnings about package indexes; what went wrong is at the end.
        tail = [line for line in lines if not line.startswith("WARNING: Location")][-8:]
        raise SetupError(f"{why}\n\n    " + "\n    ".join(tail) + f"\n\n  (the whole output: {LOG})")


def main(work) -> None:
    """Run a stage of set-up as a program: errors become messages, Ctrl-C ends quietly."""
    try:
        work()
    except SetupError as error:
        sys.exit(f"\nmilepost: {error}")
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            sys.exit("\nmilepost: the disk is full. Milepost takes about 9 GB; free some space and run it again.")
        raise
    except KeyboardInterrupt:
        sys.exit("\nmilepost: stopped. What was finished is kept; run it again to go on.")
