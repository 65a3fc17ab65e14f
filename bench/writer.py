"""The writer's CPU against transformers fp32 with the same weights: for 60 tokens from 300, and for whole replies.

`python -m bench.writer [REPEATS]` (5 unless told). Both on one thread, in turns: with more, threads that spin while
they wait count as work, and torch's spin longest. The 60 tokens are written greedily by both, by CTranslate2 once with
the whole vocabulary and once, as in service, with that of approved wording and of the prompt. The replies are those of
20 random briefs, second tries included; CTranslate2 looks for four wordings of each part, the peer for one. The claims:
at most 0.30 of the peer's CPU; the first token within 0.4 CPU-seconds.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from knowledge import writing
from knowledge.writer import CTranslate2Writer, TransformersWriter, load_writer
from settings import settings
from tests.knowledge.briefs import any_brief

CLAIM, CLAIM_FIRST = 0.30, 0.4
PROMPT_TOKENS, NEW_TOKENS = 300, 60
BRIEFS = 20
TEXT = "A deposit is the part of the price that you pay yourself, and a larger one lowers the monthly payment. "


def cpu(work: Callable[[], object]) -> float:
    """CPU-seconds of all threads for one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def tokens(ours: CTranslate2Writer, peer: TransformersWriter, repeats: int) -> tuple[float, float]:
    """Print what 60 tokens from 300 cost; (CPU as served ÷ the peer's, CPU-seconds to the first token)."""
    import torch

    tokenizer, translator, model = ours._tokenizer, ours._translator, peer._model
    tokenizer.enable_truncation(PROMPT_TOKENS)
    encoded = tokenizer.encode(f"answer warm: what is a deposit? | {TEXT * 20}")
    ids = torch.tensor([encoded.ids])

    def served(kept: bool = True) -> None:
        translator.translate_batch(
            [encoded.tokens], beam_size=1, min_decoding_length=NEW_TOKENS, max_decoding_length=NEW_TOKENS, use_vmap=kept
        )

    def reference() -> None:
        with torch.inference_mode():
            model.generate(ids, do_sample=False, min_new_tokens=NEW_TOKENS, max_new_tokens=NEW_TOKENS)

    def first_token() -> None:
        next(iter(translator.generate_tokens(encoded.tokens, max_decoding_length=NEW_TOKENS)))

    served(), reference()  # first calls allocate
    times = [(cpu(served), cpu(lambda: served(False)), cpu(reference), cpu(first_token)) for _ in range(repeats)]
    mine, whole, theirs, first = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{NEW_TOKENS} tokens from {len(encoded.ids)}, median CPU-seconds of {repeats} runs, one thread")
    print(f"  CTranslate2 int8, as served         {mine:6.3f}   {mine / theirs:.3f} of transformers")
    print(f"  CTranslate2 int8, whole vocabulary  {whole:6.3f}   {whole / theirs:.3f}")
    print(f"  transformers fp32                   {theirs:6.3f}")
    print(f"  first token                         {first:6.3f}   (claim: at most {CLAIM_FIRST})")
    return mine / theirs, first


def replies(ours: CTranslate2Writer, peer: TransformersWriter) -> float:
    """Print what the replies to the same briefs cost; the CPU as served ÷ the peer's."""
    rng = random.Random(1)
    briefs = [any_brief(rng) for _ in range(BRIEFS)]
    spent = []
    for writer in (ours, peer):
        writing.the_writer = lambda writer=writer: writer
        writing.write(briefs[0])
        spent.append(sum(cpu(lambda brief=brief: writing.write(brief)) for brief in briefs) / BRIEFS)
    mine, theirs = spent
    print(f"a whole reply, mean CPU-seconds of {BRIEFS}, one thread")
    print(f"  CTranslate2 int8, as served         {mine:6.3f}   {mine / theirs:.3f} of transformers")
    print(f"  transformers fp32                   {theirs:6.3f}")
    return mine / theirs


def main(repeats: int = 5) -> int:
    """Print the table; 1 if a claim does not hold."""
    ours = load_writer(settings.writer, settings.models, threads=1)
    peer = TransformersWriter(name_or_folder=str(settings.models / "flan-t5-small"), threads=1, tuned=True)
    of_reply = replies(ours, peer)
    of_tokens, first = tokens(ours, peer, repeats)
    print(f"RATIO {max(of_tokens, of_reply):.3f}   (claim: at most {CLAIM})")
    return int(max(of_tokens, of_reply) > CLAIM or first > CLAIM_FIRST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
