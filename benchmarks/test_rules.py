"""Speed of the rules on a million rows, on one core.

``python -m pytest benchmarks/test_rules.py -s`` prints the times. What is held to account is the
ratio within one run to the same formula row by row on a sample, frame in and frame out:
``DataFrame.apply`` along the rows, giving the same columns, as StatCan's script works. The leanest
loop over rows, ``iterrows`` into a list of tuples, takes a sixth of that; its ratio is printed too.
"""

import time

import numpy as np
import pandas as pd
import pytest
import scalar_rules

from plangaps import rules

ROWS, SAMPLE, POINTS = 1_000_000, 5_000, 7


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Shares that go up or down, a third without a target, half of these near a limit."""
    rng = np.random.default_rng(2030)
    base = rng.uniform(1, 99, ROWS)
    aim = rng.uniform(1, 99, ROWS)
    return pd.DataFrame(
        {
            "series": np.arange(ROWS),
            "base_time": 2015.0,
            "base_value": base,
            "time": rng.integers(2019, 2026, ROWS).astype(float),
            "value": np.clip(base + rng.normal(0, 10, ROWS), 0.5, 100),
            "target_value": np.where(rng.random(ROWS) < 0.33, np.nan, aim),
            "due": 2030.0,
            "direction": np.where(aim > base, 1.0, -1.0),
            "limit": np.where(rng.random(ROWS) < 0.5, 100, np.nan),
            "kind": rng.choice(["share", "flow", "level"], ROWS),
            "constant": rng.random(ROWS) < 0.2,
        }
    )


@pytest.fixture(scope="module")
def history(frame) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    series = np.repeat(frame["series"].to_numpy(), POINTS)
    years = np.tile(np.arange(2019, 2019 + POINTS), ROWS)
    return pd.DataFrame({"series": series, "time": years, "value": rng.uniform(1, 99, len(series))})


@pytest.mark.parametrize("name", ["statcan", "un_chart", "pace"])
def test_million_rows(name, frame, benchmark):
    rule = getattr(rules, name)
    benchmark.pedantic(rule, (frame,), rounds=3)
    _hold(benchmark, frame, getattr(scalar_rules, name))


def test_million_rows_of_destatis(frame, history, benchmark):
    benchmark.pedantic(rules.destatis, (frame, history), rounds=2)
    # Row by row each row looks its points up; they are sorted, so a slice of the frame finds them.
    edges = np.searchsorted(history["series"], np.arange(SAMPLE + 1))
    _hold(benchmark, frame, lambda row: scalar_rules.destatis(row, _points(history, edges, row)))


def _points(history: pd.DataFrame, edges: np.ndarray, row: dict) -> list[tuple]:
    own = history.iloc[edges[row["series"]] : edges[row["series"] + 1]]
    return list(zip(own["time"], own["value"], strict=True))


def _hold(benchmark, frame, one):
    """At least 100 times as many rows a second as row by row."""
    best, sample = benchmark.stats.stats.min, frame.head(SAMPLE)
    applied = _time(lambda: sample.apply(lambda row: _columns(one(_plain(row))), axis="columns"))
    looped = _time(lambda: [one(_plain(row)) for _, row in sample.iterrows()])
    ratios = {"apply": applied / SAMPLE * ROWS / best, "iterrows": looped / SAMPLE * ROWS / best}
    benchmark.extra_info.update({name: round(ratio) for name, ratio in ratios.items()})
    print(f"\n{best:.3f} s;", ", ".join(f"{r:.0f} times {name}" for name, r in ratios.items()))
    assert ratios["apply"] >= 100


def _time(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _columns(found: tuple) -> pd.Series:
    return pd.Series(dict(zip(["value", "score", "status"], found, strict=True)))


def _plain(row: pd.Series) -> dict:
    return {column: None if value != value else value for column, value in row.items()}
