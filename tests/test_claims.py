"""The prose of the notebooks and READMEs says what the tables say, numeral by numeral."""

import importlib
import io
import os
import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import prose
import pytest
from claims import DAFANG, QUALITY, SERIES, TABLE, TARGETS, claims, progress, unseen
from PIL import Image
from prose import ROOT, Claim, claim

import plan_targets as plan
from plangaps import charts, rules, trajectories
from plangaps.__main__ import _VERBS, _parser
from plangaps.report import Frames, catalogue, drawing

PICTURES = {  # as they are stored, before a notebook draws one anew
    path: (ROOT / path).read_bytes()
    for path in ("notebooks/overview.png", "docs/jobs-2026-en.png", "docs/jobs-2026-zh.png")
}
CLAIMS = claims()
MEASURES = ["verdicts", "same, with its outcome", "nothing said"]
READMES = ["README.md", "README.zh.md"]


@pytest.mark.parametrize("one", CLAIMS, ids=lambda c: f"{c.document}: {c.sentence[:40]}")
def test_prose_says_what_the_tables_say(one):
    held = [m for text in prose.pieces(one.document) for m in re.findall(one.pattern, text)]
    assert any(one.said in text for text in prose.pieces(one.document)), (
        f"{one.document} should say: {one.said!r}. "
        + ("`make prose` writes it." if held else "No sentence of this form is there; edit it.")
    )


@pytest.mark.parametrize("document", prose.documents())
def test_every_numeral_of_the_prose_is_held(document):
    assert prose.unheld(document, CLAIMS) == []


@pytest.mark.parametrize("document", prose.documents())
def test_exceptions_are_few_and_each_holds_a_numeral(document):
    own = prose.own_exceptions(document)
    assert len(own) < 10
    for name, pattern in own.items():
        found = [m[0] for text in prose.pieces(document) for m in re.finditer(pattern, text)]
        assert found, f"numerals.toml: {name} holds nothing in {document}"
        assert all(re.search(r"\d", text) for text in found)


@pytest.mark.parametrize("more", ["9 more", "by 12.7 %", "in 2031", "1,234 jobs", "of 3."])
@pytest.mark.parametrize("document", ["20_employment", "README.md"])
def test_a_numeral_written_anew_is_found(document, more, monkeypatch):
    monkeypatch.setattr(prose, "pieces", lambda _: ["It was so and so much " + more])
    (found,) = prose.unheld(document, CLAIMS)
    assert more.split()[-1 if more.startswith(("in", "of")) else 0].rstrip(".") in found


@pytest.mark.parametrize(
    "text", ["T04 and `figures 12`", "[60_methods](a/60_methods.ipynb)", "```sh\nmake 7\n```"]
)
def test_names_addresses_and_code_are_no_prose(text, monkeypatch):
    monkeypatch.setattr(prose, "pieces", lambda _: [text])
    assert prose.unheld("README.md", []) == []


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the prose that a test may change."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    for name in READMES:
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    return tmp_path


def test_after_data_were_added_one_command_renews_the_prose(copy):
    """As with a year more of jobs: other totals, another mean, nothing but fields changed."""
    before = {document: prose.pieces(document) for document in prose.documents()}
    grown = [one._replace(fields=_more(one.fields)) for one in CLAIMS if not _worded(one)]
    assert prose.write(grown) == []
    for one in grown:
        assert any(one.said in text for text in prose.pieces(one.document))
    assert prose.write([one for one in CLAIMS if not _worded(one)]) == []
    assert {document: prose.pieces(document) for document in before} == before


def test_a_sentence_that_is_not_there_is_named(copy):
    lost = claim("README.md", "a sentence of {n} words that nobody wrote", n=9)
    assert prose.write([lost]) == [lost]


def _worded(one: Claim) -> bool:
    return any(isinstance(v, str) for v in one.fields.values())


def _more(values: dict) -> dict:
    return {name: value + 1 for name, value in values.items()}


CORPUS = os.environ.get("PLANGAPS_CORPUS", "")


@pytest.mark.skipif(not CORPUS, reason="PLANGAPS_CORPUS names no folder of labelled reports")
def test_the_quality_told_is_what_the_benchmark_counts(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    benchmark, labels = importlib.import_module("pairs"), Path(CORPUS) / "labels"
    texts = benchmark.Texts(labels / "texts", Path(CORPUS) / "reports.zip")
    told = QUALITY[QUALITY["labels"] != "labelled afterwards"].set_index(["measure", "report"])
    for file in sorted(labels.glob("pairs_*.csv")):
        counts, _ = benchmark.of_pairs(benchmark.labelled(file), texts)
        of = {name: told.loc[name, :].loc[file.stem.removeprefix("pairs_")] for name in MEASURES}
        assert [of[name]["right"] for name in MEASURES] == [
            counts["right"], counts["found"], counts["true_none"]
        ]  # fmt: skip
        assert of["verdicts"]["given"] == counts["verdicts"]
        assert of["same, with its outcome"]["labelled"] == counts["same"]


# What the words around the numbers say.


def test_no_dafang_target_has_a_verdict_that_the_prose_denies():
    assert DAFANG["verdict"].eq("undecided").all()
    asked = rules.ambition(plan.targets(), SERIES)
    assert asked["met_when_set"].isna().all()
    assert (asked["over_higher"] > 0).any()
    assert (asked["over_higher"] < 0).any()


def test_the_rules_say_what_the_words_say():
    pairs = rules.agreement(progress()).set_index(["rule", "other"])
    assert pairs.loc[("statcan", "un_chart"), "same"] == pairs.loc[("statcan", "un_chart"), "both"]
    assert (pairs["opposite"] == 0).all()
    differ = rules.disagreement(progress()).query("rule == 'destatis'")
    named = differ.merge(TARGETS[["plan", "target", "indicator"]])
    assert set(named["indicator"]) <= {"new_urban_jobs", "rural_poor_population_reduction",
                                       "registered_urban_unemployment_rate"}  # fmt: skip
    assert (named[named["indicator"] == "rural_poor_population_reduction"]["value"] < 0).all()
    elsewhere = progress().merge(TARGETS[["plan", "target", "ref_area", "indicator"]])
    spoken = elsewhere.query("ref_area != 'CN' and status != @rules.NOT_APPLICABLE")
    assert not spoken["indicator"].str.contains("income").any()


def test_projections_are_what_the_words_say():
    rate = SERIES.query("ref_area == 'CN' and indicator == 'registered_urban_unemployment_rate'")
    told = trajectories.project(rate, 2023).set_index("time_period").loc["2023"]
    assert told["upper_80"] < DAFANG["value"]["T09"] < told["upper_95"]


def test_jobs_and_rates_are_what_the_words_say():
    nation = TABLE[(TABLE["ref_area"] == "CN") & ~TABLE["plan"].str.contains("fyp")]
    registered = nation[nation["indicator"] == "registered_urban_unemployment_rate"]
    assert not (registered["verdict"] == "missed").any()
    asked = rules.ambition(plan.yearly(), SERIES).query("indicator == 'new_urban_jobs'")
    assert (asked["over_last"] < 0).all()
    guiyang = TARGETS.query("ref_area == '520100' and indicator == 'air_good_days_share'")
    assert DAFANG["value"]["T05"] in guiyang.loc[guiyang["due"] == 2024, "value"].tolist()


def test_the_quality_told_is_of_reports_that_were_read_to_measure():
    read = unseen()
    counted = read[["given", "labelled"]].where(read[["given", "labelled"]] > 0)
    assert (read["right"] <= counted.min(axis="columns")).all()
    assert (read["right"] > 0.7 * counted.max(axis="columns")).all()


def test_what_is_told_of_one_is_one():
    """Sentences that tell of a single case; where a second one came, they have to be rewritten."""
    nation = TABLE[TABLE["ref_area"] == "CN"]
    missed = nation.loc[nation["verdict"] == "missed", ["indicator", "due"]].to_numpy().tolist()
    assert missed == [["surveyed_urban_unemployment_rate", 2022]], "00_overview, 50_track_record"
    within = rules.pace_within_year(TARGETS, SERIES).query("indicator == 'new_urban_jobs'")
    paced = within.dropna(subset="target_value")[["ref_area", "time_period"]].to_numpy().tolist()
    assert paced == [["520000", "2024-01/2024-06"]], "60_methods, pace within the year"


# The READMEs: pictures, commands, examples.


@pytest.mark.parametrize("path", PICTURES)
def test_the_pictures_are_of_what_is_published(path):
    stored, fresh = (
        np.asarray(Image.open(io.BytesIO(data)).convert("L"), float)
        for data in (PICTURES[path], picture(path))
    )
    renewed = "`make notebooks` or `python -m plangaps figures --figure jobs-2026` draws it anew"
    assert stored.shape == fresh.shape, renewed
    assert np.abs(stored - fresh).mean() < 2, renewed  # of 255; letters may differ by a shade


def picture(path: str) -> bytes:
    """A picture of the READMEs, drawn anew."""
    if path.startswith("notebooks"):
        figure = charts.verdict_counts(TABLE[TABLE["plan"] == plan.FIRST_PLAN])
        figure.savefig(drawn := io.BytesIO())
        return drawn.getvalue()
    name, lang = path.removeprefix("docs/").removesuffix(".png").rsplit("-", 1)
    (entry,) = catalogue.choose(figure=name)
    numbers = entry.numbers(Frames.read())
    return drawing.printed(drawing.drawn(entry, numbers, lang, drawing.PAGE), "png", drawing.PAGE)


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


@pytest.mark.parametrize("document", READMES)
def test_commands_are_calls_that_the_one_door_understands(document):
    lines = "".join(blocks(document, "sh")).splitlines()
    text = (ROOT / document).read_text("utf-8")
    lines += [
        s.replace(" TEXTS", " folder") for s in re.findall("`(python -m plangaps [^|`]+)`", text)
    ]
    calls = [
        line.split("-m plangaps ")[1].split(" > ")[0] for line in lines if "-m plangaps" in line
    ]
    assert len(calls) > 4
    for call in calls:
        arguments = shlex.split(call, comments=True)
        if "--help" not in arguments:
            assert _parser().parse_args(arguments).run is _VERBS[arguments[0]][0]


@pytest.mark.parametrize("document", READMES)
def test_all_verbs_are_named(document):
    text = (ROOT / document).read_text("utf-8")
    assert not [verb for verb in _VERBS if not re.search(rf"\b{verb}\b", text)]
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[1].split()
    made = re.findall(r"^make ([a-z]+)|`make ([a-z]+)", text, re.M)
    assert {"".join(one) for one in made} <= set(targets)


@pytest.mark.parametrize("document", READMES)
def test_examples_in_python_run(document):
    (example,) = blocks(document, "python")
    names = {}
    exec(example, names)
    assert names["table"]["verdict"].eq("undecided").all()
    assert isinstance(names["table"], pd.DataFrame)
