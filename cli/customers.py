"""Load customers, label tables of any size with personas, see drift, fit anew.

./milepost customers import FILE.csv          into the database; bad rows are reported and left out
./milepost customers segment FILE OUT         FILE and OUT are .parquet or .csv, of any size
./milepost customers show ID                  one customer and their persona
./milepost customers drift [FILE.csv]         those in the database, or in FILE, against those personas were fitted on
./milepost customers fit [FILE.csv]           fit personas anew; in force at once unless the gate finds them worse
./milepost customers retain [--dry-run]       delete what is older than data/retention.yml allows; runs by itself too
./milepost customers import-copy FILE.json    read back what “a copy of my data” gave, into an empty place
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from cli import CannotRun

IMPORT_BATCH = 2_000
BAD_ROWS_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="import | segment | show | …")
    importing = commands.add_parser("import", help="load a CSV table into the database")
    importing.add_argument("file", type=Path)
    importing.add_argument("--bad-rows", type=Path, help="write every bad row with its line and reason to this file")
    segmenting = commands.add_parser("segment", help="label a table with personas")
    segmenting.add_argument("file", type=Path)
    segmenting.add_argument("out", type=Path)
    showing = commands.add_parser("show", help="one customer and their persona")
    showing.add_argument("id", type=int)
    drifting = commands.add_parser("drift", help="have customers changed since the personas were fitted?")
    drifting.add_argument("file", type=Path, nargs="?")
    fitting = commands.add_parser("fit", help="fit personas anew")
    fitting.add_argument("file", type=Path, nargs="?")
    retaining = commands.add_parser("retain", help="delete what is older than its term")
    retaining.add_argument("--dry-run", action="store_true", help="only count it")
    copying = commands.add_parser("import-copy", help="read a copy of somebody's data back in")
    copying.add_argument("file", type=Path)
    for command in (importing, segmenting, showing, drifting, retaining, copying):
        command.add_argument("--json", action="store_true", help="the result as one JSON object")


def run(args: argparse.Namespace) -> int:
    from advisor.customers import CustomerError
    from advisor.personas import PersonasError
    from advisor.segment import SegmentError
    from store.retention import RetentionError
    from trust.copies import CopyError

    try:
        commands = {"import": _import, "segment": _segment, "show": _show, "drift": _drift, "fit": _fit}
        return {**commands, "retain": _retain, "import-copy": _import_copy}[args.what](args)
    except (CustomerError, PersonasError, SegmentError, RetentionError, CopyError) as error:
        raise CannotRun(str(error)) from None


@contextmanager
def _progress(what: str) -> Iterator[Callable[[float, float], None]]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _import(args: argparse.Namespace) -> int:
    from advisor.customers import BadRow, Customer, CustomerError, read_rows
    from store import customers

    try:
        raw = args.file.open("rb")
    except OSError as error:
        raise CustomerError(f"{args.file} cannot be read: {error.strerror}") from None
    bad: list[BadRow] = []
    good = 0
    start = time.monotonic()
    with raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines, _progress("importing") as progress:
        size = args.file.stat().st_size
        rows = read_rows(lines)
        try:
            while batch := list(islice(rows, IMPORT_BATCH)):
                bad += (row for row in batch if isinstance(row, BadRow))
                good += customers.put(row.to_dict() for row in batch if isinstance(row, Customer))
                progress(raw.tell(), size)
        except UnicodeDecodeError:
            raise CustomerError(f"{args.file} is not UTF-8 text; save the table as CSV in UTF-8") from None
    seconds = time.monotonic() - start
    if args.bad_rows:
        args.bad_rows.write_text("".join(f"{row}\n" for row in bad), encoding="utf-8")
    if args.json:
        print(json.dumps({"imported": good, "bad": [{"line": r.line, "reason": r.reason} for r in bad],
                          "seconds": round(seconds, 2)}))  # fmt: skip
        return 0 if good or not bad else 1
    for row in bad[:BAD_ROWS_SHOWN]:
        print(f"{args.file}: {row}; left out", file=sys.stderr)
    if len(bad) > BAD_ROWS_SHOWN:
        print(f"… and {len(bad) - BAD_ROWS_SHOWN} more; --bad-rows FILE writes them all", file=sys.stderr)
    print(f"{good} customers imported in {seconds:.1f} s, {len(bad)} rows left out")
    return 0 if good or not bad else 1


def _segment(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.segment import segment

    fitted = personas.current()
    start = time.monotonic()
    with _progress("segmenting") as progress:
        result = segment(args.file, args.out, fitted, progress=progress)
    seconds = time.monotonic() - start
    names = [part.name for part in fitted.segments]
    if args.json:
        counts = dict(zip(names, result.per_persona, strict=True))
        print(json.dumps({"rows": result.rows, "unusable": result.unusable, "per_persona": counts,
                          "version": fitted.version, "seconds": round(seconds, 2)}))  # fmt: skip
        return 0
    for name, count in zip(names, result.per_persona, strict=True):
        print(f"{count:>12,}  {count / max(1, result.rows):6.1%}  {name}")
    print(
        f"{result.rows:,} rows in {seconds:.1f} s, {result.unusable:,} without a persona because a value is missing "
        f"or impossible; written to {args.out}"
    )
    return 0


def _show(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import COLUMNS, Customer
    from store import customers

    row = customers.get(args.id)
    if row is None:
        raise CannotRun(f"there is no customer {args.id}; there are {customers.count()}")
    customer = Customer.from_dict(row)
    persona = personas.current().assign(customer)
    if args.json:
        print(json.dumps({**customer.to_dict(), "persona": persona.to_dict()}))
        return 0
    for name, value in customer.to_dict().items():
        print(f"{COLUMNS[name]:<18} {value}")
    print(f"{'Persona':<18} {persona.name} (confidence {persona.confidence:.2f})\n{'':<18} {persona.description}")
    return 0


def _drift(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import Customer, load
    from advisor.drift import drift
    from advisor.personas import feature_matrix
    from store import customers

    people = load(args.file).customers if args.file else [Customer.from_dict(row) for row in customers.everyone()]
    if not people:
        raise CannotRun("there are no customers; `./milepost customers import FILE` loads some")
    report = drift(personas.current(), feature_matrix(people))
    if args.json:
        print(json.dumps(report.to_dict()))
        return 0
    print(f"{report.customers} customers against personas {report.version}\n")
    print(f"{'feature':<18} {'stability index':>15} {'mean then':>12} {'mean now':>12}")
    for item in report.features:
        print(f"{item.name:<18} {item.psi:>15.3f} {item.before:>12.2f} {item.now:>12.2f}  {item.reading}")
    print(f"\n{'persona':<60} {'then':>7} {'now':>7}")
    for name, before, now in report.shares:
        print(f"{name:<60} {before:>7.1%} {now:>7.1%}")
    fresh = "the personas still describe these customers"
    advice = "fit them again: ./milepost customers fit" if report.refit else fresh
    print(f"\nshares of personas: {report.personas.psi:.3f}, {report.personas.reading}; {advice}")
    return 0


def _fit(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import Customer, load
    from advisor.persona_fit import fit
    from store import customers
    from trust.model_gate import judge

    if args.file:
        loaded = load(args.file)
        people = list(loaded.customers)
        for row in loaded.bad_rows[:BAD_ROWS_SHOWN]:
            print(f"{args.file}: {row}; left out", file=sys.stderr)
    else:
        people = [Customer.from_dict(row) for row in customers.everyone()]
    fitted = fit(people)
    try:
        old = personas.current()
    except personas.PersonasError:
        old = None
    gate = judge(fitted, old, people)
    for segment in fitted.segments:
        print(f"{segment.share:6.1%}  {segment.name}: {segment.description}")
    if not gate.passed:
        kept = f"{old.version} stays in force" if old else "there are still no personas"
        print(f"version {fitted.version} does not go live; {kept}:", *gate.objections, sep="\n  ", file=sys.stderr)
        return 1
    path = fitted.save()
    moved = "" if gate.moved is None else f"; {gate.moved:.1%} of customers are called something else"
    print(f"version {fitted.version}, {fitted.rows} customers, in force from now on ({path}){moved}")
    return 0


def _import_copy(args: argparse.Namespace) -> int:
    from trust import copies

    try:
        rows = copies.read_in(args.file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise copies.CopyError(f"{args.file} cannot be read: {error}") from None
    except copies.CopyError as error:
        raise copies.CopyError(f"{args.file}: {error}") from None
    print(json.dumps(rows) if args.json else "\n".join(f"{count:>8}  {table}" for table, count in rows.items()))
    return 0


def _retain(args: argparse.Namespace) -> int:
    from trust import retention

    swept = retention.sweep(dry_run=args.dry_run)
    if args.json:
        print(json.dumps({"rows": swept.rows, "people": swept.people, "dry_run": args.dry_run}))
        return 0
    for table, count in swept.rows.items():
        print(f"{count:>8}  {table}")
    done = "would be deleted" if args.dry_run else "deleted"
    print(f"{sum(swept.rows.values())} rows {done}, and all of {swept.people} people who were not here for long")
    return 0
