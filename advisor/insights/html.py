"""The report as one HTML file that can be printed: nothing in it is loaded from anywhere."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from advisor.insights.pictures import pictures
from advisor.insights.report import SMALLEST_GROUP, Cell, Insights, Table
from advisor.money_text import percent_text

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Milepost insights, {{ insights.since }} to {{ insights.until }}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; color: #16212c; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.7rem; margin-bottom: 0; } h2 { margin: 2.2rem 0 0; font-size: 1.2rem; }
  p { margin: .2rem 0 .8rem; color: #566371; }
  svg { width: 100%; height: auto; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: .88rem; }
  th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid #e3e8ed; }
  th:first-child, .words { text-align: left; }
  th { color: #566371; font-weight: 600; vertical-align: bottom; }
  section { break-inside: avoid; }
  @media print { body { margin: 0; font-size: 12px; } }
</style>
<h1>Milepost insights</h1>
<p>{{ insights.since }} to {{ insights.until }}: {{ "{:,}".format(insights.customers) }} customers,
{{ "{:,}".format(insights.sessions) }} conversations.
{% if insights.left_out %}{{ insights.left_out }} did not agree to be counted and are not in it.{% endif %}
{% if made_up %}<strong>The conversations are made up.</strong>{% endif %}</p>
{% for table in insights.tables %}
<section>
<h2>{{ table.title }}</h2>
<p>{{ table.says }}</p>
{{ pictures.get(table.name, "") }}
{% if table.rows %}
<div class="wide"><table>
<thead><tr>
{%- for column in table.columns %}
<th scope="col"{% if table.rows[0][loop.index0] is string %} class="words"{% endif %}>{{ column }}</th>
{% endfor %}</tr></thead>
<tbody>
{% for row in table.rows %}<tr>
{% for column in table.columns %}<td{% if row[loop.index0] is string %} class="words"{% endif %}>
{{- cell(row[loop.index0], column in table.shares) }}</td>{% endfor %}
</tr>{% endfor %}
</tbody>
</table></div>
{% else %}<p>Nothing to count yet.</p>{% endif %}
</section>
{% endfor %}
<p>Groups of fewer than {{ smallest }} are left out, so that nobody can be recognised.
Personas {{ insights.personas_version }}, products {{ insights.catalogue_version }}.</p>
</html>
"""


def cell(value: Cell, share: bool) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    if share and isinstance(value, int | float):
        return percent_text(value)
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else value.replace("_", " ")


def to_html(insights: Insights, *, made_up: bool = False) -> str:
    """The report with its pictures; made_up says so at the top."""
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(PAGE)
    drawn = {name: Markup(svg) for name, svg in pictures(insights).items()}  # made here, words escaped
    return template.render(insights=insights, pictures=drawn, cell=cell, smallest=SMALLEST_GROUP, made_up=made_up)


def to_text(table: Table) -> str:
    """A table for the terminal."""
    shared = [column in table.shares for column in table.columns]
    rows = [[cell(value, share) for value, share in zip(row, shared, strict=True)] for row in table.rows]
    widths = [max(len(line[place]) for line in [list(table.columns), *rows]) for place in range(len(table.columns))]
    lines = [f"{table.title}: {table.says}"]
    for line in [list(table.columns), *rows]:
        lines.append("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    return "\n".join(lines) if rows else f"{lines[0]}\nnothing to count yet"
