"""What a replay found: a table by group in the terminal, and a page with every turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.replay.player import Played, Result

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24;
  background: #fff }
table { border-collapse: collapse } th, td { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }
details { border-top: 1px solid #d0d7de; padding: .4rem 0 } summary { cursor: pointer }
.failed > summary { color: #b42318; font-weight: 600 } .passed > summary::before { content: "✓ " }
.failed > summary::before { content: "✗ " }
.said { margin: .8rem 0 0; font-weight: 600 } .came { margin: .1rem 0 .1rem 1.5rem; white-space: pre-wrap }
.wrong { margin: .1rem 0 .1rem 1.5rem; color: #b42318 } .did { margin-left: 1.5rem; color: #57606a; font-size: .85em }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } details { border-color: #30363d }
  .failed > summary, .wrong { color: #ff7b72 } .did { color: #8b949e } }
"""


def by_group(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Results under their group, in the order of the files."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.story.group, []).append(result)
    return groups


def print_table(results: Sequence[Result], console: Console) -> None:
    """A row a group, then each failed turn with what was expected and what came."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (
        ("group", "left"),
        ("stories", "right"),
        ("turns", "right"),
        ("passed", "right"),
        ("", "left"),
    ):
        table.add_column(name, justify=justify)
    for group, members in by_group(results).items():
        passed = sum(result.passed for result in members)
        mark = "[green]ok[/]" if passed == len(members) else f"[red]{len(members) - passed} failed[/]"
        table.add_row(group, str(len(members)), str(sum(len(r.turns) for r in members)), str(passed), mark)
    total, passed = len(results), sum(result.passed for result in results)
    table.add_row("[bold]all", str(total), str(sum(len(r.turns) for r in results)), str(passed), "")
    console.print(table)
    for result in results:
        if not result.passed:
            console.print(
                f"\n[red]✗[/] {result.story.group}: [bold]{escape_markup(result.story.name)}[/] ({result.story.file})"
            )
            for played in result.turns:
                if played.problems:
                    _print_turn(played, console)


def _print_turn(played: Played, console: Console) -> None:
    console.print(f"  > {played.turn.text}", markup=False, style="bold")
    if played.outcome is not None:
        if played.outcome.heard:
            console.print(f"    heard: {played.outcome.heard}", markup=False)
        console.print(f"    read as {played.outcome.intent}; did {', '.join(played.outcome.actions)}", markup=False)
        for message in played.outcome.messages:
            console.print(f"    {message.get('text', '')}", markup=False)
    for problem in played.problems:
        console.print(f"    [red]✗[/] {escape_markup(problem)}")


def escape_markup(text: str) -> str:
    """Text that rich prints as it is."""
    return text.replace("[", r"\[")


def write_page(results: Sequence[Result], path: Path) -> Path:
    """One page with every story; the failed ones are open. Returns where it is."""
    passed = sum(result.passed for result in results)
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>Replay: {passed} of {len(results)} passed</title><style>{_STYLE}</style>"
        f"<h1>{passed} of {len(results)} stories passed</h1><table><tr><th>Group<th>Stories<th>Passed</tr>"
    ]
    for group, members in by_group(results).items():
        parts.append(f"<tr><td>{escape(group)}<td>{len(members)}<td>{sum(r.passed for r in members)}</tr>")
    parts.append("</table>")
    for group, members in by_group(results).items():
        parts.append(f"<h2>{escape(group)}</h2>")
        parts += [_story(result) for result in members]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts) + "</html>\n", encoding="utf-8")
    return path


def _story(result: Result) -> str:
    state, opened = ("passed", "") if result.passed else ("failed", " open")
    turns = "".join(_turn(played) for played in result.turns)
    return f"<details class='{state}'{opened}><summary>{escape(result.story.name)}</summary>{turns}</details>"


def _turn(played: Played) -> str:
    lines = [f"<p class='said'>{escape(played.turn.text)}</p>"]
    outcome = played.outcome
    if outcome is not None:
        if outcome.heard:
            lines.append(f"<p class='did'>heard: {escape(outcome.heard)}</p>")
        lines.append(
            f"<p class='did'>read as {escape(str(outcome.intent))}; did {escape(', '.join(outcome.actions))}; "
            f"{outcome.seconds * 1000:.0f} ms</p>"
        )
        for message in outcome.messages:
            buttons = " ".join(f"[{b['title']}]" for b in message.get("buttons") or ())
            lines.append(f"<p class='came'>{escape(message.get('text') or '')} {escape(buttons)}</p>")
    lines += [f"<p class='wrong'>{escape(problem)}</p>" for problem in played.problems]
    return "".join(lines)
