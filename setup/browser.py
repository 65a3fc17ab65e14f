"""Sees to it that the browser tests have a Chromium: Debian's, by apt where that may be done."""

from __future__ import annotations

import os
import shutil

from setup.console import SetupError, command, main, step


def find() -> str | None:
    """Where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def provide() -> None:
    """Install Chromium if it is missing and may be installed; otherwise say which tests will not run."""
    if find():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print("  ! no Chromium here and no right to install one: the tests marked `browser` will be skipped")
        return
    try:
        with step("Chromium, for the browser tests"):
            command(["apt-get", "update", "-q"], "apt-get update failed.")
            command(
                ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
                "no Chromium by apt.",
            )
    except SetupError as error:
        print(f"  ! the tests marked `browser` will be skipped: {error}")


if __name__ == "__main__":
    main(provide)
