"""The record, built from short reports written for these tests and read back."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from plangaps import __main__ as command
from plangaps import files, record, tables
from plangaps.record import areas, build, listing, place, store, texts
from plangaps.record.texts import Texts, TextsError

BIJIE, DAFANG = "毕节市", "大方县"
HEAD = "各位代表：\n现在，我代表{area}人民政府，向大会报告工作，请予审议。\n"
REPORT = HEAD + "一、{gone}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n"
TERM = HEAD + (
    "一、过去五年工作回顾\n五年来，我们完成了各项任务，取得了显著成绩。{review}\n"
    "二、{year}年工作安排\n{plan}\n"
)
QUIET = "经济平稳运行，社会和谐稳定，我们完成了全年任务，取得了新成绩。"


def text(area: str, year: int, review: str, plan: str, form: str = REPORT) -> str:
    review = f"{QUIET}{review}"
    return form.format(area=area, gone=year - 1, year=year, review=review, plan=plan)


GOALS = "地区生产总值增长6%左右，森林覆盖率达到60%以上，新建学校3所。"
TEXTS = {
    (BIJIE, "2019"): text(BIJIE, 2019, "地区生产总值增长9%。", GOALS),
    (BIJIE, "2020"): text(
        BIJIE, 2020, "地区生产总值增长6.5%，森林覆盖率达到58%。", "地区生产总值增长5%以上。"
    ),
    (BIJIE, "2021"): text(BIJIE, 2021, "地区生产总值年均增长8%。", "新建码头3座。", TERM),
    (BIJIE, "2021-10"): text(BIJIE, 2021, "新建码头2座。", "新建码头9座。"),
    (DAFANG, "2019"): text(DAFANG, 2019, "渔获稳定。", GOALS),
    (DAFANG, "2020"): "（有删减）\n" + text(DAFANG, 2020, "地区生产总值增长4%。", GOALS),
    (DAFANG, "2021"): "",
    ("威宁彝族回族苗族自治县", "2019"): text("威宁彝族回族苗族自治县", 2019, "渔获稳定。", GOALS),
    ("威宁彝族回族苗族自治县", "2020"): text("湖区", 2020, "地区生产总值增长7%。", GOALS),
}
NATION = {
    "2002": text(
        "国务院", 2002, "我国经济增长。", "国内生产总值增长7%左右，城镇登记失业率控制在4.5%以内。"
    ),
    "2003": text("国务院", 2003, "我国国内生产总值年均增长8%。", "改革。", TERM),
}
TOLD = len(TEXTS) + 4  # the nation's two, its communiqué, a province
DATES = {(BIJIE, "2020"): "2019-12", (BIJIE, "2019"): "2003-03"}  # early, and misread
COMMUNIQUE = (
    "---\nsource: https://example.org/2002\ntitle: 2002年统计公报\n---\n\n"
    "**中华人民共和国2002年国民经济和社会发展统计公报**\n\n国家统计局\n\n2003年2月28日\n\n"
    "全年国内生产总值比上年增长8.0%。年末城镇登记失业率为4.0%。\n"
)
EXPORT = (
    "数据库：分省年度数据\n时间：\n地区\t,2019年\t,2018年\t,\n贵州省\t,108.3\t,109.1\t,\n数据来源\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    rows, names = [], {**TEXTS, **{("国务院", year): told for year, told in NATION.items()}}
    names[("贵州省", "2020")] = text("贵州省", 2020, "地区生产总值增长8.3%。", "新建学校3所。")
    with zipfile.ZipFile(folder / "reports.zip", "w") as archive:
        for (area, year), told in names.items():
            file = f"places/{area}-{year}.txt"
            archive.writestr(file, b"\xff\xfe" if (area, year) == (DAFANG, "2021") else told)
            date = DATES.get((area, year), f"{year[:4]}-01")
            rows.append([file, area, year, 0, "政府工作报告", date, "", "a/b", file, "", ""])
    columns = "file area report_year chars title date source_url corpus source_path flags comment"
    pd.DataFrame(rows, columns=columns.split()).to_csv(folder / "index.csv", index=False)
    with zipfile.ZipFile(folder / "communiques.zip", "w") as archive:
        archive.writestr("2002.txt", COMMUNIQUE)
    with zipfile.ZipFile(folder / "nbs_provinces.zip", "w") as archive:
        archive.writestr("地区生产总值指数.csv", "\ufeff" + EXPORT)
    return folder


@pytest.fixture(scope="module")
def cluster():
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as running:
        yield running.scheduler_address


@pytest.fixture(scope="module")
def built(corpus, cluster, tmp_path_factory) -> tuple[Path, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("built")
    work = tmp_path_factory.mktemp("work")
    unread = build.build(corpus, folder, cluster=cluster, work=work, progress=False)
    return folder, unread


@pytest.fixture
def held(built, monkeypatch) -> Path:
    """The record of the texts above in place of the project's own."""
    folder = built[0]
    read = store.read
    monkeypatch.setattr(store, "read", lambda *a, **k: read(*a, **{"folder": folder} | k))
    return folder


def pairs_of(area: str, year: int) -> dict[str, tuple[str, str, str]]:
    rows = record.pairs(area=area, years=year)
    told = zip(rows["match"], rows["verdict"], rows["reason"], strict=True)
    return dict(zip(rows["indicator_zh"].str[:4], told, strict=True))


def test_the_next_report_judges_each_target(held):
    assert list(pairs_of(BIJIE, 2019).values()) == [
        ("same", "met", ""), ("same", "missed", ""), ("none", "", "no_observation"),
    ]  # fmt: skip
    row = record.pairs(area=BIJIE, years=2019).query("match == 'same' and value == 60").iloc[0]
    assert (row["gap"], row["outcome_printed"]) == (pytest.approx(-2), "58%")
    assert row["gap_relative"] == pytest.approx(-2 / 60)
    assert row["self_reported"] and row["outcome_from"] == "report"
    assert row["report"] == "520500-2019" and row["outcome_report"] == "520500-2020"


def test_a_report_given_before_the_year_was_over_tells_estimates(held):
    told = record.outcomes(area=BIJIE)
    assert set(told.query("year == 2020")["obs_status"]) == {"E"}
    assert set(told.query("year == 2019")["obs_status"]) == {"A"}
    assert record.reports(area=BIJIE)["date"].tolist()[:2] == ["", "2019-12"]


def test_a_review_of_five_years_and_an_abridged_text_accuse_nobody(held):
    assert {v for _, v, _ in pairs_of(BIJIE, 2020).values()} == {""}
    assert {m for m, _, _ in pairs_of(BIJIE, 2020).values()} <= {"", "near"}
    silent = pairs_of(DAFANG, 2019)
    assert "none" not in {m for m, _, _ in silent.values()}
    assert "abridged" in {reason for _, _, reason in silent.values()}
    looked = record.reports(area=BIJIE).set_index("report")["review"]
    assert looked["520500-2020"] == "year" and looked["520500-2021"] == "years"


def test_texts_that_cannot_be_used_are_named_and_paired_with_none(built, held):
    assert built[1]["file"].tolist() == [f"places/{DAFANG}-2021.txt"]
    assert "utf-8" in built[1]["problem"].iloc[0]
    found = record.reports().set_index("report")
    assert found.index[~found["names_area"]].tolist() == ["520521-2021", "520526-2020"]
    assert found["extra"].sum() == 1
    asked = set(record.pairs()["outcome_report"])
    assert asked == {"520500-2020", "520500-2021", "520521-2020", "CN-2002-communique"}


def test_a_communique_judges_the_nation_where_the_report_reviews_five_years(held):
    rows = record.pairs(area="CN", years=2002).set_index("value")
    assert rows["verdict"].tolist() == ["met", "met"]
    assert rows["outcome_from"].tolist() == ["communique"] * 2
    assert not rows["self_reported"].any()
    assert rows.loc[4.5, "gap"] == pytest.approx(0.5)
    told = record.reports(area="CN").set_index("report").loc["CN-2002-communique"]
    assert (told["year"], told["date"], told["address"]) == (
        2002, "2003-02-28", "https://example.org/2002",
    )  # fmt: skip


def test_every_row_has_its_clause_where_the_texts_are_at_hand(held, corpus):
    for rows in (record.targets(), record.outcomes()):
        shown = record.words(rows, corpus)["wording"]
        figures = rows["printed"].str.extract(r"^([\d.]+)")[0]
        assert [f in clause for f, clause in zip(figures, shown, strict=True)] == [True] * len(rows)
    pairs = record.words(record.pairs(area=BIJIE), corpus)
    same = pairs[pairs["match"] == "same"]
    assert same["outcome_wording"].str.contains("6.5%|58%").all()
    assert (pairs.loc[pairs["match"] == "none", "outcome_wording"] == "").all()


def test_words_of_another_text_are_refused(held, corpus, tmp_path):
    other = shutil.copytree(corpus, tmp_path / "other")
    (other / "reports.zip").unlink()
    (other / "places").mkdir()
    (other / f"places/{BIJIE}-2019.txt").write_text("另一篇", "utf-8")
    with pytest.raises(TextsError, match="is not the text that was read"):
        record.words(record.targets(area=BIJIE, years=2019), other)
    with pytest.raises(TextsError, match="allowed: a text that is"):
        record.words(record.targets(area=DAFANG), other)


def test_copies_of_the_repositories_serve_as_texts(held, corpus, tmp_path):
    with zipfile.ZipFile(corpus / "reports.zip") as archive:
        told = archive.read(f"places/{BIJIE}-2019.txt").decode()
    copy = tmp_path / f"a/b/places/{BIJIE}-2019.txt"
    copy.parent.mkdir(parents=True)
    copy.write_text("---\ntitle: 报告\n---\n\n" + told.replace("一、", "**一、**"), "utf-8")
    rows = record.targets(area=BIJIE, years=2019)
    there = record.words(rows, tmp_path)["wording"]
    assert there.tolist() == record.words(rows, corpus)["wording"].tolist()


def test_filters_take_what_they_say(held):
    whole = record.targets()
    codes = tables.areas().query("level == 'prefecture'")["ref_area"]
    for part, kept in {
        "area": (record.targets(area="520500"), whole["ref_area"] == "520500"),
        "areas": (record.targets(area=[BIJIE, "CN"]), whole["ref_area"].isin(["520500", "CN"])),
        "level": (record.targets(level="prefecture"), whole["ref_area"].isin(codes)),
        "theme": (record.targets(theme="economy"), whole["theme"] == "economy"),
        "indicator": (record.targets(indicator="gdp_growth"), whole["indicator"] == "gdp_growth"),
        "year": (record.targets(years=2019), whole["year"] == 2019),
        "years": (record.targets(years=(2019, 2020)), whole["year"].between(2019, 2020)),
    }.values():
        assert kept.any()
        pd.testing.assert_frame_equal(part, whole[kept].reset_index(drop=True))
    assert len(record.pairs(theme="economy")) == (record.pairs()["theme"] == "economy").sum()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"area": "大芳县"}, "area: found '大芳县'; allowed: a known one, such as 大方县"),
        ({"level": "town"}, "level: found 'town'"),
        ({"theme": "money"}, "theme: found 'money'"),
        ({"indicator": "gdp_grwth"}, "indicator: found 'gdp_grwth'.*gdp_growth"),
        ({"years": (2020, 2019)}, "years: found 2020 to 2019"),
    ],
)
def test_what_is_not_held_is_named(asked, message):
    with pytest.raises(ValueError, match=message):
        record.targets(**asked)


def test_a_pair_that_fails_is_named_and_the_others_stay(corpus, monkeypatch):
    shelf = Texts(corpus)
    rows = listing.listed(shelf).query("ref_area == '520500'")
    sources = build._sources(rows, shelf, areas.namings(["520500"])["520500"])

    def refuse_2020(before, after, year, real=place.pair):
        if year == 2020:
            raise KeyError("no such thing")
        return real(before, after, year)

    monkeypatch.setattr(place, "pair", refuse_2020)
    _, frames = place.read_area("520500", sources)
    told = frames["reports"].set_index("report")["problem"]
    assert told["520500-2020"] == "KeyError: 'no such thing'"
    assert (told.drop("520500-2020") == "").all()
    assert set(frames["pairs"]["report"]) == {"520500-2019"}


def test_the_same_texts_give_the_same_bytes_however_they_are_read(built, corpus, tmp_path):
    (loose := tmp_path / "loose").mkdir()
    with zipfile.ZipFile(corpus / "reports.zip") as archive:
        archive.extractall(loose)
    with zipfile.ZipFile(corpus / "communiques.zip") as archive:
        archive.extractall(loose / "communiques")
    for name in ("index.csv", "nbs_provinces.zip"):
        shutil.copy(corpus / name, loose)
    build.build(loose, tmp_path / "again", work=tmp_path / "work", progress=False)
    for name in store.TABLES:
        first = (built[0] / f"{name}.parquet").read_bytes()
        assert (tmp_path / f"again/{name}.parquet").read_bytes() == first


def test_a_run_is_taken_up_again_and_reads_only_what_changed(
    corpus, cluster, tmp_path, monkeypatch
):
    texts = shutil.copytree(corpus, tmp_path / "texts")
    asked = []
    real = build.done
    monkeypatch.setattr(
        build, "done", lambda c, work, jobs: real(c, work, (asked.append(j[0]) or j for j in jobs))
    )

    def run():
        asked.clear()
        build.build(texts, tmp_path / "out", cluster=cluster, work=tmp_path / "w", progress=False)
        return sorted(asked)

    everything = run()
    first = (tmp_path / "out/targets.parquet").read_bytes()
    assert "520500" in everything and len(everything) == 5
    shutil.rmtree(next((tmp_path / "w").glob("520500-*")))
    assert run() == ["520500"]
    assert (tmp_path / "out/targets.parquet").read_bytes() == first
    with zipfile.ZipFile(texts / "reports.zip") as archive:
        archive.extractall(texts)
    (texts / "reports.zip").unlink()
    more = text(DAFANG, 2021, "渔获稳定。", GOALS)
    (texts / f"places/{DAFANG}-2021.txt").write_text(more, "utf-8")
    assert run() == ["520521"]
    assert len(list((tmp_path / "w").glob("*-*"))) == 5


def test_the_files_are_what_the_codebook_says(held):
    for name, schema in store.TABLES.items():
        fields = tables.schema(schema)["fields"]
        path = held / f"{name}.parquet"
        assert pq.read_schema(path).names == [field["name"] for field in fields]
        frame = store.read(name)
        assert not frame.duplicated(tables.schema(schema)["primaryKey"]).any()
        for field in fields:
            rules, column = field.get("constraints", {}), frame[field["name"]]
            given = column[column.notna() & (column.astype("str") != "")]
            assert not rules.get("required") or len(given) == len(frame), field["name"]
            assert set(given) <= set(rules.get("enum", given))
            if "pattern" in rules:
                assert given.str.fullmatch(rules["pattern"]).all(), field["name"]
            assert (given >= rules["minimum"]).all() if "minimum" in rules else True
        metadata = pq.read_schema(path).metadata
        assert metadata[store.VERSION.encode()].decode() == build.reader_version()
    package = json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))
    described = {r["path"]: r["schema"] for r in package["resources"] if "record" in r["path"]}
    files = {f"record/{n}.parquet": f"schemas/{s}.json" for n, s in store.TABLES.items()}
    files |= {f"record/{n}.csv": f"schemas/record_{n}.json" for n in ("checked", "audit")}
    assert described == files


def test_growth_of_a_province_stands_beside_the_bureaus(held):
    row = record.compared().iloc[0]
    assert (row["ref_area"], row["time_period"], row["reported"]) == ("520000", "2019", 8.3)
    assert row["published"] == pytest.approx(8.3) and row["difference"] == pytest.approx(0)


def test_areas_are_known_by_name_and_a_text_must_name_its_own():
    assert areas.codes(pd.Series(["国务院", "保定市易县", "贵州省"])).tolist() == [
        "CN", "130633", "520000",
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"area: found '大芳县'; allowed: .*大方县"):
        areas.codes(pd.Series(["大芳县"]))
    pattern = areas.namings(["130627"])["130627"]
    found = pd.Series(["唐县人民政府", "高唐县人民政府"]).str.contains(pattern)
    assert found.tolist() == [True, False]


def test_places_without_texts_are_refused(tmp_path, corpus):
    with pytest.raises(TextsError, match="found no text"):
        Texts(tmp_path)
    (tmp_path / "reports.zip").write_bytes(b"no zip")
    with pytest.raises(TextsError, match="cannot be read"):
        Texts(tmp_path)
    shutil.copy(corpus / "reports.zip", tmp_path)
    with pytest.raises(TextsError, match=r"found no .*index\.csv"):
        listing.listed(Texts(tmp_path))
    with pytest.raises(store.RecordError, match="make record"):
        store.read("pairs", folder=tmp_path)


def test_a_damaged_table_is_named_and_a_second_run_on_a_work_folder_refused(tmp_path, corpus):
    for damage in (b"", b"PAR1PAR1"):
        (tmp_path / "targets.parquet").write_bytes(damage)
        with pytest.raises(store.RecordError, match=r"targets\.parquet: found no sound table"):
            store.read("targets", folder=tmp_path)
    with files.held(tmp_path), pytest.raises(files.OutputError, match="another run writes to"):
        build.build(corpus, tmp_path / "out", work=tmp_path, progress=False)


def test_only_regular_texts_are_opened(tmp_path):
    (tmp_path / "index.csv").write_text(",".join(texts.COLUMNS) + "\n", "utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(TextsError, match=r"pipe\.txt: cannot be read; allowed: a regular file"):
        Texts(tmp_path).read("pipe.txt")
    (tmp_path / "index.csv").unlink()
    os.mkfifo(tmp_path / "index.csv")
    with pytest.raises(TextsError, match=r"index\.csv: cannot be read; allowed: a regular file"):
        Texts(tmp_path).index()


def test_the_command_tells_in_lines_how_far_it_is_and_what_it_wrote(
    corpus, cluster, tmp_path, capsys
):
    given = ["record", str(corpus), "-o", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    assert command.main([*given, "--cluster", cluster]) == command.PROBLEMS
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith(f"read {TOLD} of {TOLD} texts, ") for line in lines)
    counts = store.counts(tmp_path / "out")
    assert lines[-1].endswith(
        f": {TOLD} texts, {counts['targets']} targets, {counts['outcomes']} outcomes, "
        f"{counts['pairs']} pairs."
    )
    assert any(
        line.startswith(f"skipped places/{DAFANG}-2021.txt: UnicodeDecodeError") for line in lines
    )


@pytest.mark.skipif("PLANGAPS_CORPUS" not in os.environ, reason="needs the corpus")
def test_the_record_shows_the_clauses_of_the_corpus():
    rows = record.pairs(area="贵州省").sample(200, random_state=0)
    shown = record.words(rows, os.environ["PLANGAPS_CORPUS"])
    assert (shown["wording"] != "").all()
    assert (shown.loc[shown["outcome_start"].notna(), "outcome_wording"] != "").all()
