"""Makes what is trained or built from our own files: personas, the knowledge index, the bot, the page's widget.

Run by the brain's interpreter: `python -m setup.train`. Nothing whose inputs are unchanged is made again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from settings import settings
from setup.console import command, main, step
from setup.stamps import Stamps, digest

ROOT = Path(__file__).resolve().parent.parent
BRAIN = ROOT / ".venv" / "brain" / "bin" / "python"
BOT = ROOT / ".venv" / "bot" / "bin" / "python"


@dataclass(frozen=True)
class Product:
    """Something made: what to call it, what it is made of, and the command that makes it."""

    name: str
    what: str
    inputs: tuple[str, ...]  # globs from the project's folder
    command: tuple[str | Path, ...]

    def digest(self) -> str:
        """What its inputs are now."""
        files = sorted({path for pattern in self.inputs for path in ROOT.glob(pattern)})
        return digest(files, str(settings.models), settings.database)


PRODUCTS = (
    Product(
        "customers",
        "the demo bank's customers",
        ("data/customers.csv",),
        (BRAIN, "-m", "cli", "customers", "import", "data/customers.csv"),
    ),
    Product(
        "personas",
        "personas: clusters of customers",
        ("data/customers.csv", "advisor/customers.py", "advisor/persona*.py", "requirements/brain.txt"),
        (BRAIN, "-m", "advisor.personas", "fit"),
    ),
    Product(
        "knowledge",
        "the index of the articles",
        (
            "knowledge/articles",
            "knowledge/*.yml",
            "knowledge/article.py",
            "knowledge/index.py",
            "knowledge/lessons.py",
            "knowledge/pointers.py",
            "knowledge/reader.py",
            "embedding/*.py",
            "requirements/brain.txt",
        ),
        (BRAIN, "-m", "knowledge.index"),
    ),
    Product(
        "widget",
        "the chat widget's library",
        ("web/vendor.*",),
        (BRAIN, "-m", "web.vendor", ROOT / "web" / "static" / "vendor"),
    ),
    Product(
        "bot",
        "training the bot",
        ("config.yml", "domain.yml", "nlu/**/*.yml", "nlu/**/*.py", "bot/**/*.yml", "embedding/*.py")
        + ("requirements/bot.txt",),
        (BOT, "-m", "bot.train"),
    ),
)


def make_all() -> None:
    """Everything that is made from our own files and is not up to date."""
    made = Stamps(settings.models / ".made")
    for product in PRODUCTS:
        wanted = product.digest()
        if made.current(product.name, wanted):
            continue
        with step(product.what):
            command(product.command, f"{product.what}: failed.", cwd=ROOT)
        made.put(product.name, wanted)


if __name__ == "__main__":
    main(make_all)
