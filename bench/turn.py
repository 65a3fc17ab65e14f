"""One spoken turn on the running system: from the end of speech to transcript, first text, first picture, first sound.

`python -m bench.turn` speaks a goal, sends the recording to Milepost over HTTP (starting Milepost if it does not
run) and notes when each part is in the listener's hands: the picture as SVG, the sound as WAV. The peer is a client
that waits for the whole turn, as one that asks for a JSON document does: ratios are to the end of the same turn.
"""

from __future__ import annotations

import contextlib
import json
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import requests

from settings import settings
from voice.speaking import Speaking

GOAL = "I want to save for a house in three years. I need sixty thousand dollars, and I have five thousand."
CUSTOMER = 1
TURNS = 5
START_SECONDS = 300
STAGES = ("transcript", "first text", "first picture", "first sound", "end")


@contextlib.contextmanager
def running_milepost() -> Iterator[None]:
    """Milepost, started here and ended afterwards unless it runs already."""
    if _ready():
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "setup.run"], cwd=settings.root, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"Milepost did not start; `make run` says why. Nothing answers at {settings.web_url}.")
            time.sleep(0.5)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _ready() -> bool:
    try:
        return requests.get(f"{settings.web_url}/readyz", timeout=5).ok
    except requests.RequestException:
        return False


def sign_in() -> requests.Session:
    """A new conversation, so that every turn makes the plan anew."""
    http = requests.Session()
    session = http.post(f"{settings.web_url}/api/session", json={"customer_id": CUSTOMER}).json()
    http.headers["Authorization"] = f"Bearer {session['token']}"
    return http


def streamed(recording: bytes) -> dict[str, float]:
    """Seconds until each stage of one turn is in the listener's hands."""
    http, reached = sign_in(), {}
    started = time.perf_counter()

    def reach(stage: str, address: str = "") -> None:
        if stage not in reached:
            if address:
                http.get(settings.web_url + address).raise_for_status()
            reached[stage] = time.perf_counter() - started

    headers = {"Accept": "text/event-stream", "Content-Type": "audio/wav"}
    name = ""
    with http.post(f"{settings.web_url}/api/speech", data=recording, headers=headers, stream=True) as answer:
        for line in answer.iter_lines(chunk_size=None):
            key, _, value = line.decode().partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                event = json.loads(value)
                if name == "problem":
                    raise SystemExit(f"the turn failed: {event['detail']}")
                if name == "transcript":
                    reach("transcript")
                elif name == "message":
                    reach("first text")
                    if event["image"]:
                        reach("first picture", f"{event['image']['url']}.svg")
                elif name == "speech":
                    reach("first sound", event["url"])
    reach("end")
    return reached


def main() -> int:
    with contextlib.closing(Speaking()) as speaking:
        recording = speaking.say(GOAL)
    with running_milepost():
        streamed(recording)  # the first one pays for what no later turn does
        turns = [streamed(recording) for _ in range(TURNS)]
    if any("first picture" not in turn for turn in turns):
        raise SystemExit("this goal gave no picture: the conversation asked back instead of planning")
    print(f"{TURNS} spoken house goals, seconds from the end of speech\n")
    print(f"{'stage':<14} {'median':>9} {'worst':>9} {'ratio':>7}")
    ratios = {}
    for stage in STAGES:
        seconds = [turn[stage] for turn in turns]
        ratios[stage] = statistics.median(turn[stage] / turn["end"] for turn in turns)
        print(f"{stage:<14} {statistics.median(seconds):9.2f} {max(seconds):9.2f} {ratios[stage]:7.2f}")
    kept = ratios["transcript"] < ratios["first text"] < 1
    print(f"\nclaim kept: {'yes' if kept else 'no'} (transcript before words, words before the whole)")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
