"""Ask the running Milepost, typed or spoken: one turn, or a conversation.

./milepost ask "I want to save for a house in 3 years"
./milepost ask --audio goal.wav --speak answer.wav
./milepost ask --repl --customer 1
"""

from __future__ import annotations

import argparse
import io
import json
import mimetypes
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from settings import settings

WAIT_SECONDS = (5, 120)  # to connect; between two parts of an answer


class CannotAsk(Exception):
    """Why there is no answer, in words for the person at the terminal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", help="what to say")
    what.add_argument("--audio", type=Path, metavar="FILE", help="a recording to send instead (wav, mp3, webm, …)")
    what.add_argument("--repl", action="store_true", help="a conversation, line by line; an empty line ends it")
    parser.add_argument("--customer", type=int, metavar="ID", help="who speaks; a guest unless given")
    parser.add_argument("--speak", type=Path, metavar="OUT.wav", help="save the spoken answer here")
    parser.add_argument("--picture", type=Path, metavar="OUT.svg", help="save the last picture here (.svg or .png)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, as the server sends them")


def run(args: argparse.Namespace) -> int:
    try:
        audio = args.audio.read_bytes() if args.audio else b""
        conversation = Conversation(args.customer)
        if args.repl:
            return _repl(conversation, args)
        events = conversation.hear(audio, args.audio.name) if args.audio else conversation.say(args.text)
        return _answer(conversation, events, args)
    except OSError as error:
        return _trouble(f"{error.filename} cannot be used: {error.strerror}.", args)
    except CannotAsk as error:
        return _trouble(str(error), args)


def _trouble(detail: str, args: argparse.Namespace) -> int:
    if args.json:
        print(json.dumps({"event": "problem", "detail": detail}))
    print(f"milepost: {detail}", file=sys.stderr)
    return 1


def _repl(conversation: Conversation, args: argparse.Namespace) -> int:
    status = 0
    while True:
        try:
            text = input("" if args.json or not sys.stdin.isatty() else "> ").strip()
        except EOFError:
            return status
        if not text:
            return status
        try:
            status = max(status, _answer(conversation, conversation.say(text), args))
        except CannotAsk as error:
            status = _trouble(str(error), args)


def _answer(conversation: Conversation, events: Iterator[dict[str, Any]], args: argparse.Namespace) -> int:
    """Print the events as they arrive; 1 if something went wrong."""
    status = 0
    sounds, pictures = [], []
    for event in events:
        if event["event"] == "problem":
            status = 1
        if event["event"] == "message":
            sounds.append(event["speech_url"])
            if event["image"]:
                pictures.append(event["image"]["url"])
        if args.json:
            print(json.dumps(event, ensure_ascii=False), flush=True)
        elif event["event"] == "problem":
            print(f"milepost: {event['detail']}", file=sys.stderr)
        else:
            print(_in_words(event), end="", flush=True)
    if args.speak and sounds:
        args.speak.write_bytes(_joined([conversation.fetch(url) for url in sounds]))
    if args.picture and pictures:
        form = "png" if args.picture.suffix.lower() == ".png" else "svg"
        args.picture.write_bytes(conversation.fetch(f"{pictures[-1]}.{form}"))
    return status


def _in_words(event: dict[str, Any]) -> str:
    if event["event"] == "transcript":
        return f"You said: {event['text']}\n\n"
    if event["event"] != "message":
        return ""
    lines = [event["text"]]
    if event["image"]:
        lines.append(f"  [picture: {event['image']['alt']}]")
    lines += [f"  source: {source['title']} <{source['url']}>" for source in event["sources"]]
    if event["buttons"]:
        lines.append("  " + "   ".join(f"[{button['title']}]" for button in event["buttons"]))
    return "\n".join(lines) + "\n\n"


def _joined(wavs: list[bytes]) -> bytes:
    """Several recordings of one format as one, each after a short pause."""
    out = io.BytesIO()
    with wave.open(out, "wb") as joined:
        for number, content in enumerate(wavs):
            with wave.open(io.BytesIO(content)) as part:
                if number == 0:
                    joined.setparams(part.getparams())
                else:
                    joined.writeframes(bytes(part.getframerate() * 3 // 10 * part.getsampwidth() * part.getnchannels()))
                joined.writeframes(part.readframes(part.getnframes()))
    return out.getvalue()


class Conversation:
    """One signed-in conversation with the server."""

    def __init__(self, customer: int | None) -> None:
        self.http = requests.Session()
        session = self._request("POST", "/api/session", json={"customer_id": customer} if customer else {}).json()
        self.http.headers["Authorization"] = f"Bearer {session['token']}"

    def say(self, text: str) -> Iterator[dict[str, Any]]:
        """The events of a typed turn."""
        return self._events("/api/messages", json={"text": text})

    def hear(self, audio: bytes, file_name: str) -> Iterator[dict[str, Any]]:
        """The events of a spoken turn."""
        kind = mimetypes.guess_type(file_name)[0] or "application/octet-stream"
        return self._events("/api/speech", data=audio, headers={"Content-Type": kind})

    def fetch(self, address: str) -> bytes:
        """The sound or the picture of a message."""
        return self._request("GET", address).content

    def _events(self, path: str, **options: Any) -> Iterator[dict[str, Any]]:
        headers = {"Accept": "text/event-stream", **options.pop("headers", {})}
        with self._request("POST", path, headers=headers, stream=True, **options) as answer:
            name = ""
            try:
                # Bytes, not text: as text, a rare kind of space inside a message would count as a line break.
                for line in answer.iter_lines(chunk_size=None):
                    if line.startswith(b"event: "):
                        name = line.removeprefix(b"event: ").decode()
                    elif line.startswith(b"data: ") and name != "done":
                        yield {"event": name, **json.loads(line.removeprefix(b"data: "))}
            except requests.RequestException:
                raise CannotAsk("the connection to the server broke off; ask again.") from None

    def _request(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            answer = self.http.request(method, settings.web_url + path, timeout=WAIT_SECONDS, **options)
        except requests.ConnectionError:
            raise CannotAsk(
                f"nothing answers at {settings.web_url}. Start Milepost with `make run` in another terminal; if it "
                "runs elsewhere, set MILEPOST_HOST and MILEPOST_WEB_PORT."
            ) from None
        except requests.Timeout:
            raise CannotAsk(f"{settings.web_url} took too long to answer; is the machine busy? Ask again.") from None
        if not answer.ok:
            try:
                raise CannotAsk(answer.json()["detail"])
            except (ValueError, KeyError):
                raise CannotAsk(f"{settings.web_url} answered HTTP {answer.status_code}; is this Milepost?") from None
        return answer
