"""What the bank can learn from all conversations together, with nobody in it to be recognised.

`report(...)` makes the tables; `to_html` in advisor.insights.html prints them with pictures.
"""

from advisor.insights.report import Insights, Table, report

__all__ = ["Insights", "Table", "report"]
