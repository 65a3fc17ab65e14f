"""Check that nothing in the audit was changed, show it, and trace one decision.

./milepost audit verify [--folder DIR --public-key FILE]   exit 1 if anything was changed, cut off or put in
./milepost audit show [--newest 20] [--mentioning ID]      entries, oldest first
./milepost audit trace ID      the path of one answer, from how the message was read to its words, by the id of a
                               message, plan, recommendation or hand-off, and whether what is stored still matches
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from cli import CannotRun

STATES = {True: "held and unchanged", False: "CHANGED SINCE", None: "no longer held"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="verify | show | trace")
    verifying = commands.add_parser("verify", help="check every hash, link and signature")
    verifying.add_argument(
        "--folder",
        type=Path,
        help="signed marks to check against, such as those shipped to MILEPOST_CHECKPOINTS (default: var/audit)",
    )
    verifying.add_argument("--public-key", type=Path, help="key to check the marks with (default: key.pub beside them)")
    showing = commands.add_parser("show", help="entries, oldest first")
    showing.add_argument("--newest", type=int, default=20, help="how many (default 20)")
    showing.add_argument("--mentioning", help="only entries that mention this id")
    tracing = commands.add_parser("trace", help="every entry about one id, and whether what it was about is unchanged")
    tracing.add_argument("id")
    for command in (verifying, showing, tracing):
        command.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "show": _show, "trace": _trace}[args.what](args)


def _verify(args: argparse.Namespace) -> int:
    from trust import audit

    if args.folder and not args.folder.is_dir():
        raise CannotRun(f"there is no folder {args.folder}; without --folder the marks in var/audit are checked")
    verdict = audit.verify(args.folder, args.public_key)
    if args.json:
        print(json.dumps(asdict(verdict)))
    else:
        for fault in verdict.faults:
            print(fault)
        state = f"{len(verdict.faults)} faults" if verdict.faults else "nothing was changed"
        print(f"{verdict.entries} entries, {verdict.checkpoints} signed marks: {state}")
        if verdict.after:
            print(f"{verdict.after} entries came after the newest mark there; without --folder they are checked too")
    return 1 if verdict.faults else 0


def _show(args: argparse.Namespace) -> int:
    from store.audit import entries

    wanted = {"mentioning": args.mentioning} if args.mentioning else {"newest": args.newest}
    for entry in entries(**wanted):
        _print(entry, args.json)
    return 0


def _trace(args: argparse.Namespace) -> int:
    from trust import audit

    steps = audit.trace(args.id)
    if not steps:
        raise CannotRun(f"no entry of the audit mentions {args.id}.")
    for step in steps:
        if args.json:
            print(json.dumps({**asdict(step.entry), "document": json.loads(step.entry.document),
                              "unchanged": step.unchanged}))  # fmt: skip
            continue
        _print(step.entry, as_json=False)
        if step.entry.kind in audit.CHECKED:
            print(f"        what it was about is {STATES[step.unchanged]}")
    return 1 if any(step.unchanged is False for step in steps) else 0


def _print(entry, as_json: bool) -> None:  # noqa: ANN001
    if as_json:
        print(json.dumps({**asdict(entry), "document": json.loads(entry.document)}))
    else:
        said = " ".join(f"{name}={_short(value)}" for name, value in json.loads(entry.document).items() if value != [])
        print(f"{entry.sequence:>6}  {entry.at[:19]}  {entry.kind:<14} {entry.subject_hash[:8]}  {said}")


def _short(value: object) -> str:
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
