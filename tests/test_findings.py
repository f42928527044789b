"""The sentences of the collection: each says what a table says, in both languages, or nothing."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

import plan_targets as plan
from plangaps import findings, gaps, observed, own, record, template, words
from plangaps.findings import FINDINGS, Held

SOURCE = "大方县统计年鉴2024，第3页"
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def held():
    return Held.read()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """With an own outcome for each target of the first plan: every third falls short."""
    asked = template.rows(observed.read_series())
    goals = plan.targets().set_index("target").loc[asked["target"]]
    short = [n % 3 == 0 for n in range(len(asked))]
    worse = goals["value"] * goals["direction"].map({1: 0.8, -1: 1.5})
    sheet = asked[["ref_area", "indicator", "basis", "time_period"]].assign(
        obs_value=goals["value"].mask(short, worse).to_numpy(),
        unit_measure=asked["base_unit"],
        source=SOURCE,
    )
    sheet.to_csv(path := tmp_path_factory.mktemp("own") / "mine.csv", index=False)
    return Held(observed.add_own(observed.read_series(), own.read(path)))


def numerals(text):
    return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("figures", ["held", "filled"])
def test_each_is_a_sentence_of_its_language(name, figures, request):
    found = FINDINGS[name](request.getfixturevalue(figures))
    english, chinese = (found.text(lang) if found else "" for lang in words.LANGUAGES)
    for text in filter(None, [english, chinese]):
        assert not re.search(r"\bnan|None\b(?! of)|[{}]|  |<NA>", text), text
    assert not HAN.search(english)
    assert not english or name.endswith("_title") or english.endswith(".")
    assert not re.search(r"[\u4e00-\u9fff][,;:]|\d-\d{4}", chinese), chinese


def test_every_text_is_of_a_finding_and_every_finding_has_one():
    code = [
        node.value
        for path in Path(findings.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    keys = {key.removeprefix("finding.") for key in words.table() if key.startswith("finding.")}
    begun = tuple(text for text in code if text.endswith("."))
    assert [k for k in keys if k not in code and f"finding.{k}" not in code
            and not k.startswith(begun)] == []  # fmt: skip


def test_a_name_that_is_none_is_refused(held):
    with pytest.raises(ValueError, match="name: found 'nothing'; allowed: "):
        findings.say("nothing", held, "en")
    with pytest.raises(ValueError, match="lang: found 'de'"):
        findings.say("all_judged", held, "de")


def test_a_paragraph_joins_sentences_as_its_language_does(held):
    names = ["nation_judged", "nation_missed"]
    said = [findings.say(name, held, "en") for name in names]
    assert findings.show(held, *names).data == " ".join(said)
    assert "。未完成的是" in findings.show(held, *names, lang="zh").data


def test_the_plan_is_judged_as_its_table_says(held, filled):
    table = gaps.gap_table(plan.targets(), observed.read_series())
    why = table.loc[table["verdict"] == "undecided", "reason"].value_counts().tolist()
    assert not table["verdict"].isin(["met", "missed"]).any()
    text = findings.say("plan_judged", held, "en")
    assert numerals(text.replace("2023", "")) == [len(table), *why]
    assert "none can be judged from public figures" in text
    assert "没有一个能根据公开数据判断" in findings.say("plan_judged", held, "zh")
    n = len(table)
    met, missed = (filled.first["verdict"].value_counts().get(v, 0) for v in ("met", "missed"))
    assert met and missed and met + missed == n
    text = findings.say("plan_judged", filled, "en").replace("2023", "")
    assert numerals(text) == [n, n, met, missed]
    assert findings.say("plan_silent", filled, "en") == ""


def test_what_is_not_due_is_not_counted_as_judgeable(held):
    verdict = held.table["verdict"].value_counts()
    n, open_ = len(held.table), verdict["open"]
    judged = verdict["met"] + verdict["missed"]
    said = [n, n - open_, judged, verdict["met"], verdict["missed"], open_]
    assert numerals(findings.say("all_judged", held, "en")) == said
    assert numerals(findings.say("all_judged", held, "zh")) == said


def test_the_nation_names_the_indicators_that_it_rests_on(held):
    rows = gaps.gap_table(plan.targets(None).query("ref_area == 'CN'"), observed.read_series())
    judged = rows[rows["verdict"].isin(["met", "missed"])]
    text = findings.say("nation_judged", held, "en")
    for name in judged["name_en"].unique():
        assert name.lower() in text.lower()
    assert f"{judged['indicator'].nunique()} indicators" in text
    missed = rows[rows["verdict"] == "missed"]
    assert all(str(due) in findings.say("nation_missed", held, "en") for due in missed["due"])


def test_jobs_are_said_from_their_own_rows(held):
    jobs = gaps.gap_table(plan.yearly(), observed.read_series()).query(
        "indicator == 'new_urban_jobs'"
    )
    over = (100 * jobs["gap"] / jobs["value"]).dropna()
    shown = numerals(findings.say("jobs_margin", held, "en"))
    assert shown[0] == len(over)
    assert shown[1:3] == [round(over.mean()), round(over.min(), 1)]


def test_the_record_is_said_from_its_rows(held):
    rows = record.grouped(record.pairs())
    share = 100 * rows["state"].value_counts(normalize=True)
    said = [len(rows), *(round(share[s]) for s in ("kept", "missed", "words", "silent", "unclear"))]
    assert numerals(findings.say("record_states", held, "en")) == said
    assert numerals(findings.say("record_states", held, "zh")) == said


def test_without_figures_nothing_is_claimed(held):
    empty = Held(held.observations.iloc[:0])
    for name in ("all_judged", "nation_judged", "jobs_margin", "jobs_asked", "part_known"):
        assert findings.say(name, empty, "en") == ""
    assert "none can be judged" in findings.say("plan_judged", empty, "en")
    assert isinstance(empty.table, pd.DataFrame)


@pytest.mark.parametrize("theme", sorted(plan.targets()["theme"].unique()))
@pytest.mark.parametrize("figures", ["held", "filled"])
def test_each_theme_is_said_as_its_rows_are_judged(theme, figures, request):
    held = request.getfixturevalue(figures)
    count = gaps.summary(held.first.reset_index(drop=True)).loc[theme]
    shown = numerals(findings.say(f"judged_{theme}", held, "en"))
    if figures == "held":
        why = held.first.query("theme == @theme")["reason"].value_counts()
        assert shown == [count["targets"], *why]
    else:
        assert shown == [count["targets"]] * 2 + [count["met"], count["missed"]]
        assert "自有数据" in findings.say(f"judged_{theme}", held, "zh")
    names = held.first.query("theme == @theme")["name_zh"]
    assert all(name in findings.say(f"promised_{theme}", held, "zh") for name in names)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_shares_kept_stand_in_the_order_of_their_words(held, lang):
    told = findings.say("record_kept_by_level", held, lang)
    places = [told.index(words.say(f"level.{level}", lang)) for level in words.codes("level")]
    assert places == sorted(places)


def test_a_higher_outcome_than_the_target_changes_the_sentence(held):
    """A jobs target missed: no year's sentence says that each was passed."""
    rows = held.observations
    one = (rows["ref_area"] == "CN") & (rows["indicator"] == "new_urban_jobs")
    one &= rows["time_period"] == "2023"
    worse = Held(rows.assign(obs_value=rows["obs_value"].mask(one, 1e6)))
    assert findings.say("jobs_margin", held, "en").startswith("In each of the")
    assert re.match(r"In \d+ of the \d+ years", findings.say("jobs_margin", worse, "en"))
    assert "new urban jobs of 2023" in findings.say("nation_missed", worse, "en")
