"""What the prose says in numbers: each sentence, and the values that the tables give for it today.

One function a document; the sentences stand in its order. What only words say is asserted in
``test_claims.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import nbformat
import pandas as pd
from prose import ROOT, Claim, claim

import plan_targets as plan
from plangaps import charts, findings, gaps, rules
from plangaps.reading import draft_plan, read_pair

HELD = findings.Held.read()
SERIES, TARGETS, TABLE = HELD.observations, HELD.targets, HELD.table
DAFANG = TABLE[TABLE["plan"] == plan.FIRST_PLAN].set_index("target")
PLANNED = DAFANG["value"]
QUALITY = pd.read_csv(ROOT / "benchmarks" / "quality.csv")

_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED += ("eleven", "twelve", "thirteen")


def claims() -> list[Claim]:
    """Every claim of every document."""
    every = [methods, reports, readme, readme_zh]
    return [one for document in every for one in document()]


def spelled(n: float) -> str:
    """A small number as a word."""
    return _SPELLED[int(n)] if n < len(_SPELLED) else f"{n:,.0f}"


def judged(frame: pd.DataFrame) -> dict[str, int]:
    """How many targets, how many of them judged, met, missed and open."""
    counts = frame["verdict"].value_counts().reindex(gaps.VERDICTS, fill_value=0)
    return {"n": len(frame), "judged": counts["met"] + counts["missed"], **counts}


@cache
def progress() -> pd.DataFrame:
    return rules.progress(TARGETS, SERIES)


def methods() -> Iterator[Claim]:
    here = "60_methods"
    found = rules.statcan(_published())
    names = [f"r{i}" for i in range(6)], [f"s{i}" for i in range(6)]
    yield claim(
        here,
        "R {r0:.6f}, {r1:.6f}, {r2:.6f} and {r3:.6f}, growth {r4:.6f} and {r5:.6f}, scores "
        "{s0:.4f}, {s1:.4f}, {s2:.4f}, {s3:.0f}, {s4:.4f} and {s5:.4f}:",
        **dict(zip(names[0], found["value"], strict=True)),
        **dict(zip(names[1], found["score"], strict=True)),
    )
    carried = 231.41 - 2.386 * (2030 - 2019)
    yield claim(
        here,
        "H is {h:.2f} and m {m:.1f} %, sun and cloud",
        h=carried, m=100 * (200 - carried) / (200 - 231.41),
    )  # fmt: skip


def _published() -> pd.DataFrame:
    """The examples that Statistics Canada's script is held to, as the notebook types them."""
    columns = ["base_time", "base_value", "time", "value", "target_value", "due", "direction"]
    cases = [
        [2015, 14.5, 2023, 10.4, 7.25, 2030, -1, None],
        [2015, 0.37, 2025, 9.53, 60, 2030, 1, None],
        [2014, 699, 2024, 666.6, 490, 2030, -1, None],
        [2015, 98.8, 2024, 98.3, 100, 2030, 1, None],
        [2016, 66.6, 2023, 71.4, None, None, 1, 100],
        [2015, 79.82, 2020, 80.0, None, None, 1, 100],
    ]
    return pd.DataFrame(cases, columns=[*columns, "limit"]).astype(float)


def reports() -> Iterator[Claim]:
    here = "70_read_a_report"
    before, after = (_text(name) for name in ("before", "after"))
    pairs = read_pair(before, after, 2021)
    held = plan.targets("guizhou-2021")
    table = gaps.gap_table(held[held["indicator"].isin(_linked(before))], SERIES)
    counts = judged(table)
    yield claim(
        here,
        "{met} of the {n} targets can be judged and were met; for {rest} there is no",
        met=spelled(counts["met"]).capitalize(), n=spelled(len(table)),
        rest=spelled(counts["undecided"]),
    )  # fmt: skip
    match, reason = pairs["match"].value_counts(), pairs["reason"].value_counts()
    assert (pairs["verdict"] == "met").sum() == match["same"] == counts["met"]
    yield claim(
        here,
        "{same} of the {n} promises have their outcome in the next report and were met, as the "
        "published figures say above; {words} is said to be done, without a figure; of {mentioned} "
        "the report speaks without saying what came of them; and on {none} it is silent.",
        same=spelled(match["same"]).capitalize(), n=spelled(len(pairs)),
        words=spelled(match["words"]), mentioned=spelled(reason["mentioned"]),
        none=spelled(match["none"]),
    )  # fmt: skip
    yield measured(here)


def measured(document: str) -> Claim:
    """How well reports are read that the grammar was not written from, in one sentence."""
    read = unseen()
    right, given, labelled = read["right"], read["given"], read["labelled"]
    same, silent = "same, with its outcome", "nothing said"
    return claim(
        document,
        "on labelled reports that the grammar was not written from {targets} of {of} targets were "
        "found, {right} of {given} verdicts were right, {same} of {judging} outcomes that judge a "
        "target were matched with it, and of {silent} targets called unanswered {none} were "
        "labelled so",
        targets=right["targets"], of=labelled["targets"], right=right["verdicts"],
        given=given["verdicts"], same=right[same], judging=labelled[same], silent=given[silent],
        none=right[silent],
    )  # fmt: skip


def _text(name: str) -> str:
    """A text that notebook 70 writes down for the purpose."""
    cells = nbformat.read(ROOT / "notebooks" / "70_read_a_report.ipynb", 4).cells
    (cell,) = (c.source for c in cells if c.source.startswith(f'{name} = """'))
    return cell.split('"""')[1]


def _linked(text: str) -> pd.Series:
    return draft_plan(text, "guizhou-2021", "520000", 2021)["indicator"]


def unseen() -> pd.DataFrame:
    """Counts of each measure on labels that the grammar was not written from."""
    rows = QUALITY[QUALITY["labels"] != "at hand"]
    return rows.groupby("measure")[["right", "given", "labelled"]].sum().astype(int)


def told(*names: str, lang: str = "en") -> str:
    """Findings as one paragraph."""
    return findings.show(HELD, *names, lang=lang).data


# The answer of each notebook in the table of the README, by its question.
# fmt: off
ANSWERS = {
    "How many of Dafang's promises of 2023 can be judged?": ["plan_judged"],
    "Did Dafang keep its environmental promises?": ["judged_environment"],
    "... its employment promises?": ["judged_employment"],
    "... its promises of rural revitalisation?": ["judged_rural_revitalisation"],
    "... its investment promises?": ["judged_investment"],
    "Were the national targets kept, and did they ask for anything?": [
        "nation_yearly",
        "jobs_asked",
    ],
    "What did Dafang's parents promise, and what became of it?": ["guizhou_states", "bijie_states"],
    "Are promises of governments kept, and how many are never mentioned again?": ["record_states"],
    "How much does the rule decide?": ["rules_agree"],
}
# fmt: on


def readme() -> Iterator[Claim]:
    here = "README.md"
    yield claim(
        here,
        "holds dozens of figures: forest cover held above {cover:g} %, {jobs:,.0f} jobs, "
        "{firms:,.0f} new firms",
        cover=PLANNED["T04"], jobs=PLANNED["T07"], firms=PLANNED["T29"],
    )  # fmt: skip
    yield claim(here, "![{alt}](notebooks/overview.png)", alt=_alt(charts.verdict_counts, _first()))
    for question, names in ANSWERS.items():
        yield claim(here, f"| {question} | {{answer}} |", answer=told(*names))
    yield claim(here, "are the {n} targets by theme", n=len(DAFANG))
    yield claim(here, "are the {n} targets of all plans held", n=len(TARGETS))
    yield claim(here, "![{alt}](docs/jobs-2026-en.png)", alt=_alt(charts.trajectory, *_jobs()))
    yield claim(
        here,
        "- {record} Such a record says how targets are set as much as how they are kept.",
        record=told("nation_judged", "nation_missed"),
    )
    yield claim(here, "- {all} The others are told", all=told("all_judged"))
    yield measured(here)
    yield claim(
        here,
        "makes it. {audit} Of Guizhou and Bijie every verdict was looked at. {parents}\n",
        audit=told("record_audit"), parents=told("parents_rows"),
    )  # fmt: skip


def readme_zh() -> Iterator[Claim]:
    here, read = "README.zh.md", unseen()
    yield claim(
        here,
        "第一份计划是贵州省大方县2023年政府工作报告。{told}\n",
        told=told("plan_judged", lang="zh"),
    )
    yield claim(
        here, "![{alt}](docs/jobs-2026-zh.png)", alt=_alt(charts.trajectory, *_jobs(), lang="zh")
    )
    nation = told("all_judged", "nation_judged", "nation_missed", lang="zh")
    yield claim(here, "- 同样的规则用于数据公开的地方：{nation}\n", nation=nation)
    yield claim(
        here,
        "给出的{given}个结论中{right}个正确，可判断的{same}项中找到{found}项",
        given=read["given"]["verdicts"], right=read["right"]["verdicts"],
        same=read["labelled"]["same, with its outcome"],
        found=read["right"]["same, with its outcome"],
    )  # fmt: skip
    record = told("record_states", "record_audit", lang="zh")
    yield claim(here, "docs/record.md)）。{record}结果多为", record=record)


def _first() -> pd.DataFrame:
    return TABLE[TABLE["plan"] == plan.FIRST_PLAN]


def _jobs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the picture of the jobs targets shows."""
    china = SERIES[(SERIES["ref_area"] == "CN") & (SERIES["indicator"] == "new_urban_jobs")]
    return china, plan.targets("china-2026").query("indicator == 'new_urban_jobs'")


def _alt(form: charts.Form, *frames: pd.DataFrame, lang: str = "en") -> str:
    """The alternative text of a figure."""
    return form.tell(form.numbers(*frames), lang).alt
