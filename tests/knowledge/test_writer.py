"""The writer is whatever the setting names: ours, a folder, any seq2seq or causal model; or nothing, said clearly."""

import json

import pytest

from knowledge.writer import CTranslate2Writer, TransformersWriter, WriterMissing, load_writer
from settings import settings

needs_ours = pytest.mark.skipif(
    not (settings.models / "flan-t5-small-ct2" / "model.bin").is_file(), reason="models are not set up: make setup"
)


def test_a_writer_that_is_not_installed_says_what_to_run(tmp_path):
    with pytest.raises(WriterMissing, match="make setup"):
        load_writer("flan-t5-small", tmp_path, threads=1)


def test_no_writer_can_be_asked_for(tmp_path):
    with pytest.raises(WriterMissing, match="template"):
        load_writer("template", tmp_path, threads=1)


def tiny_tokenizer(folder):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["<pad>", "</s>", "<unk>", "say", "warm", "[goal]", "house", "rate", "a", "the"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)
    return len(words)


@pytest.fixture(params=["t5", "falcon"])
def tiny_model(request, tmp_path):
    import torch
    from transformers import FalconConfig, FalconForCausalLM, T5Config, T5ForConditionalGeneration

    torch.manual_seed(0)
    size = tiny_tokenizer(tmp_path)
    if request.param == "t5":
        config = T5Config(vocab_size=size, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2,
                          decoder_start_token_id=0, pad_token_id=0, eos_token_id=1)  # fmt: skip
        T5ForConditionalGeneration(config).save_pretrained(tmp_path)
    else:
        config = FalconConfig(vocab_size=size, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                              bos_token_id=1, eos_token_id=1)  # fmt: skip
        FalconForCausalLM(config).save_pretrained(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_any_seq2seq_or_causal_folder_writes_and_streams(tiny_model, tmp_path):
    writer = load_writer(str(tiny_model), tmp_path / "models", threads=1)
    assert isinstance(writer, TransformersWriter)
    writer.new_tokens = 6
    whole = writer.invoke("say warm [goal]")
    chunks = list(writer.stream("say warm [goal]"))
    assert chunks
    assert "".join(chunks).strip() == whole
    assert len(writer.batch(["say warm", "the house"], variation=1)) == 2


@pytest.mark.slow
def test_a_folder_that_is_no_model_is_a_missing_writer(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "t5"}))
    with pytest.raises(WriterMissing, match="could not be loaded"):
        load_writer(str(tmp_path), tmp_path, threads=1)


@pytest.fixture(scope="module")
def ours():
    return load_writer("flan-t5-small", settings.models, threads=1)


@needs_ours
@pytest.mark.slow
def test_our_writer_streams_what_it_writes(ours):
    assert isinstance(ours, CTranslate2Writer)
    prompt = "say plain plan on track effort: [income share]"
    assert "".join(ours.stream(prompt)) == ours.invoke(prompt)
    assert "[income share]" in ours.invoke(prompt)


@needs_ours
@pytest.mark.slow
def test_a_writer_is_kept_to_the_words_of_its_texts_and_of_its_prompt(ours):
    prompt = "say plain plan on track growth: [expected return]"
    kept = CTranslate2Writer(folder=ours.folder, threads=1, sayable=("You save [monthly].",))
    for offered in kept.generate([prompt], beams=4).generations[0]:
        assert not {"The", "is", "a"} & set(offered.text.split())
    assert {"The", "is", "a"} & set(ours.invoke(prompt).split())


@needs_ours
@pytest.mark.slow
def test_a_reply_begins_with_the_opening_it_is_given(ours):
    opening = "You use [utilisation] of your credit:"
    prompt = "say plain utilisation used: [utilisation] [balance] [credit limit]"
    assert ours.generate([prompt], openings=[opening]).generations[0][0].text.startswith(opening)


@needs_ours
@pytest.mark.slow
def test_of_several_wordings_the_likeliest_comes_first(ours):
    prompt = "say plain plan on track growth: [expected return]"
    offered = [each.text for each in ours.generate([prompt], beams=4).generations[0]]
    assert len(set(offered)) == 4
    assert offered[0] == ours.invoke(prompt)


@needs_ours
@pytest.mark.slow
def test_prompts_in_a_batch_come_back_in_order(ours):
    prompts = ["say plain plan on track effort: [income share]", "say plain plan on track growth: [expected return]"]
    assert ours.batch(prompts) == [ours.invoke(prompt) for prompt in prompts]
