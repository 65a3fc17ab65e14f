"""Looks over what we install: is it what was locked, untouched since, under licences that fit, and without known holes?

`make audit`. The first three need no network; the last asks osv.dev and says so where it cannot be reached.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

import requests

from settings import ROOT

LOCKS = {"brain": ("brain.in", "brain.txt", "brain-dev.txt"), "bot": ("bot.txt", "bot-dev.txt")}
UNLOCKED = {"pip", "setuptools", "wheel"}
OSV = "https://api.osv.dev/v1/querybatch"
AT_ONCE = 500  # questions in one request; osv.dev takes 1,000
# A licence that asks for our source when Milepost is passed on or run for others. LGPL and MPL ask for theirs only.
ASKS_FOR_OURS = re.compile(r"\b(AGPL|Affero|GPL|(?<!Lesser )General Public License|SSPL)(?:v?\d|\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Locked:
    """One package as a lock names it."""

    name: str
    version: str


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(*files: Path) -> dict[str, Locked]:
    """The packages of lock files by canonical name."""
    lines = (line for file in files if file.exists() for line in file.read_text().splitlines())
    found = (re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+-]+)", line) for line in lines)
    return {canonical(match[1]): Locked(match[1], match[2]) for match in found if match}


def installed(site_packages: Path) -> dict[str, Distribution]:
    """The packages of an environment by canonical name."""
    return {canonical(each.metadata["Name"]): each for each in distributions(path=[str(site_packages)])}


def differences(wanted: dict[str, Locked], there: dict[str, Distribution]) -> Iterator[str]:
    """What is installed in another version than locked, or was never locked."""
    for name, distribution in sorted(there.items()):
        if name not in wanted:
            if name not in UNLOCKED:
                yield f"{name} {distribution.version} is installed and in no lock"
        elif distribution.version.partition("+")[0] != wanted[name].version.partition("+")[0]:
            yield f"{name} is {distribution.version}; the lock says {wanted[name].version}"


def touched(there: Iterable[Distribution]) -> Iterator[str]:
    """Files that are not what their package's own record of hashes says."""
    for distribution in there:
        for file in distribution.files or ():
            path = Path(str(distribution.locate_file(file)))
            if file.hash is None or file.hash.mode != "sha256" or not path.exists():
                continue
            if len(file.parts) == 1 and file.suffix in (".md", ".txt", ".rst"):
                continue  # several packages drop a README beside all others, and the last one wins
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
                yield f"{distribution.metadata['Name']}: {file} was changed after it was installed"


def licence(distribution: Distribution) -> str:
    """What a package says its licence is; empty where it says nothing."""
    about = distribution.metadata
    classified = [
        value.rpartition("::")[2].strip()
        for value in about.get_all("Classifier") or ()
        if value.startswith("License ::")
    ]
    stated = about.get("License-Expression") or "; ".join(classified) or (about.get("License") or "").splitlines()[:1]
    return stated if isinstance(stated, str) else "".join(stated)


def licences_to_look_at(there: Iterable[Distribution]) -> Iterator[str]:
    """Packages whose licence asks for more than a notice, and those that say nothing."""
    for distribution in there:
        said = licence(distribution)
        if not said:
            yield f"{distribution.metadata['Name']} says nothing of its licence"
        elif ASKS_FOR_OURS.search(said) and " OR " not in said:
            yield f"{distribution.metadata['Name']}: {said}"


def known_holes(wanted: Iterable[Locked], url: str = OSV) -> list[str]:
    """Published vulnerabilities of the locked versions. Raises requests.RequestException where nobody answers."""
    packages, found = list(wanted), []
    for start in range(0, len(packages), AT_ONCE):
        batch = packages[start : start + AT_ONCE]
        queries = [{"package": {"name": p.name, "ecosystem": "PyPI"}, "version": p.version} for p in batch]
        answer = requests.post(url, json={"queries": queries}, timeout=30)
        answer.raise_for_status()
        for package, result in zip(batch, answer.json()["results"], strict=True):
            names = ", ".join(hole["id"] for hole in result.get("vulns") or ())
            if names:
                found.append(f"{package.name} {package.version}: {names}")
    return found


def _show(what: str, findings: Iterable[str]) -> int:
    found = list(findings)
    print(f"{what}: {len(found) or 'nothing found'}")
    for line in found:
        print(f"  {line}")
    return len(found)


def main() -> int:
    """Print what was found; 1 where something is not as locked, was touched or has a known hole."""
    bad = 0
    for name, files in LOCKS.items():
        site = next((ROOT / ".venv" / name).glob("lib/python*/site-packages"), None)
        wanted = locked(*(ROOT / "requirements" / file for file in files))
        print(f"\n{name}: {len(wanted)} packages locked")
        if site is None:
            print(f"  NOT DONE: there is no .venv/{name}; `make setup` makes it")
            continue
        there = installed(site)
        bad += _show("not as locked", differences(wanted, there))
        bad += _show("changed after installation", touched(there.values()))
        _show("licences for a person to look at", licences_to_look_at(there.values()))
        try:
            bad += _show("known holes (osv.dev)", known_holes(wanted.values()))
        except requests.RequestException as error:
            print(f"known holes: NOT DONE, osv.dev cannot be reached from here ({type(error).__name__})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
