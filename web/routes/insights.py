"""For the bank's staff: engagement, discovery, friction and sentiment, as figures, as pictures and as a report."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from web.identity import staff_only
from web.pictures import POLICY, look
from web.problems import Problem
from web.routes.staff import all_customers, current_personas

# pandas and matplotlib take seconds to import, and most servers are never asked by staff: imported on use.
if TYPE_CHECKING:
    from advisor.insights import Insights

bp = Blueprint("insights", __name__)

LONGEST_DAYS = 3650


@bp.get("/api/insights")
@staff_only
def insights() -> dict[str, Any]:
    """The tables, of those who agreed to be counted; with `pictures=light` or `dark` their pictures as SVG besides."""
    if "pictures" not in request.args:
        return _insights().to_dict()
    from advisor.insights.pictures import pictures

    wanted, found = look(theme=request.args["pictures"]), _insights()
    return {**found.to_dict(), "pictures": pictures(found, wanted.theme, narrow=wanted.narrow)}


@bp.get("/api/insights/report")
@staff_only
def report() -> Response:
    """The same as one HTML file with its pictures, to print or to send."""
    from advisor.insights.html import to_html

    found = _insights()
    response = Response(to_html(found), mimetype="text/html")
    name = f"milepost-insights-{found.since}-{found.until}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _insights() -> Insights:
    from trust.insights import insights as made

    days = request.args.get("days", "90")
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= LONGEST_DAYS):
        raise Problem(422, f"days is a whole number from 1 to {LONGEST_DAYS}.")
    return made(all_customers(), current_personas(), until=datetime.now(timezone.utc), days=int(days))
