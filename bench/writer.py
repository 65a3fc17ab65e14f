"""The writer's CPU for 60 tokens from a 300-token prompt: CTranslate2 int8 against transformers fp32, the same weights.

`python -m bench.writer [REPEATS]` (5 unless told). Both run greedily on one thread, in turns: with more, threads that
spin while they wait count as work, and torch's spin longest. The claims: at most 0.35 of the peer's CPU; the first
token within 0.4 CPU-seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from settings import settings

CLAIM, CLAIM_FIRST = 0.35, 0.4
PROMPT_TOKENS, NEW_TOKENS = 300, 60
TEXT = "A deposit is the part of the price that you pay yourself, and a larger one lowers the monthly payment. "


def cpu(work: Callable[[], object]) -> float:
    """CPU-seconds of all threads for one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main(repeats: int = 5) -> int:
    """Print the table; 1 if a claim does not hold."""
    import ctranslate2
    import torch
    from tokenizers import Tokenizer
    from transformers import T5ForConditionalGeneration

    torch.set_num_threads(1)
    ours, peer = settings.models / "flan-t5-small-ct2", settings.models / "flan-t5-small"
    tokenizer = Tokenizer.from_file(str(ours / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PROMPT_TOKENS)
    encoded = tokenizer.encode(f"answer warm: what is a deposit? | {TEXT * 20}")
    translator = ctranslate2.Translator(str(ours), intra_threads=1, inter_threads=1)
    model = T5ForConditionalGeneration.from_pretrained(peer).eval()
    ids = torch.tensor([encoded.ids])

    def served() -> None:
        translator.translate_batch(
            [encoded.tokens], beam_size=1, min_decoding_length=NEW_TOKENS, max_decoding_length=NEW_TOKENS
        )

    def reference() -> None:
        with torch.inference_mode():
            model.generate(ids, do_sample=False, min_new_tokens=NEW_TOKENS, max_new_tokens=NEW_TOKENS)

    def first_token() -> None:
        next(iter(translator.generate_tokens(encoded.tokens, max_decoding_length=NEW_TOKENS)))

    served(), reference()  # first calls allocate
    times = [(cpu(served), cpu(reference), cpu(first_token)) for _ in range(repeats)]
    mine, theirs, first = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{NEW_TOKENS} tokens from {len(encoded.ids)}, median CPU-seconds of {repeats} runs, one thread")
    print(f"  CTranslate2 int8     {mine:6.3f}")
    print(f"  transformers fp32    {theirs:6.3f}")
    print(f"  first token          {first:6.3f}   (claim: at most {CLAIM_FIRST})")
    print(f"RATIO {mine / theirs:.3f}   (claim: at most {CLAIM})")
    return int(mine / theirs > CLAIM or first > CLAIM_FIRST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
