"""Makes both Python environments from their locks: .venv/bot for Rasa, .venv/brain for everything else.

Standard library only and written for old interpreters too: any `python3` may run this file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from setup.console import SetupError, command, main, step
from setup.interpreters import find
from setup.stamps import Stamps, digest

ROOT = Path(__file__).resolve().parent.parent
NEEDED_GB = 9  # both environments, the models and the room that unpacking takes: measured 8.1
TORCH = "torch==2.13.0"

OFFLINE = (
    "could not install the packages of {name}. If the last lines speak of connections or timeouts, the package "
    "index cannot be reached: check the network (or PIP_INDEX_URL) and run it again; what is done is kept."
)


def check_disk(missing: list[str]) -> None:
    """Raises SetupError where there is clearly too little room for the environments still to be made."""
    free = shutil.disk_usage(ROOT).free / 1e9
    needed = NEEDED_GB / 2 * len(missing)
    if free < needed:
        raise SetupError(
            f"{free:.1f} GB are free here and setting up takes about {needed:.0f}. Free some space and run it again."
        )


def make(name: str, python: Path, locks: list[Path], torch: bool = False, any_python: bool = False) -> None:
    """An environment with what the locks list; nothing is resolved, so nothing can drift.

    Each lock has its own stamp: the test tools, once in, do not make `make run` start over.
    """
    folder = ROOT / ".venv" / name
    made = Stamps(folder / "made-from")
    if not made.current("python", str(python)):
        with step(f"a Python environment for the {name} ({python})"):
            command([python, "-m", "venv", "--clear", folder], f"could not make the environment {folder}.")
        made.put("python", str(python))
    pip = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--disable-pip-version-check",
    ]
    if any_python:
        pip.append("--ignore-requires-python")
    for lock in locks:
        if made.current(lock.name, digest([lock])):
            continue
        with step(f"{len(lock.read_text().splitlines())} packages of {lock.relative_to(ROOT)}"):
            if torch and lock is locks[0]:
                # By itself and without its dependencies: they are CUDA and triton, useless on a CPU and 4 GB.
                command([*pip, TORCH], OFFLINE.format(name=name))
            command([*pip, "-r", lock], OFFLINE.format(name=name))
        made.put(lock.name, digest([lock]))


def locks_of(name: str, dev: bool, version: str = "") -> list[Path]:
    """The locked requirements of an environment; `version` picks a lock for another interpreter."""
    folder = ROOT / "requirements"
    first = folder / f"{name}-{version}.txt"
    locks = [first if first.exists() else folder / f"{name}.txt"]
    if dev:
        locks.append(folder / f"{name}-dev.txt")
    return locks


def make_all(dev: bool) -> None:
    """Both environments; with the test tools where `dev`."""
    bot_python, bot_version = find("3.10", "3.11", purpose="Rasa")
    brain_python, _ = find("3.11", purpose="Milepost")
    missing = [name for name in ("bot", "brain") if not (ROOT / ".venv" / name / "made-from").exists()]
    check_disk(missing)
    make("bot", bot_python, locks_of("bot", dev, bot_version), any_python=bot_version != "3.10")
    make("brain", brain_python, locks_of("brain", dev), torch=True)


if __name__ == "__main__":
    main(lambda: make_all(dev="--dev" in sys.argv))
