"""The writer as a LangChain LLM: our flan-t5-small in CTranslate2, or any seq2seq or causal model in transformers."""

import logging
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.llms import LLM
from langchain_core.outputs import Generation, GenerationChunk, LLMResult
from pydantic import PrivateAttr

from knowledge.places import approved_sentences
from knowledge.templates import templates
from knowledge.wording import anything, openers
from settings import settings

OURS = "flan-t5-small"
NEW_TOKENS = 256  # a reply's upper limit; the longest of the training pairs has about 190
PROMPT_TOKENS = 512  # what T5 was trained on; the end of anything longer is cut off
BEAMS = 4  # wordings looked for at once; more find no others that pass the guard

log = logging.getLogger(__name__)


class WriterMissing(RuntimeError):
    """No writer can be had; the message says why and what to do. Replies come from templates meanwhile."""


class CTranslate2Writer(LLM):
    """A seq2seq model in CTranslate2 form: `model.bin` and `tokenizer.json` in one folder. Thread-safe.

    `variation` 0 writes the likeliest replies, any other number another one (sampled).
    """

    folder: str
    threads: int = 2
    new_tokens: int = NEW_TOKENS
    tuned: bool = True  # fine-tuned on the prompts of knowledge/prompts.py
    sayable: tuple[str, ...] = ()  # when given, it says only tokens of these texts and of its prompt
    _translator: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(Path(self.folder) / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(PROMPT_TOKENS)
        files = _with_vocabulary(Path(self.folder), self._tokenizer, self.sayable) if self.sayable else None
        self._translator = ctranslate2.Translator(self.folder, files=files, intra_threads=self.threads, inter_threads=1)

    @property
    def _llm_type(self) -> str:
        return "ctranslate2"

    def _stream(
        self, prompt: str, stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None,
        variation: int = 0, **_: Any,
    ) -> Iterator[GenerationChunk]:  # fmt: skip
        ids, told = [], ""
        for step in self._translator.generate_tokens(
            self._tokenizer.encode(prompt).tokens,
            max_decoding_length=self.new_tokens,
            sampling_topk=10 if variation else 1,
            sampling_temperature=0.7,
        ):  # no use_vmap: the numbers it yields then are places in the mapping (CTranslate2 4.8)
            ids.append(step.token_id)
            # Decoded from the start each time: whether a piece begins a word shows only beside the one before.
            text = self._tokenizer.decode(ids)
            yield GenerationChunk(text=text[len(told) :])
            told = text
        if not ids:
            yield GenerationChunk(text="")  # LangChain wants at least one

    def _generate(
        self, prompts: list[str], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None,
        variation: int = 0, beams: int = 1,
        openings: list[str] | None = None, **_: Any,
    ) -> LLMResult:  # fmt: skip
        """All prompts at once, which costs far less than one after another; for each as many replies as beams, the
        likeliest first. A reply begins with its opening, if any."""
        begun = [self._tokenizer.encode(each, add_special_tokens=False).tokens for each in openings or ()]
        results = self._translator.translate_batch(
            [self._tokenizer.encode(prompt).tokens for prompt in prompts],
            target_prefix=begun or None,
            beam_size=1 if variation else beams,
            num_hypotheses=1 if variation else beams,
            max_decoding_length=self.new_tokens,
            sampling_topk=10 if variation else 1,
            sampling_temperature=0.7,
            # Tokens it is given to begin with come out as others when the vocabulary is mapped (CTranslate2 4.8).
            use_vmap=bool(self.sayable) and not any(begun),
        )
        return LLMResult(
            generations=[[Generation(text=self._text(each)) for each in result.hypotheses] for result in results]
        )

    def _text(self, tokens: list[str]) -> str:
        return self._tokenizer.decode([self._tokenizer.token_to_id(token) for token in tokens])

    def _call(
        self, prompt: str, stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> str:  # fmt: skip
        return "".join(chunk.text for chunk in self._stream(prompt, stop, run_manager, **options))


def _with_vocabulary(folder: Path, tokenizer: Any, texts: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a model, by name, with the mapping that keeps it to the tokens of some texts and of its prompt.

    Scoring 32,128 tokens at each step is two fifths of a small model's work; approved wording needs some 600.
    """
    always = sorted({token for text in texts for token in tokenizer.encode(text, add_special_tokens=False).tokens})
    copied = (token for token in tokenizer.get_vocab() if token and not any(char.isspace() for char in token))
    lines = ["\t" + " ".join(always), *(f"{token}\t{token}" for token in copied)]
    files = {file.name: file.read_bytes() for file in (folder / "model.bin", *folder.glob("*.json"))}
    return {**files, "vmap.txt": "\n".join(lines).encode() + b"\n"}


@cache
def approved_texts() -> tuple[str, ...]:
    """All approved wording, as the writer would write it."""
    worded = [each.replace("_", " ") for job in templates() for each in approved_sentences(job)]
    return (*worded, *anything(), *(each for of_tone in openers().values() for each in of_tone))


class TransformersWriter(LLM):
    """Any seq2seq (T5, Flan-T5) or causal (Falcon) model: a name on the model hub or a local folder."""

    name_or_folder: str
    threads: int = 2
    new_tokens: int = NEW_TOKENS
    tuned: bool = False
    _model: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _one_at_a_time: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def model_post_init(self, context: Any) -> None:
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

        torch.set_num_threads(self.threads)
        seq2seq = AutoConfig.from_pretrained(self.name_or_folder).is_encoder_decoder
        kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
        self._tokenizer = AutoTokenizer.from_pretrained(self.name_or_folder)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = kind.from_pretrained(self.name_or_folder).eval().to(device)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _options(self, prompt: str, variation: int) -> dict[str, Any]:
        inputs = self._tokenizer(prompt, return_tensors="pt", truncation=True, max_length=PROMPT_TOKENS)
        inputs.pop("token_type_ids", None)  # Falcon's tokenizer gives them, its model takes none
        sampled = {"do_sample": True, "top_k": 10, "temperature": 0.7} if variation else {"do_sample": False}
        filler = self._tokenizer.pad_token_id
        if filler is None:
            filler = self._tokenizer.eos_token_id
        return {**inputs.to(self._model.device), "max_new_tokens": self.new_tokens, "pad_token_id": filler, **sampled}

    def _stream(
        self, prompt: str, stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None,
        variation: int = 0, **_: Any,
    ) -> Iterator[GenerationChunk]:  # fmt: skip
        from transformers import TextIteratorStreamer

        with self._one_at_a_time:
            streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=not self._model.config.is_encoder_decoder,
                                            skip_special_tokens=True)  # fmt: skip
            failed: list[BaseException] = []

            def generate() -> None:
                try:
                    self._model.generate(**self._options(prompt, variation), streamer=streamer)
                except BaseException as trouble:  # noqa: B036 - handed to the reader, who would wait for ever
                    failed.append(trouble)
                    streamer.end()

            worker = threading.Thread(target=generate, daemon=True)
            worker.start()
            for text in streamer:
                yield GenerationChunk(text=text)
            worker.join()
        if failed:
            raise failed[0]
        yield GenerationChunk(text="")

    def _call(
        self, prompt: str, stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> str:  # fmt: skip
        return "".join(chunk.text for chunk in self._stream(prompt, stop, run_manager, **options)).strip()


Writer = CTranslate2Writer | TransformersWriter


def load_writer(name: str, models: Path, threads: int) -> Writer:
    """The writer of a name: ours, a folder in CTranslate2 or transformers form, or a model of the hub.

    Raises WriterMissing.
    """
    if name == "template":
        raise WriterMissing("MILEPOST_WRITER is template.")
    ours = name == OURS
    folder = models / f"{OURS}-ct2" if ours else Path(name).expanduser()
    if ours and not (folder / "model.bin").is_file():
        raise WriterMissing(f"{folder} is missing: run `make setup` to fetch and convert the writer.")
    try:
        if (folder / "model.bin").is_file() and (folder / "tokenizer.json").is_file():
            return CTranslate2Writer(
                folder=str(folder), threads=threads, tuned=ours, sayable=approved_texts() if ours else ()
            )
        return TransformersWriter(name_or_folder=name, threads=threads)
    except Exception as trouble:  # a hub that cannot be reached, a folder that is no model: many libraries, many types
        raise WriterMissing(f"the writer {name!r} could not be loaded: {trouble}") from trouble


@cache
def _the_writer() -> Writer | WriterMissing:
    try:
        return load_writer(settings.writer, settings.models, settings.threads)
    except WriterMissing as missing:
        log.warning("%s Replies are worded by templates.", missing)
        return missing


def the_writer() -> Writer:
    """The writer the settings name, loaded once. Raises WriterMissing, each time at once."""
    found = _the_writer()
    if isinstance(found, WriterMissing):
        raise found
    return found
