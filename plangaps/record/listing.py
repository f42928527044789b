"""Which texts there are, of which area and year: the reports and the nation's communiqués."""

from __future__ import annotations

import re

import pandas as pd

from plangaps.record.areas import codes
from plangaps.record.texts import COMMUNIQUES, Texts, decoded, front_matter

_DATE = re.compile(r"(20\d\d|19\d\d)年(\d{1,2})月(\d{1,2})日")
_COMMUNIQUES_FROM = "lawtext/gov"
_BEGINNING = 600  # characters that hold a communiqué's title and date


def listed(texts: Texts) -> pd.DataFrame:
    """One row a text, by area, year and name.

    ``report`` (its key: 520000-2023, CN-2023-communique), ``ref_area``, ``year`` (of a report the
    one whose plan it carries, of a communiqué the one it reports on), ``kind`` (report,
    communique), ``title``, ``date``, ``address``, ``repository``, ``path``, ``file``, ``extra`` (a
    report in mid-year, an excerpt or a summary, beside or instead of the year's own) and
    ``shortened`` (its publisher says so). Raises ValueError for an area or a year not known.
    """
    frame = pd.concat([_reports(texts.index()), _communiques(texts)], ignore_index=True)
    twice = frame["report"].duplicated()
    if twice.any():
        report = frame.loc[twice, "report"].iloc[0]
        raise ValueError(f"index.csv: found two texts of {report}; allowed: one.")
    return frame.sort_values(["ref_area", "year", "report"], ignore_index=True)


def _reports(index: pd.DataFrame) -> pd.DataFrame:
    year = index["report_year"].str.extract(r"^((?:19|20)\d\d)(?:-|$)")[0]
    if year.isna().any():
        wrong = index.loc[year.isna(), "report_year"].iloc[0]
        raise ValueError(f"index.csv, report_year: found {wrong!r}; allowed: a year, or 2021-10.")
    area = codes(index["area"])
    return pd.DataFrame(
        {
            "report": area + "-" + index["report_year"],
            "ref_area": area,
            "year": year.astype("int64"),
            "kind": "report",
            "title": index["title"],
            "date": index["date"].where(_fits(index["date"], year.astype("int64")), ""),
            "address": index["source_url"],
            "repository": index["corpus"],
            "path": index["source_path"],
            "file": index["file"],
            "extra": index["report_year"].str.len() > 4,
            "shortened": index["flags"].str.contains("abridged"),
        }
    )


def _fits(date: pd.Series, year: pd.Series) -> pd.Series:
    """Whether a date may be that of a report: it is given in its year or just before."""
    return pd.to_numeric(date.str[:4], errors="coerce").between(year - 1, year)


def _communiques(texts: Texts) -> pd.DataFrame:
    rows = []
    for file in texts.communiques():
        text = decoded(texts.read(file))
        said, date = front_matter(text), _DATE.search(text, 0, _BEGINNING)
        year = int(file.removeprefix(COMMUNIQUES)[:4])
        rows.append(
            {
                "report": f"CN-{year}-communique",
                "ref_area": "CN",
                "year": year,
                "kind": "communique",
                "title": said.get("title", ""),
                "date": "{}-{:0>2}-{:0>2}".format(*date.groups()) if date else "",
                "address": said.get("source", ""),
                "repository": _COMMUNIQUES_FROM,
                "path": "",
                "file": file,
                "extra": False,
                "shortened": False,
            }
        )
    return pd.DataFrame(rows)
