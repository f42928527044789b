"""Parts of reports, on texts written for these tests; on whole reports where they are at hand."""

import os
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps.reading import read_targets
from plangaps.reading.annexes import annexes
from plangaps.reading.headings import cut, weighed
from plangaps.reading.sections import sections
from plangaps.reading.years import named_years, year_of, years_ahead, years_due, years_gone

CORPUS = os.environ.get("PLANGAPS_CORPUS", "")

PAST = "新建码头12座，渔获增长8.3%，获评全省先进。湖区治理取得显著成效，首批船厂顺利投产。"
THANKS = "各位代表，在此向所有渔民表示衷心的感谢！同时也清醒看到，渔业发展还存在不少困难和问题。"
PLAN = "要抓好渔港建设，力争新建码头15座。鼓励船厂打造品牌，确保渔获更多。继续健全湖区治理。"


def kinds(text: str, year: int | None = 2027) -> list[tuple]:
    """Kind and years of each part but the front."""
    parts = sections(text, year).parts
    return [(part.kind, part.first, part.last) for part in parts if part.kind != "front"]


def report(*lines: str) -> str:
    return "\n".join(lines)


REVIEW_2026, AGENDA_2027 = ("review", 2026, 2026), ("agenda", 2027, 2027)
HEADINGS = [
    ("一、2026年工作回顾", "二、2027年工作安排"),
    ("一、本届政府的主要工作", "二、今后五年目标任务"),
    ("一、过去一年的工作", "二、2027年重点工作"),
    ("2026年工作回顾", "2027年工作安排"),
    ("第一部分 2026年工作回顾", "第二部分 2027年工作安排"),
    ("一、攻坚克难，渔业发展取得新成绩", "二、奋力开创湖区发展新局面"),
    ("一、2026年主要工作", "二、2027年主要工作"),
    ("一、省人大会议确定的目标任务完成情况", "二、2027年的基本思路"),
    ("一、二〇二六年工作", "二、二〇二七年工作"),
    ("一、“十四五”良好收官，渔业迈上新台阶", "二、“十五五”时期主要目标任务"),
    ("**2026年工作回顾**", "**2027年工作安排**"),
    ("一、2026年和今年以来工作回顾", "二、下一步工作安排"),
]


@pytest.mark.parametrize(("review", "agenda"), HEADINGS)
def test_a_plan_begins_at_its_heading(review, agenda):
    text = report("政府工作报告", "各位代表：", review, PAST * 3, THANKS, agenda, PLAN * 3)
    found = sections(text, 2027)
    assert found.doubt == ""
    starts = {part.kind: part.start for part in reversed(found.parts)}
    assert text[starts["review"] :].startswith(review)
    assert text[starts["agenda"] :].startswith(agenda)


def test_a_plan_without_a_heading_begins_where_the_wording_turns():
    text = report(PAST, THANKS, "今年是换届之年。", PLAN * 4)
    found = sections(text, 2027)
    assert found.doubt == ""
    assert text[found.parts[-1].start :].startswith("今年是换届之年")


def test_lessons_and_thanks_belong_to_the_review():
    lessons = "实践证明，做好湖区工作，必须坚持生态优先，必须健全机制，必须让渔民得到更多实惠。"
    text = report("一、2026年工作回顾", PAST, lessons, THANKS, "二、坚定信心，奋勇前行", PLAN * 4)
    assert text[sections(text, 2027).parts[-1].start :].startswith("二、坚定信心")


def test_subheadings_with_words_of_the_other_part_do_not_turn_it():
    text = report(
        "一、2026年工作回顾", "（一）强化规划引领，全面完成目标任务", PAST,
        "（二）民生实事办好办实", PAST, THANKS,
        "二、2027年工作安排", "（一）在发展渔业上取得新成效", PLAN, "（二）解决存在问题", PLAN,
    )  # fmt: skip
    assert kinds(text) == [REVIEW_2026, AGENDA_2027]


def test_a_text_that_runs_on_has_its_headings_in_the_line():
    text = f"请予审议。一、2026年工作回顾 {PAST}{THANKS}二、2027年工作安排 {PLAN}"
    assert kinds(text) == [REVIEW_2026, AGENDA_2027]


def test_a_review_of_a_term_and_of_a_year_are_two_parts():
    text = report(
        "一、过去五年和2026年工作回顾", "过去五年，" + PAST, "2026年，" + PAST, THANKS,
        "二、今后五年目标任务", PLAN, "三、2027年工作安排", PLAN,
    )  # fmt: skip
    assert kinds(text) == [
        ("review", 2022, 2026), REVIEW_2026, ("agenda", 2027, 2031), AGENDA_2027,
    ]  # fmt: skip


def test_one_heading_for_term_and_year_is_told_apart_by_its_paragraphs():
    text = report(
        "一、2026年工作回顾", PAST, THANKS,
        "二、今后五年目标及2027年工作安排", "今后五年，" + PLAN, "2027年，" + PLAN, PLAN,
    )  # fmt: skip
    assert kinds(text)[1:] == [("agenda", 2027, 2031), AGENDA_2027]


def test_what_stands_behind_a_report():
    text = report(
        "一、2026年工作回顾", PAST, "二、2027年工作安排", PLAN * 4, "谢谢大家！",
        "附件1", "2026年十件民生实事完成情况", "新建渔港3处。", "附件2", "2027年十件民生实事",
        "新建渔港4处。", "名词解释", "1.“一湖”：指建成30处港口的湖区。",
    )  # fmt: skip
    found = [(part.kind, part.heading) for part in sections(text, 2027).parts][-5:]
    assert [kind for kind, _ in found] == ["annex", "review", "annex", "agenda", "annex"]
    assert read_targets(text, 2027)["value"].tolist() == [15] * 4 + [4]


def test_notes_at_the_end_need_no_title_but_three_of_them():
    notes = ["1.“一湖”：指湖区。", "2.“两港”：指渔港。", "3.“三船”：指渔船。"]
    assert annexes(report("正文。" * 20, *notes)) == [("annex", 61)]
    assert annexes(report("正文。" * 20, *notes[:2])) == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (report("二、2027年工作安排", PLAN), "no_review"),
        (report("一、2026年工作回顾", PAST), "no_agenda"),
        ("力争新建码头15座。", "mixed"),
        ("", "mixed"),
        (report(*[PAST, PLAN] * 6), "mixed"),
    ],
)
def test_says_what_it_cannot_tell(text, doubt):
    assert sections(text, 2027).doubt == doubt


@pytest.mark.parametrize("mark", ["（摘要）", "（本文有删减）", "（节选）", "（此件有删节）"])
def test_says_that_a_text_is_shortened(mark):
    body = report("一、2026年工作回顾", PAST * 9, "二、2027年工作安排", PLAN * 9)
    assert sections("政府工作报告" + mark + "\n" + body, 2027).abridged
    assert sections(body + "\n" + mark, 2027).abridged
    middle = body.replace("二、", mark + "\n二、")
    assert not sections("政府工作报告\n" + PAST * 9 + middle + PLAN * 9, 2027).abridged


def test_the_year_is_asked_of_the_title():
    title = "湖州县2027年政府工作报告"
    text = report(title, "一、2026年工作回顾", PAST, "二、2027年工作安排", PLAN)
    assert kinds(text, None) == [REVIEW_2026, AGENDA_2027]
    assert year_of("无标题") is None
    assert year_of("2027年1月5日在湖州县人民代表大会上") == 2027


def test_places_count_in_the_text_as_given():
    text = report("　　一、2026年 工作 回顾", PAST, THANKS, "　　二、2027年 工作 安排", PLAN)
    found = sections(text, 2027)
    assert text[found.parts[-1].start :].startswith("二、2027年 工作 安排")
    assert found.at(found.parts[-1].start).kind == "agenda"
    assert found.at(found.parts[-1].start - 1).kind == "review"


YEARS_AHEAD = {
    "“十五五”时期主要目标": (2026, 2030),
    "今后五年的任务": (2027, 2031),
    "未来三年行动": (2027, 2029),
    "2027年工作安排": (2027, 2027),
    "2027年工作和“十五五”目标": (2027, 2027),
    "为“十五五”开好局": None,
    "2027-2029年行动": (2027, 2029),
    "二、今年工作安排": (2027, 2027),
    "加强政府自身建设": None,
    "2035年远景目标": (2035, 2035),
    "到2030年的目标": None,
    "“十四五”规划": None,
}
YEARS_GONE = {
    "2026年工作回顾": (2026, 2026),
    "过去五年工作回顾": (2022, 2026),
    "四年来的工作": (2023, 2026),
    "2026年和过去五年工作": (2026, 2026),
    "“十四五”时期工作": (2021, 2025),
    "“十五五”时期以来": (2026, 2026),
    "本届政府工作回顾": (2022, 2026),
    "去年的工作": (2026, 2026),
    "2023年以来五年工作": (2022, 2026),
    "政府自身建设": None,
    "2027年工作": None,
}
YEARS_DUE = {
    "到2029年建成": (2029, 2029),
    "“十五五”期间新建": (2026, 2030),
    "“十五五”末达到": (2030, 2030),
    "完成“十五五”规划目标": None,
    "2028年，新建": (2028, 2028),
    "到2020年建成": None,
    "“八五”普法": None,
}


@pytest.mark.parametrize("words", YEARS_AHEAD)
def test_years_ahead(words):
    assert years_ahead(words, 2027) == YEARS_AHEAD[words]


@pytest.mark.parametrize("words", YEARS_GONE)
def test_years_gone(words):
    assert years_gone(words, 2027) == YEARS_GONE[words]


@pytest.mark.parametrize("words", YEARS_DUE)
def test_years_due(words):
    assert years_due(words, 2027) == YEARS_DUE[words]


def test_named_years_come_in_their_order():
    assert named_years("“十五”、2006年和二〇〇七年") == [2005, 2006, 2007]
    assert [named_years(f"“{plan}五”时期") for plan in ("六", "九", "十", "十五")] == [
        [1985], [2000], [2005], [2030],
    ]  # fmt: skip


def test_a_plan_begins_rather_at_its_heading_than_at_a_sentence_like_it():
    hopes = "我们要抓好整改，确保渔民更好生活。"
    text = report(PAST, THANKS, hopes, "二、2027年工作安排", PLAN)
    begin, doubt = cut(list(weighed(text, len(text), 2027)), len(text))
    assert (text[begin:].startswith("二、"), doubt) == (True, "")


LINES = [
    "一、2026年工作回顾", "二、2027年工作安排", "（一）今后五年", "名词解释", "附件1", PAST, PLAN,
    THANKS, "各位代表：", "1.“一湖”：指湖区。", "2027年十件民生实事", "今年是换届之年。", " ",
    "\r", "（摘要）",
]  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.one_of(st.text(), st.lists(st.sampled_from(LINES)).map("\n".join)), st.booleans())
def test_parts_cover_any_text(text, dated):
    found = sections(text, 2027 if dated else None)
    assert [found.parts[0].start, found.parts[-1].end] == [0, len(text)]
    assert all(one.end == next_one.start for one, next_one in pairwise(found.parts))
    assert found.doubt in ("", "no_review", "no_agenda", "mixed")


@pytest.mark.skipif(not CORPUS, reason="PLANGAPS_CORPUS names no folder of reports")
def test_whole_reports_fall_into_review_and_plan():
    with zipfile.ZipFile(Path(CORPUS) / "reports.zip") as archive:
        names = [name for name in sorted(archive.namelist()) if name.endswith(".txt")][::100]
        texts = {name: archive.read(name).decode() for name in names}
    doubts = [sections(text, int(Path(name).stem[-4:])).doubt for name, text in texts.items()]
    assert sum(doubt != "" for doubt in doubts) <= 0.02 * len(doubts)
