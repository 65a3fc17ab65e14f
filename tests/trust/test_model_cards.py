"""Every model that decides something has a card that says what it is for, how it does and where it ends."""

import re

import pytest

from settings import settings
from trust.distress import VERSION

CARDS = settings.root / "docs" / "models"
INVENTORY = re.findall(r"\(models/([a-z]+)\.md\)", (settings.root / "docs" / "governance.md").read_text())


def test_the_inventory_names_every_card_and_no_other():
    assert set(INVENTORY) <= {path.stem for path in CARDS.glob("*.md")}
    assert {"personas", "distress", "anomalies", "writer"} <= set(INVENTORY)


@pytest.mark.parametrize("name", ["personas", "distress", "anomalies"])
def test_a_card_has_its_sections(name):
    card = (CARDS / f"{name}.md").read_text()
    for section in ("Owner:", "Version:", "**What it is for.**", "**Data.**", "**How.**", "**Limits.**"):
        assert section in card, section
    assert re.search(r"\d", card)


def test_the_card_of_distress_is_of_this_version():
    assert f"`{VERSION}`" in (CARDS / "distress.md").read_text()


@pytest.mark.parametrize("page", ["threat-model.md", "governance.md"])
def test_every_file_a_page_points_to_exists(page):
    for path in re.findall(
        r"`((?:tests|trust|web|bot|actions|store|advisor|data|setup)/[a-z_/.]*)`",
        (settings.root / "docs" / page).read_text(),
    ):
        assert (settings.root / path).exists(), path
