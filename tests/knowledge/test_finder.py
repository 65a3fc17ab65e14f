"""What the finder learns from is sound, and what it learned holds where it runs."""

from pathlib import Path

import numpy as np
import pytest

from embedding.convert import ADAPTERS, merged
from knowledge.article import Article, load_articles
from knowledge.lessons import POINTED, lessons

ARTICLE = Article(
    "cards", "How do cards work?", ("credit",), "US", "2026-11-24", (), "A card lends.\n\nPay it in full. Fees bite."
)


def test_every_pointed_question_finds_its_sentence_and_no_other_article_is_named():
    learned = lessons(load_articles())
    pointing = [question for lesson in learned for question in lesson.questions if question.right]
    assert len(pointing) > 1500
    assert max(len(question.right) for question in pointing) <= 6, "an opening that fits many sentences points nowhere"


def test_no_pointed_question_is_asked_in_a_held_out_set():
    """A figure measured on what was learned is worth nothing."""
    learned = (question for lesson in lessons(load_articles()) for question in lesson.questions if question.right)
    asked = {" ".join(question.text.lower().split()) for question in learned}
    data = Path(__file__).parent / "data"
    held_out = " ".join(" ".join(file.read_text().lower().split()) for file in data.glob("held_out_*.yml"))
    assert not [question for question in asked if f'"{question}"' in held_out]


def test_a_pointed_question_without_its_sentence_is_named(tmp_path):
    file = tmp_path / "pointed.yml"
    file.write_text('cards:\n  - {ask: "what bites", says: ["Fees hurt"]}\n')
    with pytest.raises(ValueError, match="no sentence of cards begins with"):
        lessons([ARTICLE], file)
    file.write_text('loans:\n  - {ask: "what bites", says: ["Fees bite"]}\n')
    with pytest.raises(ValueError, match="articles that do not exist: loans"):
        lessons([ARTICLE], file)
    file.write_text('cards:\n  - {ask: "what bites", says: ["Fees bite"]}\n')
    assert lessons([ARTICLE], file)[0].questions[-1].right == {2}


def test_an_adapter_changes_the_products_it_names_by_its_low_rank_part_and_nothing_else(tmp_path):
    from safetensors.numpy import save_file

    name = "base_model.model.encoder.layer.0.output.dense.lora_{}.weight"
    down, up = np.ones((2, 3), dtype=np.float16), np.arange(8, dtype=np.float16).reshape(4, 2)
    save_file({name.format("A"): down, name.format("B"): up}, tmp_path / "adapter_model.safetensors")
    (tmp_path / "adapter_config.json").write_text('{"lora_alpha": 4, "r": 2}')
    weights = {"encoder.layer.0.output.dense.weight": np.zeros((4, 3)), "other.weight": np.ones(3)}
    whole = merged(weights, tmp_path)
    np.testing.assert_allclose(whole["encoder.layer.0.output.dense.weight"], 2 * (up @ down))
    assert whole["other.weight"] is weights["other.weight"]


def test_the_adapter_in_the_repository_is_small():
    assert sum(file.stat().st_size for file in ADAPTERS.rglob("adapter_*")) < 3_000_000
    assert POINTED.is_file()
