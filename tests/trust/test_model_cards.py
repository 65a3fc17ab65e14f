"""Every model has a card that says what it is for, how it does and where it ends; none is left out of the inventory."""

import re

import pytest
import tomllib

from settings import settings
from trust.distress import HIGH, SOME, VERSION

CARDS = {path.stem: path.read_text() for path in (settings.root / "docs" / "models").glob("*.md")}
GOVERNANCE = (settings.root / "docs" / "governance.md").read_text()
INVENTORY = set(re.findall(r"\(models/([a-z]+)\.md\)", GOVERNANCE))
WRITER = {"writer"}  # its card has a table of its own in place of some sections


def pretrained() -> list[str]:
    return [model["name"] for model in tomllib.loads((settings.root / "models.toml").read_text())["model"]]


def trained() -> list[str]:
    """Files and folders that set-up makes in models/, as the code names them."""
    code = "".join(
        (settings.root / name).read_text()
        for name in ("advisor/personas.py", "knowledge/reader.py", "knowledge/index.py", "setup/train.py")
    )
    made = set(re.findall(r"[\"'/]([a-z]+\.joblib)[\"']", code))
    return sorted(made | {"rasa", "chroma"} | {path.name for path in (settings.root / "data").glob("*_reference.csv")})


def test_the_inventory_names_every_card_and_no_other():
    assert set(CARDS) == INVENTORY


@pytest.mark.parametrize("name", sorted(set(CARDS) - WRITER))
def test_a_card_has_its_sections(name):
    for section in (
        "Owner:",
        "Version:",
        "**What it is for.**",
        "**Data.**",
        "**How.**",
        "**How it does",
        "**Limits.**",
    ):
        assert section in CARDS[name], section
    assert re.search(r"\d", CARDS[name]) and re.search(r"\b[Nn]ot for\b|[Jj]udged where", CARDS[name])


@pytest.mark.parametrize("name", pretrained())
def test_every_pretrained_model_has_a_card(name):
    assert any(name in card for card in CARDS.values())


@pytest.mark.parametrize("name", trained())
def test_everything_that_set_up_trains_has_a_card(name):
    artefacts = " ".join(line for card in CARDS.values() for line in card.splitlines() if line.startswith("Artefact:"))
    assert f"`{name}`" in artefacts


def test_what_set_up_trains_was_found():
    assert {"personas.joblib", "reader.joblib"} <= set(trained()) and len(pretrained()) >= 4


def test_the_card_of_distress_is_of_this_version():
    card = " ".join(CARDS["distress"].split())
    assert f"`{VERSION}`" in card and f'from {SOME} "some", from {HIGH} "high"' in card


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m (bench\.[a-z]+)", " ".join(CARDS.values())))))
def test_every_measurement_a_card_names_can_be_repeated(command):
    assert (settings.root / f"{command.replace('.', '/')}.py").exists()


@pytest.mark.parametrize("page", ["threat-model.md", "governance.md", *(f"models/{name}.md" for name in CARDS)])
def test_every_file_a_page_points_to_exists(page):
    text = (settings.root / "docs" / page).read_text()
    for path in re.findall(
        r"`((?:tests|trust|web|bot|actions|store|advisor|data|setup|nlu|knowledge)/[a-z_/.]*)`", text
    ):
        assert (settings.root / path).exists(), path
    for path in re.findall(r"\]\(((?:\.\./)?[a-z][a-z0-9_/-]*\.md)\)", text):
        assert ((settings.root / "docs" / page).parent / path).resolve().exists(), path
