"""Two reports read side by side, on short ones written for these tests."""

import os
import time
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from each import each
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps import tables
from plangaps.reading import definitions, marked_pair, matching, mentions, read_pair, timing
from plangaps.reading.definitions import agree, canonical, core, definition
from plangaps.reading.document import document
from plangaps.reading.lexicon import groups
from plangaps.reading.likeness import Likeness
from plangaps.reading.meaning import meaning
from plangaps.reading.measures import in_base
from plangaps.reading.pairs import Report, pair

YEAR = 2027


def before(plan: str) -> str:
    return f"一、2026年工作回顾\n渔获稳定，水质良好。\n二、2027年工作安排\n{plan}\n"


def after(review: str) -> str:
    return f"一、2027年工作回顾\n{review}\n二、2028年工作安排\n继续办好渔业，新建灯塔9座。\n"


def laid_side_by_side(plan: str, review: str) -> pd.DataFrame:
    return read_pair(before(plan), after(review), YEAR)


def matched(plan: str, review: str) -> list[tuple]:
    """Match, outcome's value (None without one) and verdict of each target."""
    found = laid_side_by_side(plan, review)[["match", "outcome_value", "verdict"]].astype(object)
    return [tuple(None if v != v else v for v in row) for row in found.to_numpy()]


# plan, review, what comes of it: match, value of the outcome, verdict
TRAPS = {
    "growth, not level": (
        "渔业产值增长6%。", "渔业产值达到6亿元，增长5.8%。", ("same", 5.8, "missed"),
    ),
    "level, not growth": (
        "渔业产值达到6亿元。", "渔业产值增长7%，达到6.1亿元。", ("same", 6.1, "met"),
    ),
    "only a level for a growth": ("渔业产值增长6%。", "渔业产值达到6亿元。", ("near", 6, "")),
    "only an increment for a share": (
        "渔村通水率达到90%。", "渔村通水率提高2个百分点。", ("near", 2, ""),
    ),
    "urban, not rural": (
        "城镇居民人均可支配收入增长6%。",
        "农村居民人均可支配收入增长7%，城镇居民人均可支配收入增长6.5%。",
        ("same", 6.5, "met"),
    ),
    "rural is not urban": (
        "城镇居民人均可支配收入增长6%。", "农村居民人均可支配收入增长7%。", ("near", 7, ""),
    ),
    "all residents are not urban ones": (
        "居民人均可支配收入增长6%。", "城镇居民人均可支配收入增长7%。", ("near", 7, ""),
    ),
    "general budget, not total revenue": (
        "一般公共预算收入增长5%。",
        "财政总收入增长9%，一般公共预算收入增长4%。",
        ("same", 4, "missed"),
    ),
    "total revenue is not general budget": (
        "一般公共预算收入增长5%。", "财政总收入增长9%。", ("near", 9, ""),
    ),
    "above-size industry is not industry": (
        "工业增加值增长5%。", "规模以上工业增加值增长9%。", ("near", 9, ""),
    ),
    "industry is a part of investment": (
        "固定资产投资增长5%。", "工业投资增长9%。", ("near", 9, ""),
    ),
    "summer grain is a part of grain": (
        "粮食产量达到12万吨。", "夏粮产量达到5万吨。", ("near", 5, ""),
    ),
    "surveyed, not registered": (
        "城镇调查失业率控制在5.5%以内。", "城镇登记失业率3.1%。", ("near", 3.1, ""),
    ),
    "province's grade is not the nation's": (
        "培育省级示范渔村12个。", "培育国家级示范渔村3个。", ("near", 3, ""),
    ),
    "gained, not all there is": (
        "新增渔港码头12座。", "渔港码头达到90座。", ("near", 90, ""),
    ),
    "begun is not done": ("建成渔港码头12座。", "开工建设渔港码头14座。", ("near", 14, "")),
    "a mean over years is not the year": (
        "渔业产值增长6%。", "五年来，渔业产值年均增长8%。", ("near", 8, ""),
    ),
    "half a year is not the year": (
        "渔业产值增长6%。", "上半年渔业产值增长8%。", ("near", 8, ""),
    ),
    "jin and tonnes": ("粮食产量达到200万吨。", "粮食产量40.2亿斤。", ("same", 40.2, "met")),
    "words for one thing": (
        "地区生产总值增长6%。", "全省GDP增长6.2%。", ("same", 6.2, "met"),
    ),
    "share of another whole": (
        "渔业投资占固定资产投资比重达到9%。", "渔业投资占工业投资比重达到12%。", ("near", 12, ""),
    ),
    "decline": ("万元GDP能耗下降3%。", "单位GDP能耗下降3.2%。", ("same", -3.2, "met")),
    "decline that was a rise": (
        "万元GDP能耗下降3%。", "单位GDP能耗上升1%。", ("same", 1, "missed"),
    ),
    "down to": ("渔船事故率下降到3%。", "渔船事故率下降到2.5%。", ("same", 2.5, "met")),
    "prices below the target are met": (
        "居民消费价格涨幅控制在3%左右。", "居民消费价格上涨0.4%。", ("same", 0.4, "met"),
    ),
    "bound that decides": ("渔港覆盖率达到90%以上。", "渔港覆盖率超过92%。", ("same", 92, "met")),
    "bound that does not": (
        "渔港覆盖率达到90%以上。", "渔港覆盖率超过85%。", ("same", 85, "undecided"),
    ),
    "about, within 5 %": ("渔业产值增长10%左右。", "渔业产值增长9.5%。", ("same", 9.5, "met")),
    "about, outside 5 %": (
        "渔业产值增长10%左右。", "渔业产值增长9.49%。", ("same", 9.49, "missed"),
    ),
    "done in words": (
        "新建渔港码头12座。", "渔港码头建设任务圆满完成。", ("words", None, ""),
    ),
    "silence": ("新建渔港码头12座。", "渔业产值增长6%。", ("none", None, "")),
    "bounds kept for years are not the year's": (
        "渔民失业率控制在4%以内。",
        "本届政府任内渔港建成，渔民失业率控制在4%以内。",
        ("near", 4, ""),
    ),
    "bounds kept in the year that is named": (
        "渔民失业率控制在4%以内。",
        "五年来渔港建成，2027年渔民失业率控制在4%以内。",
        ("same", 4, "met"),
    ),
    "the next aim is no outcome": (
        "渔业产值增长6%。", "渔获稳定，主要目标是：渔业产值增长7%。", ("near", 7, ""),
    ),
    "growth in real terms": ("渔民收入实际增长6%。", "渔民收入增长7%。", ("near", 7, "")),
    "growth on a like basis": ("渔民收入增长6%。", "渔民收入同口径增长7%。", ("near", 7, "")),
    "value added grows in real terms anyway": (
        "渔业增加值增长6%。", "渔业增加值按可比价计算增长7%。", ("same", 7, "met"),
    ),
    "more than was to be done": (
        "改造渔港码头12座。", "新建改造渔港码头14座。", ("near", 14, ""),
    ),
    "a list of works is one": (
        "新建、改造渔港码头12座。", "新建改造渔港码头14座。", ("same", 14, "met"),
    ),
    "made far beyond the plan may be all there is": (
        "新建渔港码头12座。", "建成渔港码头40座。", ("near", 40, ""),
    ),
    "gained far beyond the plan": ("新增渔港码头12座。", "新增渔港码头40座。", ("same", 40, "met")),
    "total revenue by its other name": (
        "一般公共预算总收入增长5%。", "一般公共预算收入增长6%。", ("near", 6, ""),
    ),
    "national product is not domestic": (
        "国民生产总值增长6%。", "国内生产总值增长7%。", ("near", 7, ""),
    ),
    "digits that were replaced": (
        "渔民失业率控制在4%以内。", "渔民失业率$1.$2%。", ("", None, ""),
    ),
    "a part of the area": (
        "固定资产投资达到90亿元。", "四县完成固定资产投资80亿元。", ("near", 80, ""),
    ),
    "revenue with the nation's share": (
        "地方财政收入增长9%。", "财政收入8亿元，增长12%，其中地方5亿元。", ("near", 12, ""),
    ),
    "the whole of the area": (
        "固定资产投资达到90亿元。", "新区建成，全市固定资产投资96亿元。", ("same", 96, "met"),
    ),
    "gained, not what was to be reached": (
        "渔港码头达到90座。", "新建渔港码头9座。", ("near", 9, ""),
    ),
    "steady jobs are a part": ("渔民稳定就业6万人。", "渔民就业7万人。", ("", None, "")),
    "firms are not works": ("新增百亿企业6家。", "建成百亿项目5个。", ("near", 5, "")),
    "mention is no silence": (
        "新建渔港码头12座。", "加快渔港码头建设前期工作。", ("", None, ""),
    ),
    "what only a plan says is silence": ("新建灯塔8座。", "渔业产值增长6%。", ("none", None, "")),
    "by how much is not how much": (
        "渔民月补贴达到30元。", "渔民月补贴提高18元。", ("near", 18, ""),
    ),
    "added up is not of the year": (
        "发放渔船贷款3亿元。", "累计发放渔船贷款9亿元。", ("near", 9, ""),
    ),
    "less done may be a part": (
        "新建改造渔港码头12座。", "新建渔港码头9座。", ("near", 9, ""),
    ),
    "less done may be enough": (
        "新建改造渔港码头12座。", "新建渔港码头13座。", ("same", 13, "met"),
    ),
    "more of a burden taken away": (
        "化解渔港债务3亿元左右。", "化解渔港债务3.2亿元。", ("same", 3.2, "met"),
    ),
    "net is not gross": ("净增渔船30艘。", "新增渔船35艘。", ("near", 35, "")),
    "works pushed on are not works done": (
        "加快20座渔港码头建设。", "建成渔港码头12座。", ("near", 12, ""),
    ),
    "a bare word is not enough": (
        "实现产值9亿元。", "船厂完成产值12亿元。", ("near", 12, ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_trap(trap):
    plan, review, expected = TRAPS[trap]
    assert matched(plan, review) == [expected]


def test_reports_that_are_read_pair_as_their_texts_do_and_say_where_their_rows_stand() -> None:
    plan, review = "渔业产值增长6%左右，新建码头3座。", "新建码头5座，渔业产值增长7.5%。"
    first = Report(document(before(plan), YEAR))
    second = Report(document(after(review), YEAR + 1))
    paired = pair(first, second, YEAR)
    assert paired["t"].tolist() == first.targets.index.tolist()
    promised = first.targets.loc[paired["t"], "value"].to_numpy()
    reached = second.outcomes.loc[paired["o"].astype(int), "value"].to_numpy()
    assert paired["gap"].tolist() == pytest.approx((reached - promised).tolist())
    relative = ((reached - promised) / promised).tolist()
    assert paired["gap_relative"].tolist() == pytest.approx(relative)
    texts = read_pair(before(plan), after(review), YEAR)
    pd.testing.assert_frame_equal(paired[texts.columns], texts)


def test_a_report_that_its_publisher_shortened_is_silent_on_nothing() -> None:
    first = Report(document(before("新建码头3座。"), YEAR))
    text = document(after("渔获稳定。"), YEAR + 1)
    assert pair(first, Report(text), YEAR)["match"].tolist() == ["none"]
    shortened = pair(first, Report(text, shortened=True), YEAR)
    assert shortened[["match", "reason"]].to_numpy().tolist() == [["", "abridged"]]


def test_a_plan_without_figures_makes_no_row() -> None:
    assert read_pair(before("办好渔业。"), after("新建码头5座。"), YEAR).empty


# Several targets at once: who gets which outcome.
TOGETHER = {
    "the same thing said twice": (
        "主要目标：城镇新增就业6万人。保障民生，新增城镇就业6万人以上。",
        "城镇新增就业6.2万人。",
        [("same", 6.2, "met"), ("same", 6.2, "met")],
    ),
    "one outcome, two targets": (
        "新建渔港码头12座，改造渔港码头8座。",
        "新建渔港码头13座。",
        [("same", 13, "met"), ("near", 13, "")],
    ),
    "begun and done": (
        "开工建设渔港码头12座，建成渔港码头9座。",
        "建成渔港码头8座，开工建设渔港码头13座。",
        [("same", 13, "met"), ("same", 8, "missed")],
    ),
    "subject told once": (
        "粮食播种面积30万亩、产量12万吨。",
        "粮食产量12.5万吨，粮食播种面积29万亩。",
        [("same", 29, "missed"), ("same", 12.5, "met")],
    ),
    "shared measure": (
        "城乡居民人均可支配收入分别增长6%和7%。",
        "城乡居民人均可支配收入分别增长5.5%、7.5%。",
        [("same", 5.5, "missed"), ("same", 7.5, "met")],
    ),
    "year and term": (
        "渔业产值增长6%，新建渔港码头12座。",
        "五年来，渔业产值年均增长9%，新建渔港码头70座。\n2027年，渔业产值增长6.5%，新建渔港码头11座。",
        [("same", 6.5, "met"), ("same", 11, "missed")],
    ),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_targets_together(case):
    plan, review, expected = TOGETHER[case]
    assert matched(plan, review) == expected


def test_rows_stand_at_their_places_and_hold_verdicts_only_where_they_judge():
    plan = "渔业产值增长6%左右，新建码头3座，水质良好率达到90%，渔港吞吐量达到5万吨。"
    review = "渔业产值增长5%，码头建设任务圆满完成，新增渔港吞吐量1万吨。"
    found = laid_side_by_side(plan, review)
    assert found["match"].tolist() == ["same", "words", "none", "near"]
    cut = [before(plan)[a:b] for a, b in zip(found["start"], found["end"], strict=True)]
    assert found["wording"].tolist() == cut
    told = found[found["outcome_start"].notna()]
    places = zip(told["outcome_start"], told["outcome_end"], strict=True)
    assert told["outcome_wording"].tolist() == [after(review)[a:b] for a, b in places]
    assert told["outcome_wording"].tolist() == [
        "渔业产值增长5%", "码头建设任务圆满完成", "新增渔港吞吐量1万吨",
    ]  # fmt: skip
    assert found["verdict"].tolist() == ["missed", "", "", ""]
    reasons = ["", "words_only", "no_observation", "other_definition"]
    assert found["reason"].tolist() == reasons
    assert found["confidence"].between(0, 1).all()


def test_targets_for_later_years_are_left_out():
    plan = "到2030年，渔业产值达到9亿元。2027年渔业产值增长6%。"
    assert laid_side_by_side(plan, "渔业产值增长7%。")["value"].tolist() == [6]


LIVELIHOOD = "办好十件民生实事：新建渔港码头12座；改造渔村厕所30座。"


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ("十件民生实事全面完成。渔业产值增长6%。", ["words", "words"]),
        ("渔业产值增长6%。", ["none", "none"]),
        ("持续办理民生实事，渔业产值增长6%。", ["", ""]),
        ("十件民生实事全面完成，新建渔港码头13座。", ["same", "words"]),
    ],
)
def test_a_programme_that_is_done_speaks_for_its_targets(review, expected):
    assert laid_side_by_side(LIVELIHOOD, review)["match"].tolist() == expected


def test_a_programme_speaks_for_its_own_targets_only():
    plan = f"新建灯塔8座。\n{LIVELIHOOD}\n改造渔船20艘。"
    found = laid_side_by_side(plan, "十件民生实事全面完成。渔业产值增长6%。")
    assert found["match"].tolist() == ["none", "words", "words", "none"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("（有删减）\n" + after("渔业产值增长6%。"), "abridged"),
        ("一、2028年工作安排\n新建灯塔9座，办好渔业。", "no_review"),
        (after("渔业产值增长6%。").replace("2027年工作回顾", "过去五年工作回顾"), "other_span"),
        (after("加快渔港码头建设前期工作。"), "mentioned"),
    ],
)
def test_nothing_is_said_to_be_missing_where_silence_tells_nothing(text, reason):
    found = read_pair(before("新建渔港码头12座。"), text, YEAR)
    assert found[["match", "reason"]].to_numpy().tolist() == [["", reason]]


@pytest.mark.parametrize(
    ("plan", "review"),
    [
        ("新建海鱼集市12座。", "建成鲜鱼大集13座。"),  # as large, some of the characters
        ("新建海鱼集市12座。", "推出市镇新鱼档12座。"),
        ("转移输出渔工8万人。", "渔业产值增长6%，新增转移8万人。"),
        ("推进12座灯塔亮化。", "渔业产值增长6%。"),  # the number is of what is there
        ("新建3号灯塔等12座。", "渔业产值增长6%。"),
        ("植树造林12万亩。", "绿化岸线成效好。"),  # one field
        ("其他渔港码头新增12座。", "盐田产值增长6%。"),
    ],
)
def test_silence_is_not_said_where_other_words_may_tell(plan, review):
    found = laid_side_by_side(plan, review)
    assert found[["match", "reason"]].to_numpy().tolist() == [["", "unsure"]]


@pytest.mark.parametrize(("rates", "made"), [(2, ""), (3, "none")])
def test_a_review_of_years_tells_of_the_last_one_too_where_its_rates_do(rates, made):
    listed = ["渔业产值增长6%", "船业产值增长7%", "盐业产值增长8%"][:rates]
    review = f"五年来，建成灯塔60座。2027年，{'，'.join(listed)}。"
    text = after(review).replace("一、2027年工作回顾", "一、过去五年和2027年工作回顾")
    found = read_pair(before("新建渔港码头12座。"), text, YEAR)
    assert found["match"].tolist() == [made]


# How alike names must be, with shares given instead of weighed.
class Given:
    """A likeness of which the shares are told: of the target's name, then of the outcome's."""

    def __init__(self, told: float, back: float) -> None:
        self.shares = [told, back]

    def shared(self, parts, wholes):
        return np.array([[self.shares.pop(0)]])


def rows(name: str, value: float, unit: str, **also) -> pd.DataFrame:
    given = {"indicator_zh": name, "value": value, "unit": unit, "wording": name, **also}
    return meaning(pd.DataFrame([{**given, "start": 0, "end": len(name)}]), name)


def one_pair(told, back, target=("渔港码头", 10.0, "座"), outcome=("渔港码头", 13.0, "座")):
    asked = rows(*target, kind="flow")
    return matching.candidates(asked, rows(*outcome, change="level"), Given(told, back))


@pytest.mark.parametrize(
    ("told", "back", "same"),
    [
        (matching.LEAST, 2 * matching.LIKE - matching.LEAST, True),
        (2 * matching.LIKE - matching.LEAST, matching.LEAST, True),
        (matching.LIKE - 0.001, matching.LIKE, False),
        (matching.LEAST - 0.001, 1.0, False),
        (1.0, matching.LEAST - 0.001, False),
    ],
)
def test_how_alike_names_must_be_to_judge(told, back, same):
    assert one_pair(told, back)["same"].tolist() == [same]


def test_how_alike_names_must_be_to_be_near():
    assert len(one_pair(matching.NEAR, matching.NEAR)) == 1
    assert one_pair(matching.NEAR - 0.001, matching.NEAR).empty


@pytest.mark.parametrize(
    ("like", "outcome", "unit", "same"),
    [
        (matching.LIKE_CLOSE, 10 * matching.CLOSE, "座", True),
        (matching.LIKE_CLOSE, 10 / matching.CLOSE, "座", True),
        (matching.LIKE_CLOSE, 10 * matching.CLOSE + 0.01, "座", False),
        (matching.LIKE_CLOSE, 10 / matching.CLOSE - 0.01, "座", False),
        (matching.LIKE_CLOSE - 0.001, 10, "座", False),
        (matching.LIKE_CLOSE, 10, "%", False),
        (1.0, 10 * matching.FAR, "座", True),
        (1.0, 10 * matching.FAR + 0.01, "座", False),
        (1.0, 10 / matching.FAR - 0.01, "座", False),
        (matching.ALIKE - 0.001, 10 * matching.FAR_UNLIKE, "座", True),
        (matching.ALIKE - 0.001, 10 * matching.FAR_UNLIKE + 0.01, "座", False),
        (matching.ALIKE, 10 * matching.FAR_UNLIKE + 0.01, "座", True),
        (1.0, 10 * matching.FAR_SHARE, "%", True),
        (1.0, 10 * matching.FAR_SHARE + 0.01, "%", False),
    ],
)
def test_how_far_an_amount_may_be_from_its_target(like, outcome, unit, same):
    found = one_pair(like, like, ("渔港码头", 10.0, unit), ("渔港码头", float(outcome), unit))
    assert found["same"].tolist() == [same]


@pytest.mark.parametrize(("years", "most"), [(True, matching.FAR_LONG), (False, matching.FAR)])
def test_how_far_an_amount_may_be_that_is_perhaps_of_several_years(years, most):
    asked = rows("渔民培训", 10.0, "人", kind="flow").assign(flow=2)
    for value, same in ((10 * most, True), (10 * most + 0.01, False)):
        held = rows("渔民培训", value, "人", change="level").assign(flow=2, long=years)
        assert matching.candidates(asked, held, Given(1, 1))["same"].tolist() == [same]


@pytest.mark.parametrize(
    ("words", "perhaps"),
    [
        ("渔民培训9万人", True),
        ("2027年渔获稳定，渔民培训9万人", False),
        ("渔民达到9万人", False),
    ],
)
def test_what_a_review_of_years_tells_without_a_year_is_perhaps_of_them_all(words, perhaps):
    told = document(
        f"一、过去五年工作回顾\n渔获稳定。\n{words}。\n二、2028年工作安排\n办好渔业。", 2028
    )
    at = told.text.index("渔民")
    rows = pd.DataFrame([{"start": at, "wording": words[words.index("渔民") :], "change": "level"}])
    assert timing.perhaps_of_years(rows, told).tolist() == [perhaps]


@pytest.mark.parametrize(
    ("told", "back", "same"),
    [
        (matching.LEAST_CLOSE, 1.0, True),
        (matching.LEAST_CLOSE - 0.001, 1.0, False),
        (1.0, matching.LEAST_CLOSE, True),
        (1.0, matching.LEAST_CLOSE - 0.001, False),
    ],
)
def test_each_name_must_say_some_of_the_other_however_near_the_amount(told, back, same):
    assert one_pair(told, back, outcome=("渔港码头", 10.0, "座"))["same"].tolist() == [same]


@pytest.mark.parametrize(
    ("told", "back", "outcome", "same"),
    [
        (0.9, 0.8, 9, False),
        (0.9, 0.8, 10, True),
        (0.8, 0.9, 9, True),
        (1.0, 0.8, 9, True),
    ],
)
def test_what_falls_short_under_a_longer_name_may_be_a_part(told, back, outcome, same):
    found = one_pair(told, back, outcome=("渔港码头", float(outcome), "座"))
    assert found["same"].tolist() == [same]


def mention(share: float, clause: str, name: str = "甲乙丙丁戊") -> str:
    class Told:
        def shared(self, parts, wholes):
            return np.array([[share]])

    review = mentions.Review([(0, 1)], [clause], "")
    targets = pd.DataFrame({"start": [0]})
    found = mentions.mentions(targets, pd.Series([name]), "", review, Told())
    return found["mention"].item()


def test_how_much_of_a_name_makes_a_mention():
    assert mention(mentions.SAID, "圆满完成") == "words"
    assert mention(mentions.SAID - 0.001, "圆满完成") == ""
    assert mention(mentions.SILENT, "渔获稳定") == ""
    assert mention(mentions.SILENT - 0.001, "渔获稳定") == "none"


@pytest.mark.parametrize(
    ("name", "clause", "made"),
    [
        ("甲乙丙丁戊己庚辛", "甲乙丙", ""),
        ("甲乙丙丁戊己庚辛", "甲乙", "none"),
        ("甲乙丙丁戊己", "丁戊己", ""),
        ("甲乙丙丁戊己", "丁戊", "none"),
        ("甲乙丙", "乙丙", ""),
        ("甲乙丙", "乙", "none"),
        ("甲", "甲", ""),
    ],
)
def test_characters_in_a_row_make_a_mention(name, clause, made):
    assert mention(0, clause, name) == made


def test_rare_pairs_of_characters_weigh_more():
    clauses = ["新建码头", "新建灯塔", "新建渔港"]
    shares = Likeness(clauses).shared(["新建码头"], ["新建水厂", "老码头", "新建码头", ""])
    # By hand: each pair counts log(4 / clauses with it), 新建 in three, 建码 and 码头 in one.
    common, rare = np.log(4 / 3), np.log(4)
    assert shares[0].tolist() == pytest.approx(
        [common / (common + 2 * rare), rare / (common + 2 * rare), 1, 0]
    )


def test_a_pair_that_no_clause_holds_is_the_rarest():
    shares = Likeness(["新建", "新建", "甲"]).shared(["新建灯"], ["新建", "建灯"])
    common, rare = np.log(4 / 2), np.log(4)
    expected = [common / (common + rare), rare / (common + rare)]
    assert shares[0].tolist() == pytest.approx(expected)


WORDS = tomllib.loads(Path(definitions.__file__).with_suffix(".toml").read_text("utf-8"))


ALIKE = [*groups("alike").items(), *((one, said.split()) for one, said in WORDS["alike"].items())]


@each(ALIKE)
def test_words_for_one_thing_are_read_as_it(name, others):
    assert {canonical(word) for word in [name, *others]} == {name}


CORES = {
    "全市新增规上工业企业数": "规模以上工业企业",
    "数字贸易额": "数字贸易",
    "规模化养殖率增速": "规模化养殖率",
    "违法建筑(拆除)": "违法建筑",
    "拆除违法建筑": "违法建筑",
    "（3）新型农业经营主体(培育)": "新型农业经营主体",
    "服务业增加值增速": "服务业",
    "新认定科技企业": "科技企业",
    "和市政道路": "市政道路",
    "完成": "完成",
}


@each(CORES)
def test_a_name_is_left_without_words_that_tell_nothing_of_its_definition(name):
    assert core(canonical(name)) == CORES[name]


def apart() -> list[tuple[str, str]]:
    """Two words that stand for two things, of each family."""
    listed = [
        g.split() for t in ("kin", "families", "details", "measures") for g in WORDS[t].values()
    ]
    return [
        (one.split("|")[0], group[at - 1].split("|")[0])
        for group in listed
        for at, one in enumerate(group)
        if len(group) > 1
    ]


@each(apart())
def test_words_of_a_family_tell_definitions_apart(one, other):
    assert not agree(definition(canonical(one)), definition(canonical(other)))


@pytest.mark.parametrize("table", ["kin", "families"])
def test_a_name_without_a_word_of_a_strict_family_is_of_another_definition(table):
    for group in WORDS[table].values():
        for word in group.replace("|", " ").split():
            assert not agree(definition(canonical(word)), definition("渔港"))


def test_details_may_be_left_out():
    for group in WORDS["details"].values():
        loose = definition(canonical(group.split()[0].split("|")[0]))
        assert agree(
            loose._replace(strict=definition("渔港").strict, measure=""), definition("渔港")
        )


@each(WORDS["signs"]["less"].split())
def test_less_is_better_of(word):
    assert rows(f"渔港{word}", 5.0, "%", kind="share")["less"].item()


def test_units_lead_to_the_base_that_the_codebook_gives():
    held = tables.units()
    columns = ["unit", "unit_measure", "multiply_by", "divide_by"]
    for unit, measure, up, down in held[columns].to_numpy():
        if measure != unit:
            base, factor = in_base(unit)
            assert (base, factor) == (measure, pytest.approx(up / down))


def test_units_outside_the_codebook_are_their_own_base():
    assert in_base("万千伏安") == ("千伏安", 1e4)
    assert in_base("万千瓦") == ("kW", 1e4)
    assert in_base("万亿斤") == ("tonnes", pytest.approx(5e8))
    assert in_base("元/月") == in_base("元")
    assert in_base("万") == ("persons", 1e4)
    assert in_base("片") == ("units", 1)


GRAMMAR = sorted(
    {word for table in WORDS.values() for group in table.values() for word in group.split()}
)
SIGNS = [
    *"，。、；：“”（）\n %0123456789.由从和分别均一二十百万亿年",
    "增长",
    "达到",
    "新建",
    "完成",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(GRAMMAR + SIGNS)).map("".join))


@settings(deadline=None, max_examples=100)
@given(TEXTS, TEXTS)
def test_reads_any_two_texts_without_fault(plan, review):
    for first, second in ((plan, review), (before(plan), after(review))):
        found = read_pair(first, second, YEAR)
        told = found[found["outcome_start"].notna()]
        places = zip(told["outcome_start"], told["outcome_end"], strict=True)
        assert told["outcome_wording"].tolist() == [second[a:b] for a, b in places]
        assert found["match"].isin(["same", "near", "words", "none", ""]).all()
        assert ((found["verdict"] != "") == (found["match"] == "same")).all()
        assert found["confidence"].between(0, 1).all()
        assert (found["outcome_value"].notna() == found["match"].isin(["same", "near"])).all()


@settings(deadline=None, max_examples=40)
@given(st.floats(1, 90).map(lambda x: round(x, 1)), st.floats(0.1, 99).map(lambda x: round(x, 1)))
def test_a_verdict_is_that_of_the_numbers(target, outcome):
    (row,) = matched(f"渔业产值增长{target}%。", f"渔业产值增长{outcome}%。")
    assert row == ("same", outcome, "met" if outcome >= target else "missed")


@pytest.mark.parametrize(("outcome", "verdict"), [(5.5, "met"), (6.5, "missed")])
def test_the_upper_end_of_a_range_is_in_the_unit_of_its_lower_one(outcome, verdict):
    (row,) = matched("渔港用水量控制在5—6万吨。", f"渔港用水量{outcome}万吨。")
    assert row == ("same", outcome, verdict)


def test_time_grows_with_the_length_only():
    def seconds(count: int) -> float:
        things = (f"{chr(0x5000 + i)}{chr(0x7000 + i)}" for i in range(count))
        plan = "".join(f"新建{thing}码头3座，{thing}产值增长5%。" for thing in things)
        began = time.process_time()
        read_pair(before(plan), after(plan), YEAR)
        return time.process_time() - began

    seconds(10)
    assert seconds(800) < 8 * max(seconds(200), 0.02)


CORPUS = os.environ.get("PLANGAPS_CORPUS", "")
LABELLED = ["贵州省-2022", "四川省-2014", "毕节市-2020", "保定市易县-2019", "遵义市-2021"]


@pytest.mark.skipif(not CORPUS, reason="PLANGAPS_CORPUS names no folder of labelled reports")
@pytest.mark.parametrize("report", LABELLED)
def test_labelled_pairs(report):
    place, year = report.split("-")
    labels = pd.read_csv(Path(CORPUS) / "labels" / f"pairs_{report}.csv", keep_default_na=False)
    folder = "provinces" if place.endswith("省") else "places"
    with zipfile.ZipFile(Path(CORPUS) / "reports.zip") as reports:
        first, second = (
            reports.read(f"{folder}/{place}-{n}.txt").decode() for n in (int(year), int(year) + 1)
        )
    found = read_pair(first, second, int(year))
    both = found.merge(labels[labels["doubtful"] == 0], on="value", suffixes=("", "_label"))
    both = both[(both["start"] < both["end_label"]) & (both["start_label"] < both["end"])]
    given = both[both["verdict"].isin(["met", "missed"])]
    assert (given["verdict"] == given["verdict_label"]).mean() >= 0.95
    judged = both[both["match_label"] == "same"]
    assert (judged["match"] == "same").mean() >= 0.75
    silent = both[both["match"] == "none"]
    assert (silent["match_label"] == "none").sum() >= 0.9 * len(silent)


def test_both_texts_are_shown_with_numbers_that_lead_to_one_another():
    said, told = before("渔业产值增长6%，新建码头3座。"), after("渔业产值增长5.8%<初步>。")
    page = marked_pair(said, told, read_pair(said, told, YEAR))
    left, right = page.split("二、2027年工作安排")[1].split("一、2027年工作回顾")
    assert '渔业产值增长6%<sub><a id="t0" href="#o0">0</a></sub></mark>' in left
    assert "新建码头3座<sub>1</sub></mark>" in left  # nothing is said of it
    assert 'title="渔业产值增长率: 5.8 %">渔业产值增长5.8%<sub><a id="o0" href="#t0">0</a>' in right
    assert "&lt;初步&gt;" in right
    assert right.count("<mark") == 1
