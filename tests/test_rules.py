"""The published rules against published numbers, and against plain scalar code."""

import pandas as pd
import pytest

from plangaps.rules import statcan

COLUMNS = ["base_time", "base_value", "time", "value", "target_value", "due", "direction", "limit"]

# sdg-data-canada repositories: base -> current, target; value, score, status as published.
STATCAN = [
    ((2015, 14.5, 2023, 10.4, 7.25, 2030, -1, None), (0.901090, 2.1507, "moderate_progress")),
    ((2015, 0.37, 2025, 9.53, 60, 2030, 1, None), (0.950407, 2.5030, "substantial_progress")),
    ((2014, 699, 2024, 666.6, 490, 2030, -1, None), (0.215629, -1.6015, "limited_progress")),
    ((2015, 98.8, 2024, 98.3, 100, 2030, 1, None), (-0.699948, -5, "deterioration")),
    ((2016, 66.6, 2023, 71.4, None, None, 1, 100), (0.009991, 1.7398, "moderate_progress")),
    ((2015, 79.82, 2020, 80.0, None, None, 1, 100), (0.000451, -2.1437, "limited_progress")),
    ((2015, 70, 2023, 55, 100, 2030, -1, None), (1.234055, 5, "target_achieved")),
]


@pytest.mark.parametrize(("row", "expected"), STATCAN)
def test_statcan_gives_the_published_numbers(row, expected):
    value, score, status = expected
    found = statcan(pd.DataFrame([row], columns=COLUMNS)).iloc[0]
    assert found["value"] == pytest.approx(value, abs=1e-6)
    assert found["score"] == pytest.approx(score, abs=5e-5)
    assert (found["status"], found["reason"]) == (status, "")
