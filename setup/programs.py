"""Sees to it that the tests have the programs that no Python package brings: by apt where that may be done."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from setup.console import SetupError, command, main, step


@dataclass(frozen=True)
class Program:
    """What a Debian package brings."""

    package: str
    names: tuple[str, ...]  # of the program: any of them on the path will do
    purpose: str

    def is_here(self) -> bool:
        return any(map(shutil.which, self.names))


PROGRAMS = (
    Program("chromium", ("chromium", "chromium-browser"), "the page in a real browser"),
    Program("espeak-ng", ("espeak-ng",), "the voice that speaks where hibari cannot"),
)


def provide() -> None:
    """Install what is missing where that may be done; otherwise say what will not be tested."""
    missing = [program for program in PROGRAMS if not program.is_here()]
    if not missing:
        return
    untested = "".join(f"\n  ! not tested: {program.purpose} (apt install {program.package})" for program in missing)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(f"  ! programs are missing and may not be installed from here{untested}")
        return
    packages = [program.package for program in missing]
    try:
        with step(f"{' and '.join(packages)}, for the tests"):
            command(["apt-get", "update", "-q"], "apt-get update failed.")
            command(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], "apt-get install failed.")
    except SetupError as error:
        print(f"  ! {error}{untested}")


if __name__ == "__main__":
    main(provide)
