"""The bot's CPU a message against the same bot with Rasa's stock settings (DIET, TED), in ten-message conversations.

`python -m bench.conversation [CONVERSATIONS]` (5 unless told). Both bots have the same intents, rules, form and action
server; counted is the CPU time of the bot's process alone. The claims: at most 0.3 of the peer's; and a conversation
of 200 messages answers its last ten within 1.5 times the CPU of its first ten.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLAIM, CLAIM_LENGTH = 0.3, 1.5
TEN = (
    "hello",
    "I want to save for a house in 3 years",
    "60k",
    "five thousand dollars",
    "why that product?",
    "what if I saved 300 more a month?",
    "no, keep my plan",
    "thank you",
    "show me my plan",
    "goodbye",
)
LONG = 200


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(conversations: int = 5) -> int:
    """Print the table; 1 if a claim does not hold."""
    from bot.replay.servers import surroundings

    if "BENCH_CONVERSATION" not in os.environ:  # settings are read once: run in surroundings of its own
        again = [sys.executable, "-m", "bench.conversation", str(conversations)]
        own = {**surroundings("template"), "BENCH_CONVERSATION": "1"}
        status = subprocess.call(again, env=own, cwd=ROOT)
        shutil.rmtree(own["MILEPOST_VAR"], ignore_errors=True)
        return status
    from advisor.customers import load
    from bot.replay.servers import Servers, free_port
    from settings import settings
    from store import customers

    customers.put(row.to_dict() for row in load(ROOT / "data" / "customers.csv").customers)
    digest = hashlib.sha256()
    inputs = (
        *ROOT.glob("nlu/intents/*.yml"),
        ROOT / "domain.yml",
        *ROOT.glob("bot/*.yml"),
        *ROOT.glob("bench/stock/*"),
    )
    for path in sorted(p for p in inputs if p.is_file()):
        digest.update(path.read_bytes())
    model = ROOT / "results" / "bench" / f"stock-{digest.hexdigest()[:16]}.tar.gz"
    model.parent.mkdir(parents=True, exist_ok=True)
    with Servers() as servers:
        port = free_port()
        log = (settings.var / "stock.log").open("ab")
        stock = subprocess.Popen(
            [str(ROOT / ".venv/bot/bin/python"), "-m", "bench.stock.bot", str(model), str(port)],
            cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/", stock)
            return _measure(servers.pid("bot"), settings.bot_url, stock.pid, f"http://127.0.0.1:{port}", conversations)
        finally:
            stock.terminate()
            stock.wait()


def _wait_for(address: str, process: subprocess.Popen) -> None:
    import requests

    for _ in range(1800):
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.RequestException:
            pass
        if process.poll() is not None:
            raise SystemExit("the peer did not start")
        time.sleep(1)


def _measure(our_pid: int, our_url: str, stock_pid: int, stock_url: str, conversations: int) -> int:
    import requests

    from trust import tokens

    def ours(subject: str, session: str, text: str) -> None:
        token, _ = tokens.issue(subject, session_id=session)
        answer = requests.post(
            f"{our_url}/webhooks/milepost/messages", json={"text": text}, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.ok and answer.text.strip(), answer.text

    def peer(subject: str, session: str, text: str) -> None:
        body = {"sender": f"{subject}.{session}", "message": text}
        answer = requests.post(f"{stock_url}/webhooks/rest/webhook", json=body)
        assert answer.ok and answer.json(), f"the peer said nothing to {text!r}"

    def one(say, pid: int, number: int) -> float:
        before = cpu_seconds(pid)
        for text in TEN:
            say(f"customer-{100 + number}", f"{number:016x}", text)
        return (cpu_seconds(pid) - before) / len(TEN) * 1000

    for say, pid in ((ours, our_pid), (peer, stock_pid)):
        one(say, pid, 0)  # warm up
    our_ms, peer_ms = [], []
    for number in range(1, conversations + 1):
        our_ms.append(one(ours, our_pid, number))
        peer_ms.append(one(peer, stock_pid, number))
    ratio = statistics.median(our_ms) / statistics.median(peer_ms)
    print(f"{'CPU-ms a message':<28}{'median':>8}{'lowest':>8}{'highest':>9}")
    for name, values in (("ours", our_ms), ("stock DIET + TED", peer_ms)):
        print(f"{name:<28}{statistics.median(values):>8.1f}{min(values):>8.1f}{max(values):>9.1f}")
    print(f"RATIO {ratio:.2f} (claim: at most {CLAIM})")

    costs = []
    for _ in range(LONG // len(TEN)):
        before = cpu_seconds(our_pid)
        for text in TEN:
            ours("customer-99", "f" * 16, text)
        costs.append((cpu_seconds(our_pid) - before) / len(TEN) * 1000)
    length = costs[-1] / costs[0]
    print(f"one conversation of {LONG}: first ten {costs[0]:.1f}, last ten {costs[-1]:.1f} CPU-ms a message")
    print(f"RATIO {length:.2f} (claim: at most {CLAIM_LENGTH})")
    return 0 if ratio <= CLAIM and length <= CLAIM_LENGTH else 1


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))
