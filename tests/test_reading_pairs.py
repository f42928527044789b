"""Two reports read side by side, on short ones written for these tests."""

import pandas as pd
import pytest

from plangaps.reading import read_pair
from plangaps.reading.document import document
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
    "mention is no silence": (
        "新建渔港码头12座。", "加快渔港码头建设前期工作。", ("", None, ""),
    ),
    "what only a plan says is silence": ("新建灯塔8座。", "渔业产值增长6%。", ("none", None, "")),
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
