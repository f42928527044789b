"""What was promised: the targets of government plans as DataFrames.

>>> import plan_targets as plan
>>> plan.environment[["target", "name_en", "comparator", "printed"]].iloc[3].tolist()
['T04', 'Forest coverage', 'at_least', '60%']

``environment``, ``employment``, ``rural_revitalisation`` and ``investment`` are the quantitative
targets of the Dafang County (大方县, Guizhou) work report of 2023; :func:`targets` gives those of
every plan held. Each row keeps the words it was read from and the figure as printed.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from plangaps import tables, units
from plangaps.own import plans as own_plans

__version__ = "0.2.0"

FIRST_PLAN = "dafang-2023"

THEMES = ["environment", "employment", "rural_revitalisation", "investment", "economy"]

COLUMNS = [
    "plan", "target", "ref_area", "indicator", "theme", "name_zh", "name_en", "scope", "basis",
    "comparator", "value", "value_high", "unit_measure", "printed", "kind", "direction",
    "time_period", "set_in", "due", "hedge", "wording", "start", "end", "source", "note",
]  # fmt: skip

environment: pd.DataFrame
employment: pd.DataFrame
rural_revitalisation: pd.DataFrame
investment: pd.DataFrame


def plans() -> pd.DataFrame:
    """Plans held: ``plan``, ``ref_area``, titles, ``set_in``, ``first``, ``last``, ``source``."""
    return tables.plans()


def targets(plan: str | None = FIRST_PLAN) -> pd.DataFrame:
    """Quantitative targets of one plan, of all plans where ``plan`` is None.

    One row a target with the columns :data:`COLUMNS`: ``value`` and ``value_high`` in
    ``unit_measure`` (percent, persons, CNY, km2, km, units, ...), ``printed`` as in the plan,
    ``comparator`` at_least, at_most, stated, about or between, ``kind`` level, flow, share, growth
    or count, ``direction`` +1 where more is better and -1 where less is, ``time_period`` the period
    the target speaks of, ``start`` and ``end`` the place of ``wording`` in the text of the plan.

    Raises ValueError for a plan that is not held, :class:`plangaps.tables.TableError` for a file
    that breaks the codebook ``data/schemas/target.json``.
    """
    return _of_plan(_published(*_files("targets")), plan)


def target(number: str, plan: str = FIRST_PLAN) -> pd.Series:
    """One target of a plan by its number: ``target("T05")``.

    Raises ValueError for a plan or number that is not held.
    """
    frame = targets(plan)
    numbers = frame["target"].tolist()
    if number not in numbers:
        ends = f"{numbers[0]} to {numbers[-1]}"
        raise ValueError(f"target: found {number!r}; allowed in {plan}: {ends}.")
    return frame.iloc[numbers.index(number)].rename(number)


def yearly(ref_area: str = "CN") -> pd.DataFrame:
    """Targets of the plans of an area, by default the nation, that are for one year each."""
    every = plans()
    one = every[(every["ref_area"] == ref_area) & (every["first"] == every["last"])]
    frame = targets(None)
    return frame[frame["plan"].isin(one["plan"])].reset_index(drop=True)


def milestones(plan: str | None = FIRST_PLAN) -> pd.DataFrame:
    """Commitments without a figure: ``plan``, ``milestone``, ``theme``, names, ``verb``, words."""
    if plan is not None:
        targets(plan)  # a plan may have no milestones, but must be held
    frame = _read_milestones(*_files("milestones"))
    return frame if plan is None else frame[frame["plan"] == plan].reset_index(drop=True)


def read_plan(file: str | Path) -> pd.DataFrame:
    """Targets of one file in the schema of ``data/plans``, such as a draft that was completed.

    The columns are those of :func:`targets`. The plan must stand in ``data/plans.csv``, or in a
    ``plans.csv`` of own plans. A file that is not in ``data/plans`` may be a workbook, have other
    headings and a column to confirm (:mod:`plangaps.own.plans`). Raises
    :class:`plangaps.tables.TableError` for a file that breaks the codebook.
    """
    return _read_plan(Path(file))


@tables.kept
def _read_plan(file: Path) -> pd.DataFrame:
    where = tables.name_of(file)
    if _is_published(file):
        raw = tables.read_table(file, "target")
        _check_ranges(raw, where)
    else:
        raw = own_plans.read(file)
    top = raw["value_high"].map("-{:.15g}".format).where(raw["value_high"].notna(), "")
    indicators = tables.indicators().drop(columns=["unit_measure"])
    return (
        units.in_base_units(raw, ["value", "value_high"], "unit", where)
        .assign(printed=raw["value"].map("{:.15g}".format) + top + raw["unit"])
        .merge(tables.plans()[["plan", "ref_area"]], on="plan", validate="m:1")
        .merge(indicators, on="indicator", validate="m:1")[COLUMNS]
    )


def check_wording(text: str, plan: str = FIRST_PLAN) -> pd.DataFrame:
    """Whether each target and milestone of ``plan`` stands in ``text``, at its place if it has one.

    One row each: ``target`` (its number, T01 or M01), ``wording``, ``start``, ``end``, ``found``
    (what ``text`` has there) and ``stands``. A wording without a place is looked for in the whole
    text, whatever its line breaks and blanks; an ellipsis in it stands for words left out.
    """
    promised = pd.concat(
        [targets(plan), milestones(plan).rename(columns={"milestone": "target"})],
        ignore_index=True,
    )
    frame = promised[["target", "wording", "start", "end"]]
    placed = frame["start"].notna() & frame["end"].notna()
    bare = re.sub(r"\s", "", text)
    found = [
        text[start:end] if at else _found(wording, bare)
        for wording, start, end, at in zip(
            *(frame[c] for c in frame.columns[1:]), placed, strict=True
        )
    ]
    return frame.assign(found=found, stands=frame["wording"] == found).reset_index(drop=True)


def _found(wording: str, bare: str) -> str:
    """The wording where a text without blanks has it, else nothing."""
    parts = [re.escape(re.sub(r"\s", "", part)) for part in re.split("…+|[.]{3}", wording)]
    return wording if re.search(".*?".join(parts), bare) else ""


def _files(kind: str) -> list[Path]:
    """Files of the plans, own ones last: their targets or their milestones."""
    folders = [tables.DATA, *tables.own_folders()]
    files = [f for folder in folders for f in sorted((folder / "plans").glob("*.csv"))]
    if kind == "milestones":
        return [f for f in files if f.name.endswith(".milestones.csv")]
    held = [f for f in files if _is_published(f) and own_plans.is_table(f)]
    return held + own_plans.plan_files()


def _is_published(file: Path) -> bool:
    return file.resolve().parent == (tables.DATA / "plans").resolve()


@tables.kept
def _published(*files: Path) -> pd.DataFrame:
    return tables.stack({file: read_plan(file) for file in files}, "target")


@tables.kept
def _read_milestones(*files: Path) -> pd.DataFrame:
    return tables.stack({f: tables.read_table(f, "milestone") for f in files}, "milestone")


def _check_ranges(raw: pd.DataFrame, where: str) -> None:
    faults = own_plans.range_faults(raw)
    if len(faults):
        raise tables.TableError(tables.sentence(faults.iloc[0], where))


def _of_plan(frame: pd.DataFrame, plan: str | None) -> pd.DataFrame:
    if plan is None:
        return frame
    if plan not in set(frame["plan"]):
        names = sorted(frame["plan"].unique())
        near = get_close_matches(plan, names) or names[:5]
        raise ValueError(
            f"plan: found {plan!r}; allowed: None for all, or one of the {len(names)} plans held, "
            f"such as {', '.join(near)} (see plan_targets.plans())."
        )
    return frame[frame["plan"] == plan].reset_index(drop=True)


def __getattr__(name: str) -> pd.DataFrame:
    """The four themes of the first plan, read when they are asked for."""
    if name in THEMES and name != "economy":
        frame = targets()
        return frame[frame["theme"] == name].reset_index(drop=True)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *THEMES} - {"economy"})
