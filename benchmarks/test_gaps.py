"""Speed of the gap table on a synthetic panel: 400 areas, 285 targets each, 15 years.

``python -m pytest benchmarks/test_gaps.py`` prints the times. What is held to account is a ratio
within one run: ten times the areas may take at most fifteen times as long.
"""

import time

import numpy as np
import pandas as pd
import pytest

from plangaps import tables
from plangaps.gaps import gap_table

YEARS = np.arange(2009, 2024)


def panel(counties: int, indicators: int = 285) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Targets due in 2023, one an indicator and area, and annual observations of 15 years."""
    areas = tables.areas()["ref_area"].to_numpy(object)[:counties]
    codes = tables.indicators().query("unit_measure == 'percent'")["indicator"]
    names = codes.to_numpy(object)[:indicators]
    targets = pd.DataFrame(
        {
            "plan": np.repeat(areas, indicators),
            "target": np.tile([f"T{j + 1:02d}" for j in range(indicators)], counties),
            "ref_area": np.repeat(areas, indicators),
            "indicator": np.tile(names, counties),
            "comparator": np.tile(
                np.resize(["at_least", "at_most", "stated", "about"], indicators), counties
            ),
            "value": 50.0,
            "value_high": np.nan,
            "kind": "share",
            "direction": 1,
            "due": 2023,
        }
    )
    rows = counties * indicators
    rng = np.random.default_rng(2023)
    observations = pd.DataFrame(
        {
            "ref_area": np.repeat(targets["ref_area"].to_numpy(), len(YEARS)),
            "indicator": np.repeat(targets["indicator"].to_numpy(), len(YEARS)),
            "basis": "",
            "time_period": np.tile(YEARS.astype(str).astype(object), rows),
            "obs_value": rng.normal(50, 5, rows * len(YEARS)),
            "obs_status": "A",
            "bound": "",
        }
    )
    return targets, observations


def test_gap_table_on_all_counties(benchmark):
    targets, observations = panel(400)
    table = benchmark.pedantic(gap_table, (targets, observations), rounds=1)
    assert len(table) == 114_000
    assert table["verdict"].isin(["met", "missed"]).all()


@pytest.mark.benchmark(disable_gc=True)
def test_gap_table_is_linear(benchmark):
    small, large = panel(40), panel(400)
    gap_table(*small)
    start = time.perf_counter()
    gap_table(*small)
    once = time.perf_counter() - start
    benchmark.pedantic(gap_table, large, rounds=1)
    assert benchmark.stats.stats.min / once < 15
