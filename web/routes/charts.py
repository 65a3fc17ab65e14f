"""Pictures, drawn from stored figures when somebody looks: SVG, PNG, or their figures as a table."""

from __future__ import annotations

import functools

from flask import Blueprint, Response, jsonify, request

from advisor.pictures import drawing
from store import charts
from store.charts import Chart
from web import pictures
from web.identity import caller, signed_in
from web.problems import Problem
from web.shapes import ChartTable

bp = Blueprint("charts", __name__)

MIME = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}
# The figures of a chart never change, so the browser may keep it; Vary keeps it from whoever signs in next.
HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "Vary": "Authorization, Accept"}


@functools.lru_cache(maxsize=256)  # about 40 kB each
def _draw(chart: _Key) -> drawing.Picture:
    return drawing.draw(chart.kind, chart.payload, fmt=chart.fmt, theme=chart.look.theme, narrow=chart.look.narrow)


class _Key:
    """A chart to draw, told apart by its id and form alone: its figures never change."""

    def __init__(self, chart: Chart, fmt: str, look: pictures.Look) -> None:
        self.kind, self.payload, self.fmt, self.look = chart.kind, chart.payload, fmt, look
        self._identity = (chart.chart_id, fmt, look)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)


@bp.get("/api/charts/<string(length=32):chart_id>", defaults={"fmt": None})
@bp.get("/api/charts/<string(length=32):chart_id>.<any(svg, png, json):fmt>")
@signed_in
def chart(chart_id: str, fmt: str | None) -> Response:
    """One of the caller's pictures, in the form that the address or the Accept header names."""
    found = charts.get(chart_id, caller().subject)
    if found is None:
        raise Problem(404, "There is no such picture among yours. Ask for the plan again to see a new one.")
    look = pictures.look()
    if fmt is None:
        best = request.accept_mimetypes.best_match([MIME["svg"], MIME["png"], MIME["json"]], MIME["svg"])
        fmt = next(name for name, mime in MIME.items() if mime == best)
    if fmt == "json":
        shown = ChartTable(
            kind=found.kind,
            alt=drawing.alt(found.kind, found.payload),
            table=[list(row) for row in drawing.table(found.kind, found.payload)],
        )
        response = jsonify(shown.model_dump())
    else:
        response = pictures.response(_draw(_Key(found, fmt, look)))
    response.headers.update(HEADERS)
    return response
