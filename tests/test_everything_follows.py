"""One own file with all 30 outcomes of the first plan: every table, notebook, figure shows it."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from openpyxl import load_workbook

import plan_targets as plan
from plangaps import charts, explorer, gaps, observed, own, template, words
from plangaps.__main__ import main
from plangaps.findings import Held
from plangaps.report import Frames, catalogue, content, page, write_tables

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SOURCE = "Made up for a test"
OWN = ["own", "obs_own", "own_figures", "own_share"]


def made_up() -> pd.DataFrame:
    """A figure for each target: two as promised, the third far on the wrong side of it."""
    asked = template.rows(observed.read_series())
    promised = plan.targets().set_index("target").loc[asked["target"]]
    kept = pd.Series([i % 3 != 2 for i in range(len(asked))], promised.index)
    wrong = promised["direction"].map({1: 0.8, -1: 1.5})
    rows = asked[["ref_area", "indicator", "basis", "time_period"]].set_index(promised.index)
    return rows.assign(
        obs_value=promised["value"].where(kept, promised["value"] * wrong),
        unit_measure=asked["base_unit"].to_numpy(),
        source=SOURCE,
        expected=kept.map({True: "met", False: "missed"}),
    )


@pytest.fixture(scope="module")
def expected():
    """Verdict of each target, from the figures as they were made up."""
    return made_up()["expected"].to_dict()


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """The file."""
    path = tmp_path_factory.mktemp("own") / "mine.csv"
    made_up().drop(columns="expected").to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def frames(mine):
    """The frames with the figures of the file."""
    return Frames.read(mine)


def texts(figure) -> str:
    held = [t.get_text() for ax in figure.axes for t in ax.texts + ax.get_yticklabels()]
    return " ".join([*held, *(t.get_text() for t in figure.texts)]).replace("\n", " ")


def test_the_gap_table_has_thirty_verdicts(frames, expected):
    table = catalogue.select(frames.table, plan=plan.FIRST_PLAN)
    assert table.set_index("target")["verdict"].to_dict() == expected
    assert table["obs_own"].all() and table["obs_source"].eq(SOURCE).all()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_figures_show_thirty_verdicts_by_own_figures(frames, lang):
    def drawn(name):
        (entry,) = catalogue.choose(figure=name)
        return entry.draw(entry.numbers(frames), lang)

    words = {
        "en": ("own figures: " + SOURCE.lower(), "cannot be judged"),
        "zh": ("自有数据：", "无法判断"),
    }
    for theme in ("environment", "employment", "rural", "investment"):
        figure = drawn(f"gaps-{theme}")
        assert words[lang][0] in texts(figure).lower()
        assert words[lang][1] not in texts(figure)
    count = {"en": "of 30 targets due, 30 can be judged, 30 of them by own figures"}
    count["zh"] = "30个到期目标中，30个可以判断，其中30个根据自有数据"
    assert count[lang] in texts(drawn("verdicts-dafang"))
    marks = texts(drawn("scorecard")).replace(" ", "")  # a label may be wrapped within a mark
    assert marks.count({"en": "(ownfigures)", "zh": "（自有数据）"}[lang]) == 30


def test_what_is_told_of_each_figure_names_own_figures(frames):
    silent = []
    for entry in catalogue.every():
        numbers = entry.numbers(frames)
        own = numbers[[c for c in numbers if c in OWN]].fillna(0).astype(float)
        if own.to_numpy().any():
            told = [entry.tell(numbers, lang).alt for lang in ("en", "zh")]
            silent += [] if "own figure" in told[0] and "自有数据" in told[1] else [entry.name]
    assert not silent


def test_cells_and_bars_say_which_figures_are_own(tmp_path):
    """One figure alone is own: the others keep what is said of published ones."""
    one = made_up().loc[["T13"]].drop(columns="expected")
    one.to_csv(tmp_path / "one.csv", index=False)
    series = observed.add_own(observed.read_series(), own.read(tmp_path / "one.csv"))
    targets = plan.rural_revitalisation
    table = gaps.gap_table(targets, series)
    assert texts(charts.gap_bars(table)).count("(own figures)") == 1
    assert texts(charts.evidence_matrix(targets, series)).count("(own figures)") == 1
    published = charts.evidence_matrix(targets, observed.read_series())
    assert "own" not in re.findall(r"\w+", texts(published))
    counted = charts.verdict_counts.numbers(table)
    assert counted.groupby("outcome")["own_figures"].sum().to_dict() == {
        "met": 1, "no_observation": 0, "other_area": 0, "part_of_total": 0
    }  # fmt: skip


def test_the_workbook_of_tables_has_thirty_verdicts(frames, expected, tmp_path):
    write_tables(frames, tmp_path / "tables.xlsx", plan.FIRST_PLAN)
    head, *rows = load_workbook(tmp_path / "tables.xlsx")["gaps"].iter_rows(values_only=True)
    codes = [name.split("\n")[-1] for name in head]
    at = {name: codes.index(name) for name in ["target", "verdict", "obs_own"]}
    told = {target: words.both(f"verdict.{verdict}") for target, verdict in expected.items()}
    assert {row[at["target"]]: row[at["verdict"]] for row in rows} == told
    assert all(row[at["obs_own"]] for row in rows)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_has_thirty_verdicts_by_own_figures(frames, expected, lang):
    whole = content.content(lang, frames, [], Held(frames.observations))
    data = page.report(whole).decode()
    met = sum(verdict == "met" for verdict in expected.values())
    told = {
        "en": f"30 of them by own figures: {met} met, {30 - met} missed.",
        "zh": f"（30个根据自有数据）：完成{met}个，未完成{30 - met}个。",
    }
    assert told[lang] in data
    assert data.count(SOURCE) >= 30


def test_the_explorer_gives_the_verdict(frames, expected):
    said = explorer.view(explorer.Choice(target="T05"), frames).said
    assert said["verdict"] == expected["T05"]
    assert SOURCE in said["sources"]


def test_a_command_reads_the_files_it_is_given(mine, expected, tmp_path):
    given = ["--series", str(mine)]
    assert main(["tables", "-o", str(tmp_path / "csv"), "--plan", plan.FIRST_PLAN, *given]) == 0
    table = pd.read_csv(tmp_path / "csv" / "gaps.csv", encoding="utf-8-sig")
    assert dict(zip(table["target"], table["verdict"], strict=True)) == expected


def test_notebooks_have_verdicts_for_every_target(mine, monkeypatch):
    """The overview counts them; a theme lists its own, and which of them rest on own figures."""
    monkeypatch.setenv("PLANGAPS_SERIES", str(mine))
    read = [
        nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4) for name in ("00_overview", "40_investment")
    ]
    both = new_notebook(cells=[cell for one in read for cell in one.cells])  # in one kernel: faster
    NotebookClient(both, timeout=120, resources={"metadata": {"path": str(mine.parent)}}).execute()
    code = [c for c in both.cells if c.cell_type == "code"]
    first = sum(c.cell_type == "code" for c in read[0].cells)
    for cells, listed in ((code[:first], 0), (code[first:], 8)):
        outputs = [o for c in cells for o in c.outputs]
        tables = [o["data"]["text/html"] for o in outputs if "text/html" in o.get("data", {})]
        judged = next(t for t in tables if re.search(r">(met|missed)<", t))
        assert "undecided" not in judged
        assert len(re.findall(r"<td>(?:met|missed)</td>", judged)) == listed
        assert judged.count("<td>True</td>") == listed
