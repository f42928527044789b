"""How well and how fast short series are projected: ``python benchmarks/forecast.py PATH``.

PATH is a CSV of short series: rows are series, columns are periods in order; columns of text are
names. The last period is foretold from the four and from the five before it by

- the last value, with t quantiles;
- a random walk with drift, with normal quantiles and with t quantiles of n - 2 degrees of freedom;
- :func:`plangaps.trajectories.project`, as for an indicator without limits;
- statsforecast (Nixtla), on a sample, since it is slow. It needs a pandas older than the project's,
  so it is no dependency: ``pip install statsforecast`` into an environment of its own and run this
  file there. Where it is not installed its rows are left out, and that is said.

Printed: MASE (absolute error in mean absolute changes of the history; mean, median, and the mean in
parts of the drift's), share of values inside the 80 and 95 % interval, median width of the 80 %
interval in mean absolute changes and in parts of the drift's t interval on the same series. Series
that did not move have no MASE and are left out. Then how many targets drawn around the last value
were reached, by the chance they were given, and the speed for series of ten points, three ahead.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from plangaps import predictive, trajectories

LEVELS = {80: 0.9, 95: 0.975}
SEED = 2023
OURS = "plan-gaps"
BASE = "drift, t"
MODELS = ("RandomWalkWithDrift", "Theta")  # the fastest it has, and its best known

Forecast = dict[str, np.ndarray]


def main() -> None:
    """Print how each method errs and what its intervals hold, then the speed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", type=Path, help="CSV of series (rows) by period (columns)")
    parser.add_argument("--sample", type=int, default=1000, help="series given to the library")
    given = parser.parse_args()
    if pd.__version__ < "3":  # the library's pandas: copy as sparingly as the project's does
        pd.set_option("mode.copy_on_write", True)
    series = read(given.path)
    for points in (4, 5):
        table = compare(series[:, -points - 1 :], given.sample)
        print(f"\n{points} points, one ahead\n{table.to_string(float_format='%.3f')}")
    print(f"\nfive points, targets one ahead\n{chances(series).to_string(float_format='%.3f')}")
    print(f"\nten points, three ahead\n{speed(given.sample).to_string(float_format='%.3f')}")
    if library() is None:
        print(
            "\nstatsforecast is not installed: its rows are left out (see the head of this file)."
        )


def read(path: Path) -> np.ndarray:
    """Values by series and period; series with a missing value among the last six are left out."""
    values = pd.read_csv(path).select_dtypes("number").to_numpy(dtype=float)
    if values.shape[1] < 6:
        raise SystemExit(f"{path}: found {values.shape[1]} periods; at least six are needed.")
    return values[~np.isnan(values[:, -6:]).any(axis=1), -6:]


def compare(series: np.ndarray, sample: int) -> pd.DataFrame:
    """One row a method: what the history says of the last column, against that column."""
    moved = series[np.abs(np.diff(series[:, :-1], axis=1)).sum(axis=1) > 0]
    few = moved[np.random.default_rng(SEED).permutation(len(moved))[:sample]]
    methods: dict[str, Callable[[np.ndarray], Forecast]] = {
        "last value, t": last_value,
        "drift, normal": drift_normal,
        BASE: drift_t,
        OURS: project,
    }
    rows = {name: score(method, moved) for name, method in methods.items()}
    if library() is not None:
        for model in MODELS:
            rows[f"statsforecast {model}"] = score(lambda h, m=model: from_library(h, m), few)
        rows[f"{OURS}, the library's sample"] = score(project, few)
    return pd.DataFrame(rows).T.astype({"series": int})


def score(method: Callable[[np.ndarray], Forecast], series: np.ndarray) -> dict[str, float]:
    """Errors and intervals of one method on series whose last value is the outcome."""
    history, came = series[:, :-1], series[:, -1]
    told, base = method(history), drift_t(history)
    change = np.abs(np.diff(history, axis=1)).mean(axis=1)
    error, usual = (np.abs(came - f["median"]) / change for f in (told, base))
    width, widths = ((f["upper_80"] - f["lower_80"]) / change for f in (told, base))
    low, high = ({n: told[f"{end}_{n}"] for n in LEVELS} for end in ("lower", "upper"))
    inside = {f"holds_{n}": np.mean((low[n] <= came) & (came <= high[n])) for n in LEVELS}
    return {
        "series": len(series),
        "mase": error.mean(),
        "mase_median": np.median(error),
        "mase_ratio": error.mean() / usual.mean(),
        **inside,
        "width_80": np.median(width),
        "width_ratio": np.median(width) / np.median(widths),
    }


def last_value(history: np.ndarray) -> Forecast:
    """The last value; the scale is the root mean square of the changes."""
    change = np.diff(history, axis=1)
    scale = np.sqrt((change**2).mean(axis=1))
    return interval(history[:, -1], scale, stats.t(change.shape[1]))


def drift_normal(history: np.ndarray) -> Forecast:
    centre, scale = drift(history)
    return interval(centre, scale, stats.norm)


def drift_t(history: np.ndarray) -> Forecast:
    centre, scale = drift(history)
    return interval(centre, scale, stats.t(history.shape[1] - 2))


def drift(history: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and scale of a random walk with drift, one ahead, the drift's own error included."""
    change = np.diff(history, axis=1)
    spread = change.std(axis=1, ddof=1) * np.sqrt(1 + 1 / change.shape[1])
    return history[:, -1] + change.mean(axis=1), spread


def interval(centre: np.ndarray, scale: np.ndarray, law) -> Forecast:
    bounds = {}
    for level, share in LEVELS.items():
        bounds[f"lower_{level}"] = centre - law.ppf(share) * scale
        bounds[f"upper_{level}"] = centre + law.ppf(share) * scale
    return {"median": centre, **bounds}


def project(history: np.ndarray) -> Forecast:
    told = trajectories.project(observations(history), 2000 + history.shape[1])
    return {name: told[name].to_numpy() for name in told if name not in trajectories.KEY}


def chances(series: np.ndarray) -> pd.DataFrame:
    """Targets of at least the last value, -3 to 4 mean absolute changes on: chance and outcome."""
    history, came = series[:, :-1], series[:, -1]
    change = np.abs(np.diff(history, axis=1)).mean(axis=1)
    moves = np.random.default_rng(SEED).uniform(-3, 4, len(series))
    goals = history[:, -1] + moves * change
    given = predictive.chance_above(trajectories.fit(observations(history)), 1, goals)
    moved = change > 0
    found = pd.DataFrame({"chance": given[moved], "reached": (came >= goals)[moved]})
    by = found.groupby(pd.cut(found["chance"], np.linspace(0, 1, 11)).rename("given"))
    return by.agg(
        targets=("chance", "size"), chance=("chance", "mean"), reached=("reached", "mean")
    )


def observations(history: np.ndarray) -> pd.DataFrame:
    """Long form, as the project holds series: years 2000, 2001, ..."""
    count, points = history.shape
    return pd.DataFrame(
        {
            "ref_area": np.repeat([f"{i:06d}" for i in range(count)], points),
            "indicator": "without limits",
            "basis": "",
            "time_period": np.tile([f"{2000 + i}" for i in range(points)], count),
            "obs_value": history.ravel(),
        }
    )


def library():
    """The library, None where it is not installed."""
    try:
        import statsforecast.models
    except ImportError:
        return None
    return statsforecast


def from_library(history: np.ndarray, model: str, ahead: int = 1) -> Forecast:
    """The library's forecast of the last of the years ahead."""
    lib = library()
    count, points = history.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(count), points),
            "ds": np.tile(np.arange(points), count),
            "y": history.ravel(),
        }
    )
    forecaster = lib.StatsForecast(models=[getattr(lib.models, model)(alias="m")], freq=1, n_jobs=1)
    with warnings.catch_warnings():  # Theta says of each series that it is short
        warnings.simplefilter("ignore", UserWarning)
        told = forecaster.forecast(df=frame, h=ahead, level=list(LEVELS))
    names = {"median": "m"}
    names |= {f"lower_{level}": f"m-lo-{level}" for level in LEVELS}
    names |= {f"upper_{level}": f"m-hi-{level}" for level in LEVELS}
    last = told[told["ds"] == points + ahead - 1]
    return {name: last[column].to_numpy() for name, column in names.items()}


def speed(sample: int) -> pd.DataFrame:
    """Seconds (the best of three) and series a second, on one core."""
    walks = np.random.default_rng(SEED).normal(size=(100_000, 10)).cumsum(axis=1) + 100
    runs = {}
    for count in (10_000, 100_000):
        frame = observations(walks[:count])
        runs[OURS, count] = best(lambda f=frame: trajectories.project(f, 2012))
    few = walks[:sample]
    for model in MODELS if library() is not None else ():
        runs[f"statsforecast {model}", len(few)] = best(lambda m=model: from_library(few, m, 3))
    seconds = pd.Series(runs, name="seconds").rename_axis(["method", "series"]).reset_index()
    pace = seconds["series"] / seconds["seconds"]
    return seconds.assign(series_a_second=pace, ours_times=pace[1] / pace)


def best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
