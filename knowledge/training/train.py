"""Fine-tunes flan-t5-small into Milepost's writer: a LoRA adapter, small enough to live in the repository.

    python -m knowledge.training.train DOWNLOAD_DIR [--minutes 35] [--seed 7] [--resume]

DOWNLOAD_DIR holds what set-up downloads (see knowledge/convert.py). Uses a GPU when there is one; on two CPU cores the
committed adapter took the time its model card states. The adapter is saved as it goes, so a run may be stopped early.
"""

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from knowledge.convert import base_model, find_parts
from knowledge.training import ADAPTER
from knowledge.training.pairs import Pair, pairs

TOKENS = 1500  # of a batch, padding included: about 24 parts of a reply, or six answers
RANK = 32
PEAK = 2e-3  # learning rate; LoRA takes several times what full weights take, a second run half of that
WARM_UP = 20  # steps
SAVE_EVERY = 40  # steps
POOL = 192  # pairs sorted by length before they are cut into batches, so that little is padding


def batches(source: Iterator[Pair], tokenizer, tokens: int = TOKENS) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of similar length and about as much work: input_ids, attention_mask, labels (padding −100), each
    (pairs, longest)."""

    def padded(rows: list[list[int]], filler: int) -> torch.Tensor:
        longest = max(map(len, rows))
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    while True:
        pool = [
            (tokenizer.encode(pair.prompt).ids, tokenizer.encode(pair.reply).ids)
            for pair in itertools.islice(source, POOL)
        ]
        cut = list(_cut(sorted(pool, key=_work), tokens))
        for index in torch.randperm(len(cut)).tolist():
            part = cut[index]
            inputs = [each[0] for each in part]
            yield {
                "input_ids": padded(inputs, 0),
                "attention_mask": padded([[1] * len(row) for row in inputs], 0),
                "labels": padded([each[1] for each in part], -100),
            }


def _work(encoded: tuple[list[int], list[int]]) -> int:
    return len(encoded[0]) + len(encoded[1])


def _cut(ordered: list[tuple[list[int], list[int]]], tokens: int) -> Iterator[list[tuple[list[int], list[int]]]]:
    """Pairs in rising length cut into runs of at most so many tokens, each pair counted as the longest."""
    run: list[tuple[list[int], list[int]]] = []
    for each in ordered:
        if run and (len(run) + 1) * _work(each) > tokens:
            yield run
            run = []
        run.append(each)
    yield run


def train(
    download: Path, minutes: float, seed: int, out: Path = ADAPTER, resume: bool = False, answers: float = 0.02,
    peak: float = PEAK,
) -> None:  # fmt: skip
    """Trains for the given minutes and leaves the adapter in `out`; the rate falls to nothing by the end."""
    from peft import LoraConfig, PeftModel, get_peft_model
    from tokenizers import Tokenizer

    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with tempfile.TemporaryDirectory() as scratch:
        parts = find_parts(download, Path(scratch))
        tokenizer = Tokenizer.from_file(str(parts["tokenizer.json"]))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        model = base_model(parts)
    shape = LoraConfig(
        r=RANK, lora_alpha=2 * RANK, lora_dropout=0.0, target_modules=["q", "k", "v", "o", "wi_0", "wi_1", "wo"]
    )
    if resume:
        model = PeftModel.from_pretrained(model, str(out), is_trainable=True).to(device)
    else:
        model = get_peft_model(model, shape).to(device)
    model.train()
    trained = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=peak, weight_decay=0.0)

    started, seconds, recent = time.monotonic(), minutes * 60, []
    history = []
    for step, batch in enumerate(batches(pairs(seed, answers=answers), tokenizer), start=1):
        gone = (time.monotonic() - started) / seconds
        if gone >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = peak * min(1.0, step / WARM_UP) * (1 - gone)
        with torch.autocast(device, torch.bfloat16):
            loss = model(**{name: tensor.to(device) for name, tensor in batch.items()}).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        recent.append(loss.item())
        if step % 10 == 0:
            history.append({"step": step, "loss": round(sum(recent) / len(recent), 4)})
            print(f"step {step:4d}  {gone:4.0%} of the time  loss {history[-1]['loss']:.3f}", flush=True)
            recent = []
        if step % SAVE_EVERY == 0:
            save(model, out, history)
    save(model, out, history)


def save(model, out: Path, history: list[dict]) -> None:
    """The adapter in half precision, and how the loss fell."""
    with tempfile.TemporaryDirectory() as scratch:
        model.save_pretrained(scratch)
        from safetensors.torch import load_file, save_file

        out.mkdir(parents=True, exist_ok=True)
        weights = load_file(str(Path(scratch) / "adapter_model.safetensors"))
        save_file({name: each.half() for name, each in weights.items()}, str(out / "adapter_model.safetensors"))
        config = json.loads((Path(scratch) / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = "google/flan-t5-small"
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
        (out / "history.json").write_text(json.dumps(history) + "\n")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("download", type=Path)
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--answers", type=float, default=0.02, help="share of pairs that are questions")
    parser.add_argument("--rate", type=float, default=PEAK, help="learning rate at its highest")
    parser.add_argument("--resume", action="store_true", help="go on from the adapter in --out")
    options = parser.parse_args(arguments)
    train(options.download, options.minutes, options.seed, options.out, options.resume, options.answers, options.rate)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
