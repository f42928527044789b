"""The numbers of each chart form: what its CSV holds and its caption tells."""

from __future__ import annotations

from typing import Any

import pandas as pd

from plangaps.charts import FORMS, gap_bars

gap_rows = gap_bars.numbers


def numbers(form: str, frames: dict[str, Any]) -> pd.DataFrame:
    """What the chart ``form`` shows of ``frames``, values in the base unit ``unit_measure``."""
    return FORMS[form].numbers(**frames)
