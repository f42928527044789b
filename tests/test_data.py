"""The tables in ``data/``: they follow their codebook, and say what their sources say."""

import itertools
import json
import re
import shutil
import unicodedata
from urllib.parse import urlsplit

import frictionless
import numpy as np
import pandas as pd
import pytest

import plan_targets as plan
from plangaps import citing, observed, package, tables, words
from plangaps.record.areas import namings

PACKAGE = json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))
SCHEMAS = sorted((tables.DATA / "schemas").glob("*.json"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def held() -> pd.DataFrame:
    return observed.read_series()


def test_frictionless_finds_every_resource_valid():
    report = frictionless.Package(str(tables.DATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert len(report.tasks) == len(PACKAGE["resources"])


def test_the_package_describes_every_file_of_the_project():
    described = {resource["path"] for resource in PACKAGE["resources"]}
    files = [
        *tables.DATA.glob("*.csv"),
        *tables.DATA.glob("plans/*"),
        *tables.DATA.glob("series/*"),
        *tables.DATA.glob("record/*"),
    ]
    assert described == {str(file.relative_to(tables.DATA)) for file in files}
    used = {resource["schema"] for resource in PACKAGE["resources"]}
    assert used == {f"schemas/{file.name}" for file in SCHEMAS}


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda f: f.stem)
def test_every_field_is_described_and_typed(file):
    fields = json.loads(file.read_text("utf-8"))["fields"]
    assert [f["name"] for f in fields if len(f.get("description", "")) < 5] == []
    assert {f["type"] for f in fields} <= {"string", "number", "integer", "boolean"}


def test_every_indicator_is_named_in_both_languages_and_defined():
    known = tables.indicators()
    assert known["name_zh"].map(lambda name: bool(HAN.search(name))).all()
    assert not known["name_en"].map(lambda name: bool(HAN.search(name))).any()
    assert (known["name_en"].str.len() > 2).all()
    assert (known["definition"].str.len() > 10).all()
    assert set(known["theme"]) == set(plan.THEMES)
    assert set(known["kind"]) == {"level", "flow", "share", "growth", "count"}
    assert set(known["direction"]) <= {1, 0, -1}
    assert set(known["unit_measure"]) == set(tables.units()["unit_measure"])


def test_shares_lie_between_0_and_100_percent():
    shares = tables.indicators().query("kind == 'share'")
    assert set(shares["unit_measure"]) == {"percent"}
    assert shares["minimum"].eq(0).all()
    assert shares["maximum"].eq(100).all()


def test_every_area_is_named_and_reaches_the_country():
    known = tables.areas()
    assert known["name_zh"].map(lambda name: bool(HAN.search(name))).all()
    parent = known.set_index("ref_area")["parent"].to_dict()
    top = known["ref_area"]
    for _ in range(3):
        top = top.map(lambda area: parent[area] or area)
    assert set(top) == {"CN"}
    assert parent["520521"] == "520500"


def test_every_row_has_a_source_that_is_held(held):
    sources = set(tables.sources()["source"])
    for frame in (held, plan.targets(None), plan.plans()):
        assert set(frame["source"]) <= sources


def test_every_observation_keeps_the_words_it_was_read_from(held):
    assert (held["quote"].str.len() > 2).all()
    assert (plan.targets(None)["wording"].str.len() > 2).all()


def test_a_source_that_is_no_reprint_has_an_address_or_none():
    url = tables.sources().query("kind in ['official', 'press']")["url"]
    assert url[url != ""].str.match(r"https?://\S+$").all()


def test_no_host_is_both_a_publisher_and_a_reprint_and_no_authority_is_a_reprint():
    known = tables.sources()
    own_page = known["kind"].isin(["official", "press"])
    host = known["url"].map(lambda url: (urlsplit(url).hostname or "").rstrip("."))
    reprints = set(host[~own_page]) - {""}
    assert len(reprints) > 100
    assert reprints & set(host[own_page]) == set()
    assert [name for name in reprints if name.endswith("gov.cn")] == []


def test_sources_name_bodies_and_documents_and_no_remark_of_an_editor():
    known = tables.sources()
    for column in ("title", "issuer"):
        shown = known[column].str.contains(
            "未显示|not shown|not stated|headline|^[(（]", case=False
        )
        assert not shown.any(), known.loc[shown, ["source", column]]
    assert not known["issuer"].str.contains(" / | via | on |citing|quoting").any()
    untitled = known[known["title"] == ""]
    assert untitled["note"].str.contains("not shown").all()
    assert (known.loc[known["issuer"] == "", "kind"].isin(["reprint", *citing.WEAK])).all()
    weak = known[known["kind"].isin(citing.WEAK)]
    assert weak["issuer"].eq("").all()
    assert set(citing.weak()) == {"s149", "s150"}


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_list_of_sources_names_who_issued_and_who_reprinted(lang):
    listed = citing.cited(["s126", "s149", "s264", "s101", "s154"], lang)
    assert listed.loc["s126", "issuer"] == "贵州省统计局"
    assert listed.loc["s126", "url"] == listed.loc["s149", "url"] == ""
    assert listed.loc["s101", "kind"] == ""
    assert listed.loc["s149", "issuer"] == words.say("source.unnamed", lang)
    assert listed.loc["s149", "kind"] == words.say("source.encyclopaedia", lang)
    assert listed.loc["s154", "title"] == words.say("source.untitled", lang)


# What was taken over is all there; more may come.


def test_rows_of_the_dafang_plan():
    sizes = plan.targets().groupby("theme").size()
    assert sizes.to_dict() == {
        "environment": 5, "employment": 4, "rural_revitalisation": 13, "investment": 8,
    }  # fmt: skip
    assert len(plan.milestones()) == 79


def test_rows_of_the_national_plans_and_of_the_provinces():
    everything = plan.targets(None)
    assert (everything["ref_area"] == "CN").sum() >= 67
    provinces = everything[everything["plan"].str.endswith("-2026")]
    assert provinces["ref_area"].str.endswith("0000").sum() >= 31
    assert not everything.duplicated(["plan", "target"]).any()


@pytest.mark.parametrize(
    ("theme", "rows"),
    [("environment", 78), ("employment", 78), ("rural_revitalisation", 106), ("investment", 23),
     ("economy", 65)],
)  # fmt: skip
def test_rows_of_the_five_theme_series(theme, rows):
    assert len(observed.read_series(tables.DATA / "series" / f"{theme}.csv")) >= rows


# Periods.


def test_only_whole_single_years_are_annual(held):
    whole = held["time_period"].str.fullmatch(r"\d{4}")
    assert held["year"].notna().equals(whole.astype(bool))
    assert (held.loc[whole, "year"].astype(str) == held.loc[whole, "time_period"]).all()
    assert (~whole).sum() > 50


def test_no_annual_value_was_read_as_a_part_of_a_year(held):
    annual = held[held["year"].notna()]
    part = r"[1一][—\-－至到]\s*\d+月|上半年|一季度|前三季度|Jan-|first (?:half|quarter)|H1|to date"
    words = annual["quote"] + annual["note"]
    suspects = annual[words.str.contains(part, regex=True)]
    # Guangxi's sentence names the first half only as the rate the year end came down from.
    assert suspects["quote"].tolist() == ["年末城镇调查失业率从上半年5.5%降到5.3%"]
    assert suspects["obs_value"].tolist() == [5.3]


def test_observations_are_not_of_the_future(held):
    last = held["time_period"].str.extract(r"(\d{4})(?:-\d{2})*(?:/\.\.)?$")[0].astype(int)
    assert last.max() <= int(PACKAGE["created"][:4])


def test_spans_ascend_and_a_target_speaks_of_a_period_that_ends_when_it_is_due(held):
    span = held["time_period"].str.extract(r"^([^/]+)/(\d.*)$").dropna()
    assert len(span) > 50
    assert (span[0] < span[1]).all()
    promised = plan.targets(None)
    assert (promised["time_period"].str[-4:].astype(int) == promised["due"]).all()
    assert (promised["time_period"].str[:4].astype(int) <= promised["due"]).all()
    assert (promised["set_in"] <= promised["due"]).all()


# The figure and the words.

# What a printed figure may be counted in: 万, million, 亿, billion; hectares, 公顷, 亩; 亿斤.
SCALES = {
    "percent": [1], "persons": [1, 1e4, 1e6], "person-times": [1, 1e4, 1e6],
    "units": [1, 1e4, 1e6, 1e8], "km": [1, 1e4], "CNY": [1, 1e4, 1e6, 1e8, 1e9, 1e12],
    "km2": [1, 0.01, 100, 1e4, 1 / 1500, 1e4 / 1500, 1e6 / 1500], "tonnes": [1, 1e4, 5e4],
}  # fmt: skip


def says(words: str, value: float, unit: str) -> bool:
    """Whether a figure among ``words`` is ``value`` in one of the scales that the unit has."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", words))
    plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)  # 99,4 % in French and German
    plain = re.sub(r"(?<=\d)[万萬](?=\d{4})", "", plain)  # 6062万3800, 2萬4456
    figures = [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", plain)]
    sizes = [figure * scale for figure in figures for scale in SCALES[unit]]
    return any(size == pytest.approx(abs(value), rel=1e-9) for size in sizes)


def test_observed_figures_stand_in_the_words_they_were_read_from(held):
    """Estimates (status E) are worked out from the words; their notes say how."""
    stated = held[held["obs_status"] != "E"]
    columns = stated[["quote", "obs_value", "unit_measure"]].itertuples(index=False, name=None)
    without = stated[[not says(*cells) for cells in columns]]
    found = without["ref_area"] + " " + without["indicator"] + " " + without["time_period"]
    assert set(found) == {
        "CN surveyed_urban_unemployment_rate 2021",  # the words held break off: was 5.
        "CN forest_coverage 2022",  # the words held break off: rate of 24.
        "520000 forest_coverage 2020",  # the words held break off before the figure
        "520521 rocky_desertification_area 2008",  # 1 272.12 with a space
        "520000 base_stations_5g 2023-03",  # 84.300, as German has it
        "CN base_stations_5g 2023",  # nearly 3.38 million: held as approximate
    }
    assert (held.loc[held["obs_status"] == "E", "note"].str.len() > 5).all()


def test_a_figure_said_to_be_more_than_or_about_is_held_as_such(held):
    """Only words right before the figure itself: 突破2万亿元、达到23562亿元 is exact."""
    word = r"((?:超过?|逾|近|约|約|over |more than |exceed(?:ed|ing)? |nearly |almost |about )\d.*)"
    exact = held[(held["bound"] == "") & (held["obs_status"] != "E")]
    words = exact["quote"].str.extract(word, flags=re.IGNORECASE)[0].str.slice(0, 24).dropna()
    rows = exact.loc[words.index].assign(words=words)
    columns = rows[["words", "obs_value", "unit_measure"]].itertuples(index=False, name=None)
    said = rows[[says(*cells) for cells in columns]]
    assert said["quote"].tolist() == []
    assert held["bound"].ne("").sum() > 40


def test_no_figure_has_more_digits_than_are_ever_printed():
    """Such as 1782656000000.0002, left by a conversion."""
    files = [*tables.DATA.glob("series/*.csv"), *tables.DATA.glob("plans/*.csv")]
    for file in files:
        raw = pd.read_csv(file, dtype=str)
        for column in raw.columns.intersection(["obs_value", "value", "value_high"]):
            digits = raw[column].dropna().str.replace(r"\D", "", regex=True).str.strip("0")
            assert digits[digits.str.len() > 8].tolist() == [], file.name


def test_printed_figures_stand_in_their_wording_as_whole_numbers():
    """A 6 does not stand in 60, 16 or 6.5."""
    promised = plan.targets(None)
    printed = promised["printed"].str.extract(r"^(-?[\d.]+)(?:-([\d.]+))?")
    wordings = promised["wording"].str.replace(r"(?<=\d),(?=\d{3})", "", regex=True)
    ends = pd.concat([printed[0], printed[1].dropna()])
    pairs = zip(ends, wordings[ends.index], strict=True)
    without = ends.index[[not whole(*pair) for pair in pairs]]
    assert set(promised["plan"][without] + " " + promised["target"][without]) == {
        "dafang-2023 T13",  # full coverage (全覆盖), without a digit
        "liupanshui-infrastructure-2022 T01",  # 1万个
        "tibet-2026 T06",  # 百万吨
        "wudang-2023 T03",  # 18.5 billion yuan, that is 185亿元
        "guizhou-forestry-2018 T01",  # the wording held breaks off before the figure
    }


def whole(number: str, words: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", words))


# Words of a comparator and of a bound; what a note must say where the words of the source do not.
COMPARED = {
    "at_least": "以上|不低于|不少于|超过|突破|超|至少|逾|确保|稳定在|保持在|达到|力争"
    "|more than|over|above|at least|no less|exceed|not lower",
    "at_most": "以内|以下|不超过|不高于|控制在|低于|约束|within|below|under|no more|at most|limit",
    "about": "左右|约|上下|about|around|approximately",
}
BOUNDED = {
    "lower": ("超|逾|突破|以上|多|余|高于|大于|不低于|不少于"
              "|more than|over|exceed|at least|above|not less|surpass", "lower bound"),
    "upper": ("不到|不足|低于|以下|以内|under|below|less|at most|within", "upper bound"),
    "approx": ("约|約|近|左右|about|around|nearly|almost|approx|roughly", "rounded|approxim?"),
}  # fmt: skip


@pytest.mark.parametrize("comparator", COMPARED)
def test_a_comparator_is_one_that_the_wording_says(comparator):
    rows = plan.targets(None).query("comparator == @comparator")
    said = rows["wording"].str.contains(COMPARED[comparator], case=False)
    assert len(rows) > 20
    assert (rows["plan"] + " " + rows["target"])[~said].tolist() == []


def test_a_bare_figure_has_no_word_of_a_comparator_beside_it():
    bare = plan.targets(None).query("comparator == 'stated'")
    figure = bare["printed"].str.extract(r"^([\d.]+)")[0]
    words = "(?:以上|以内|以下|左右)"
    beside = [
        bool(re.search(rf"{re.escape(n)}[^\d，。、]{{0,3}}{words}", text))
        for n, text in zip(figure, bare["wording"], strict=True)
    ]
    assert (bare["plan"] + " " + bare["target"])[beside].tolist() == []


@pytest.mark.parametrize("bound", BOUNDED)
def test_a_bound_is_one_that_the_words_say_or_the_note(held, bound):
    rows, (words, note) = held.query("bound == @bound"), BOUNDED[bound]
    said = rows["quote"].str.contains(words, case=False)
    said |= rows["note"].str.contains(note, case=False)
    assert len(rows) > 1
    assert rows.loc[~said, observed.KEY].to_numpy().tolist() == []


def test_an_estimate_is_stated_or_follows_from_the_figures_told(held):
    """From two figures of the words and the note: sum, difference, quotient, growth taken back."""
    rows = held[held["obs_status"] == "E"]
    columns = rows[["quote", "note", "obs_value", "unit_measure"]].itertuples(index=False)
    without = rows[[not follows(f"{row.quote} {row.note}", *row[2:]) for row in columns]]
    assert len(rows) > 50
    assert without[observed.KEY].to_numpy().tolist() == []


def follows(words: str, value: float, unit: str) -> bool:
    plain = unicodedata.normalize("NFKC", words)
    plain = re.sub(r"(?<=\d),(?=\d{3})|(?<=\d)[万萬](?=\d{4})", "", plain)
    told = [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", plain)]
    made = [*told, sum(f for f in told if f > 100)]
    for a, b in itertools.permutations(told, 2):
        made += [a - b, a + b, a / b if b else a, a / (1 + b / 100), a / (1 - b / 100 or 1)]
    sizes = (figure * scale for figure in made for scale in SCALES[unit])
    return any(size == pytest.approx(abs(value), rel=2e-3) for size in sizes)


# Sources of short excerpts that speak of "the province" or "last year" and name no area.
NAMELESS = {
    "s054", "s057", "s059", "s154", "s155", "s191", "s204", "s205", "s218", "s219", "s227", "s228",
    "s230", "s237", "s239", "s247", "s255", "s259", "s360",
}  # fmt: skip


def test_an_observation_names_its_area(held):
    """In its words, its note, or the title or issuer of its source."""
    source = tables.sources().set_index("source").loc[held["source"], ["title", "issuer"]]
    texts = held["quote"] + " " + held["note"] + " " + [" ".join(row) for row in source.to_numpy()]
    english = tables.areas().set_index("ref_area")["name_en"].map(re.escape)
    patterns = {code: f"{zh}|{english[code]}" for code, zh in namings(held["ref_area"]).items()}
    patterns["CN"] += "|国家|国务院|国民经济|Chine|nation"
    named = [
        bool(re.search(patterns[area], text, re.IGNORECASE))
        for area, text in zip(held["ref_area"], texts, strict=True)
    ]
    assert set(held["source"][np.logical_not(named)]) <= NAMELESS


def test_a_plan_names_its_area():
    known = plan.plans()
    patterns = known["ref_area"].map(namings(known["ref_area"])).str.replace("全国", "国")
    named = [bool(re.search(p, name)) for p, name in zip(patterns, known["name_zh"], strict=True)]
    assert known["plan"][np.logical_not(named)].tolist() == []


def test_every_file_is_the_one_that_was_looked_at():
    assert package.changed() == [], "look at the change, then `make hashes`"


def test_a_change_of_one_sign_is_noticed(tmp_path):
    """A figure, an area, a bound: whatever it is, the file has another hash."""
    data = tmp_path / "data"
    shutil.copytree(tables.DATA, data, ignore=shutil.ignore_patterns("own"))
    for name, old, new in [
        ("series/economy.csv", b"2023", b"2024"),
        ("plans/dafang-2023.csv", b"stated", b"at_least"),
        ("record/audit.csv", b"1", b"7"),
    ]:
        file = data / name
        before = file.read_bytes()
        file.write_bytes(before.replace(old, new, 1))
        assert package.changed(data) == [name]
        package.seal(data, under=name.partition("/")[0])
        assert package.changed(data) == []
        file.write_bytes(before)
        package.seal(data)
    assert (data / "datapackage.json").read_bytes() == (
        tables.DATA / "datapackage.json"
    ).read_bytes()


@pytest.mark.parametrize(
    ("target", "printed", "value", "unit"),
    [
        ("T01", "7个", 7, "units"),
        ("T02", "9万亩", 60, "km2"),  # 90,000 mu of 1/15 hectare
        ("T03", "10万亩", 66.6666666667, "km2"),
        ("T07", "2万人", 20_000, "persons"),
        ("T11", "4000万元", 40_000_000, "CNY"),
        ("T16", "82.11%", 82.11, "percent"),
        ("T19", "57公里", 57, "km"),
        ("T24", "70亿元", 7_000_000_000, "CNY"),
        ("T27", "91.5亿元", 9_150_000_000, "CNY"),
        ("T29", "8000家", 8_000, "units"),
        ("T30", "6.6万家", 66_000, "units"),
    ],
)
def test_figures_of_the_plan_worked_out_by_hand(target, printed, value, unit):
    row = plan.targets().set_index("target").loc[target]
    assert row["printed"] == printed
    assert printed[:-1] in row["wording"]
    assert row["value"] == pytest.approx(value)
    assert row["unit_measure"] == unit


@pytest.mark.parametrize(
    ("area", "indicator", "basis", "period", "value", "words"),
    [
        ("CN", "new_urban_jobs", "", "2013", 13_100_000, "1310万人"),
        ("CN", "registered_urban_unemployment_rate", "year end", "2019", 3.62, "3.62%"),
        ("CN", "rural_roads_built", "new and rebuilt", "2014", 230_000, "23万公里"),
        ("CN", "rural_poor_population_reduction", "", "2020", 5_510_000, "551万"),
        ("520000", "gdp", "", "2015", 1_050_256_000_000, "10502.56亿元"),
        ("520000", "air_good_days_share", "88 county seats", "2023", 98.7, "98.7%"),
        ("520521", "east_west_cooperation_funds", "one project only", "2023", 27e6, "2700"),
        ("110000", "gdp", "", "2025", 5_200_000_000_000, "5.2万亿元"),
    ],
)
def test_observations_worked_out_by_hand(held, area, indicator, basis, period, value, words):
    key = dict(zip(observed.KEY, [area, indicator, basis, period], strict=True))
    (row,) = held[(held[observed.KEY] == pd.Series(key)).all(axis="columns")].to_dict("records")
    assert row["obs_value"] == pytest.approx(value)
    assert words in row["quote"]


def test_areas_in_mu_become_square_kilometres(held):
    key = (held["indicator"] == "national_reserve_forest") & (held["time_period"] == "2021")
    row = held[key].iloc[0]
    assert row["obs_value"] == pytest.approx(2_150_000 / 1500)
    assert row["unit_measure"] == "km2"
