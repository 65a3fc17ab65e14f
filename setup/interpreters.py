"""Finds the Python interpreters: 3.10 for Rasa (3.11 with a pinned fallback), 3.11 for everything else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from setup.console import SetupError

HOW_TO_GET = """Any of these gives you one:
    uv python install {version}        (https://docs.astral.sh/uv)
    pyenv install {version}            (https://github.com/pyenv/pyenv)
    apt install python{version} python{version}-venv   (where the distribution has it)"""


def candidates(version: str) -> Iterator[Path]:
    """Where an interpreter of this version may be, likeliest first."""
    found = shutil.which(f"python{version}")
    if found:
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    yield from sorted(pyenv.glob(f"{version}*/bin/python{version}"), reverse=True)
    yield from sorted(uv.glob(f"cpython-{version}*/bin/python{version}"), reverse=True)


def works(python: Path, version: str) -> bool:
    """Whether it runs, is that version, and can make environments (Debian ships some without venv)."""
    probe = "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", probe], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def find(*versions: str, purpose: str) -> tuple[Path, str]:
    """The first interpreter that works, and its version. Raises SetupError with how to get the first of `versions`."""
    for version in versions:
        for python in candidates(version):
            if works(python, version):
                return python, version
    raise SetupError(
        f"{purpose} needs Python {' or '.join(versions)}, and none was found on the path, in pyenv or in uv.\n  "
        + HOW_TO_GET.format(version=versions[0])
    )
