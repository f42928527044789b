"""Tables for a spreadsheet: CSV that Excel opens as it is, and a workbook with a codebook."""

from __future__ import annotations

import pandas as pd

_FORMULA = r"[=+\-@\t\r]"


def as_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with BOM; a text that a spreadsheet would compute stands behind a quote."""
    texts = frame.select_dtypes(["object", "string", "category"]).columns
    kept = {c: frame[c].astype("object").where(frame[c].notna(), "").astype("str") for c in texts}
    safe = {c: t.where(~t.str.match(_FORMULA), "'" + t) for c, t in kept.items()}
    text = frame.assign(**safe).to_csv(index=False, lineterminator="\r\n", float_format="%.12g")
    return text.encode("utf-8-sig")
