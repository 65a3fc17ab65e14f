"""`make bench`: every claim, one after the other, each in a process of its own so that none disturbs the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the named claims, or all; the number that failed to run."""
    folder = Path(__file__).parent
    every = sorted(p.stem for p in folder.glob("[a-z]*.py"))
    failed = 0
    for name in names or every:
        first = (folder / f"{name}.py").read_text().partition("\n")[0].strip('"')
        print(f"\n── {name}: {first}", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
