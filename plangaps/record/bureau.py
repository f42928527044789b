"""Growth and prices of provinces as their reports tell them, beside the statistics bureau's."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd

from plangaps.record import store
from plangaps.record.areas import codes

ARCHIVE = "nbs_provinces.zip"
_INDICES = {"地区生产总值指数": "gdp_growth", "居民消费价格指数分省": "cpi_growth"}
_YEAR = re.compile(r"(\d{4})年")
_HEAD = 2  # lines before the header: data base, time
_YEAR_BEFORE = 100  # what an index stands at in the year before


def published(place: str | Path) -> pd.DataFrame:
    """Yearly growth of GDP and of consumer prices by province, in percent.

    Read from the bureau's exports (index, the year before is 100) in ``nbs_provinces.zip`` in the
    folder ``place`` or beside the zip; without them there is no row. Columns as the table schema
    ``record_bureau``.
    """
    folder = Path(place) if Path(place).is_dir() else Path(place).parent
    if not (folder / ARCHIVE).exists():
        return store.empty("bureau")
    with zipfile.ZipFile(folder / ARCHIVE) as archive:
        tables = [
            _growth(archive.read(name).decode("utf-8-sig"), indicator)
            for name in archive.namelist()
            for title, indicator in _INDICES.items()
            if Path(name).stem.startswith(title)
        ]
    frame = pd.concat(tables)[store.schema("bureau").names]
    return frame.sort_values(["ref_area", "indicator", "time_period"], ignore_index=True)


def _growth(export: str, indicator: str) -> pd.DataFrame:
    table = pd.read_csv(io.StringIO(export), skiprows=_HEAD, dtype="str").rename(columns=str.strip)
    years = {column: found[1] for column in map(str, table) if (found := _YEAR.match(column))}
    long = table.melt("地区", list(years), "time_period", "index")
    long = long.assign(index=pd.to_numeric(long["index"].str.strip())).dropna()
    return long.assign(
        ref_area=codes(long["地区"].str.strip()),
        indicator=indicator,
        time_period=long["time_period"].map(years),
        obs_value=(long["index"] - _YEAR_BEFORE).round(6),
        unit_measure="percent",
    )


def compared() -> pd.DataFrame:
    """What provinces reported of the year's growth and prices, and what the bureau publishes.

    One row a province, indicator (``gdp_growth``, ``cpi_growth``) and year of which both are held:
    ``reported`` (the first exact figure in the province's next report, with ``report``,
    ``outcome``, ``obs_status`` to find it), ``published`` and ``difference`` (reported less
    published), in percent and percentage points.

    They differ for three reasons. A report is given in January or before, on first estimates. The
    bureau accounts the GDP of provinces itself since 2019. And the economic census of 2023 revised
    levels and growth of the years before it, which the bureau's tables now hold and the reports
    could not know; so a difference says that a figure was revised, not that it was made up.
    """
    held = store.read("bureau").rename(columns={"obs_value": "published"})
    filters = [("ref_area", "in", sorted(set(held["ref_area"]))), ("change", "==", "growth")]
    filters += [("indicator", "in", sorted(set(held["indicator"])))]
    filters += [("bound", "==", ""), ("basis", "==", "")]
    told = store.read("outcomes", filters).rename(columns={"obs_value": "reported"})
    of_last_year = told["time_period"] == (told["year"] - 1).astype("str")
    key = ["ref_area", "indicator", "time_period"]
    first = told[of_last_year].drop_duplicates(key)
    both = first[[*key, "report", "outcome", "obs_status", "reported"]].merge(held, on=key)
    difference = (both["reported"] - both["published"]).round(6)
    return both.drop(columns="unit_measure").assign(difference=difference)
