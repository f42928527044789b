"""Outcomes read out of a review: sentences written for the purpose, some for every rule."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from each import each
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps.reading import read_outcomes
from plangaps.reading.lexicon import groups
from plangaps.reading.outcomes import COLUMNS

YEAR = "一、2024年工作回顾\n"
TERM = "一、过去五年工作回顾\n"
BOTH = "一、2024年和过去五年工作回顾\n"
PLAN = "\n二、2025年工作安排\n做好今年工作，要力争新建水厂4座，确保绿地率达到41%以上。要抓好落实。"


def read(sentence: str, heading: str = YEAR) -> pd.DataFrame:
    """Outcomes of a sentence in the review of a report that carries the plan of 2025."""
    return read_outcomes(f"{heading}{sentence}{PLAN}", 2025)


def told(sentence: str, *columns: str, heading: str = YEAR) -> list[tuple[Any, ...]]:
    return list(read(sentence, heading)[list(columns)].itertuples(index=False, name=None))


def values(sentence: str) -> list[float]:
    return read(sentence)["value"].tolist()


def named(sentence: str) -> list[tuple[Any, ...]]:
    return told(sentence, "indicator_zh", "value")


def changes(sentence: str) -> list[tuple[Any, ...]]:
    return told(sentence, "change", "value")


def periods(sentence: str, heading: str = TERM) -> list[str]:
    return read(sentence, heading)["period"].tolist()


def test_columns_and_types_hold_without_an_outcome_too() -> None:
    empty, full = read_outcomes("各位代表！", 2025), read("全县粮食产量12万吨。")
    assert list(full) == list(COLUMNS)
    assert empty.empty
    assert not full.empty
    assert empty.dtypes.equals(full.dtypes)


def test_a_text_is_a_string() -> None:
    with pytest.raises(TypeError, match="found int; allowed: a string"):
        read_outcomes(2025)  # type: ignore[arg-type]


def test_the_plan_is_not_read() -> None:
    assert values("全县粮食产量12万吨。") == [12]


def test_a_review_without_a_heading_is_no_address() -> None:
    review = "各位代表：\n" + "过去一年，成效显著，圆满完成任务，新建水厂3座，同比增长2%。" * 9
    assert read_outcomes(review + PLAN * 3, 2025)["value"].tolist() == [3, 2] * 9


def test_where_past_and_plan_are_mixed_the_tense_decides() -> None:
    text = "2024年，全县已新建水厂3座。2025年，力争新建泵站4座。"
    assert read_outcomes(text, 2025)[["value", "period"]].to_numpy().tolist() == [[3, "2024"]]
    assert read_outcomes("全县已新建水厂3座。", 2025)["period"].tolist() == ["2024"]
    assert read_outcomes("全县已新建水厂3座。", 2025)["confidence"].tolist() == [0.85]


def test_a_row_holds_all_that_is_told() -> None:
    row = read("预计全年游客接待量突破30万人次。").iloc[0].drop(["start", "end"]).to_dict()
    assert math.isnan(row.pop("value_high"))
    assert row == {
        "indicator_zh": "游客接待量",
        "change": "level",
        "bound": "lower",
        "value": 30,
        "unit": "万人次",
        "period": "2024",
        "estimated": True,
        "wording": "游客接待量突破30万人次",
        "confidence": 0.95,
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("森林覆盖率达到61%。", [("森林覆盖率", 61)]),
        ("全年新建农村公路120公里。", [("新建农村公路", 120)]),
        ("建成7座提灌站。", [("建成提灌站", 7)]),
        ("12个贫困村全部出列。", [("贫困村全部出列", 12)]),
        ("全县9所乡镇学校完成改造。", [("乡镇学校完成改造", 9)]),
        ("城南片区3处积水点整治完工。", [("城南片区积水点整治完工", 3)]),
        ("完成固定资产投资57亿元。", [("固定资产投资", 57)]),
        ("为中小企业减负8300万元。", [("为中小企业减负", 8300)]),
        ("在全省率先建成换电站6座。", [("建成换电站", 6)]),
        ("截至目前，累计办结信访事项88件。", [("累计办结信访事项", 88)]),
        (
            "累计创建绿色园区8个、绿色工厂67个。",
            [("累计创建绿色园区", 8), ("累计创建绿色工厂", 67)],
        ),
        ("农民收入按可比价格计算增长6%。", [("农民收入可比增长率", 6)]),
        ("渔民收入实际增长6%。", [("渔民收入实际增长率", 6)]),
        ("28个渡口改桥项目已开工建设9个。", [("28个渡口改桥项目已开工建设", 9)]),
        ("创新能力跻身西部19个城市前三。", []),
        ("开工里程90公里，完成50公里。", [("开工里程", 90), ("完成里程", 50)]),
        ("出口增长$1.$2倍。", []),
        ("其中：出口21亿元。", [("出口", 21)]),
        ("县医院等5家单位与东部医院结对。", [("县医院等单位与东部医院结对", 5)]),
        ("人口自然增长率3.2‰。", [("人口自然增长率", 3.2)]),
        ("并网光伏装机40万千瓦。", [("并网光伏装机", 40)]),
        ("共享单车投放3000辆。", [("共享单车投放", 3000)]),
        ("新增2家星级饭店。", [("新增星级饭店", 2)]),
        ("80%以上的新增财力投向民生。", [("新增财力投向民生", 80)]),
        ("将75%的可用财力用于教育。", [("可用财力用于教育", 75)]),
        ("92.5%的毕业生在省内就业。", [("毕业生在省内就业", 92.5)]),
        ("建起了40万平方米的新校舍。", [("建起新校舍", 40)]),
        ("解决23万人的饮水困难。", [("解决饮水困难", 23)]),
        ("其中农村2.3万人、城镇1.1万人。", [("农村", 2.3), ("城镇", 1.1)]),
    ],
)
def test_what_is_measured_is_named(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert named(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("小麦、玉米产量分别增长1%、2%。", [("小麦产量增长率", 1), ("玉米产量增长率", 2)]),
        ("城乡居民收入分别达到3万元和2万元。", [("城镇居民收入", 3), ("农村居民收入", 2)]),
        ("新建水厂3座、泵站9座。", [("新建水厂", 3), ("新建泵站", 9)]),
        ("存款、贷款余额均突破900亿元。", [("存款余额", 900), ("贷款余额", 900)]),
        ("粮、油产量均增长3%。", [("粮、油产量增长率", 3)]),
        ("新增国家级园区、省级园区各1个。", [("新增国家级园区", 1), ("新增省级园区", 1)]),
        (
            "存款、贷款余额为90亿元和70亿元，增长5%和6%。",
            [
                ("存款余额", 90),
                ("贷款余额", 70),
                ("存款余额增长率", 5),
                ("贷款余额增长率", 6),
            ],
        ),
        (
            "县城居民收入3万元，乡村居民收入2万元，分别增长5%和6%。",
            [
                ("县城居民收入", 3),
                ("乡村居民收入", 2),
                ("县城居民收入增长率", 5),
                ("乡村居民收入增长率", 6),
            ],
        ),
        ("742户1878名困难群众得到帮扶。", [("困难群众得到帮扶", 742), ("困难群众得到帮扶", 1878)]),
        (
            "三次产业结构由9∶48∶43调整为8∶47∶45。",
            [
                ("第一产业占比", 9),
                ("第二产业占比", 48),
                ("第三产业占比", 43),
                ("第一产业占比", 8),
                ("第二产业占比", 47),
                ("第三产业占比", 45),
            ],
        ),
    ],
)
def test_lists_share_their_words(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert named(sentence) == expected


def test_shares_of_the_sectors_are_percentages() -> None:
    assert told("三次产业结构为9:48:43。", "unit", "change") == [("%", "level")] * 3


@pytest.mark.parametrize(
    ("sentence", "units", "expected"),
    [
        ("分别提高1.1和0.6个百分点", ["个百分点"] * 2, [1.1, 0.6]),
        ("分别提高0.6个、0.4个百分点", ["个百分点"] * 2, [0.6, 0.4]),
        ("分别压缩至30、28、25个工作日", ["个工作日"] * 3, [30, 28, 25]),
    ],
)
def test_a_unit_told_once_holds_for_a_list(
    sentence: str, units: list[str], expected: list[float]
) -> None:
    rows = read(f"各类事项时限{sentence}。")
    assert rows["unit"].tolist() == units
    assert rows["value"].abs().tolist() == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("粮食产量12万吨，增长3%。", [("粮食产量", 12), ("粮食产量增长率", 3)]),
        ("粮食产量增长3%、总量达到12万吨。", [("粮食产量增长率", 3), ("粮食产量总量", 12)]),
        ("生产总值增长3%、总量达12亿元。", [("生产总值增长率", 3), ("生产总值总量", 12)]),
        ("发展合作社12家带动农户3万户。", [("发展合作社", 12), ("带动农户", 3)]),
        ("73个贫困村22069人脱贫。", [("贫困村", 73), ("脱贫", 22069)]),
        ("新建小学3所和中学5所。", [("新建小学", 3), ("新建中学", 5)]),
        ("造林8万亩，是计划的110%。", [("造林", 8), ("造林是计划", 110)]),
        ("造林8万亩，完成年度任务的110%。", [("造林", 8), ("造林完成年度任务", 110)]),
        ("造林8万亩，相当于年度任务的110%。", [("造林", 8), ("造林相当于年度任务", 110)]),
        ("造林8万亩，达到年度任务的110%。", [("造林", 8), ("造林达到年度任务", 110)]),
        ("造林8万亩，与计划面积之比为1.1倍。", [("造林", 8), ("造林与计划面积之比", 1.1)]),
        ("新增合作社22家，总数达100家。", [("新增合作社", 22), ("合作社总数", 100)]),
        ("茶叶产值8亿元，占农业产值比重达21%。", [("茶叶产值", 8), ("茶叶产值占农业产值比重", 21)]),
        ("造林8万亩，为年度任务的110%。", [("造林", 8), ("造林为年度任务", 110)]),
        ("重点项目30个，完成投资9亿元。", [("重点项目", 30), ("重点项目完成投资", 9)]),
        ("零售额8亿元，完成投资9亿元。", [("零售额", 8), ("投资", 9)]),
        ("森林覆盖率稳步提高，达到61%。", [("森林覆盖率", 61)]),
        ("粮食产量12万吨，居民收入较快增长，达到3万元。", [("粮食产量", 12), ("居民收入", 3)]),
        ("粮食产量12万吨，连续三年全市第一，增长3%。", [("粮食产量", 12), ("粮食产量增长率", 3)]),
        ("工业产值9亿元，按可比口径计算，增长3%。", [("工业产值", 9), ("工业产值增长率", 3)]),
        ("恩格尔系数为29%，其中城镇28%。", [("恩格尔系数", 29), ("城镇恩格尔系数", 28)]),
        ("大力培育龙头企业，达到40家。", [("龙头企业", 40)]),
        ("生产总值再创新高、增长9%。", [("生产总值增长率", 9)]),
        ("粮食总产连续6年稳定在9亿斤。", [("粮食总产", 9)]),
    ],
)
def test_a_figure_goes_on_with_the_words_before(
    sentence: str, expected: list[tuple[str, float]]
) -> None:
    assert named(sentence) == expected


def test_a_sentence_does_not_go_on_with_the_one_before() -> None:
    assert named("粮食产量12万吨。增长3%。") == [("粮食产量", 12)]


def test_words_shared_over_clauses_stand_in_the_wording() -> None:
    assert told("粮食产量12万吨，增长3%。", "wording", "confidence") == [
        ("粮食产量12万吨", 0.95),
        ("粮食产量12万吨，增长3%", 0.9),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("城镇化率从41%提高到45%。", [("城镇化率", 41), ("城镇化率", 45)]),
        ("税务网点由36个精减为32个。", [("税务网点", 36), ("税务网点", 32)]),
        ("散煤用量从90万吨减至60万吨以内。", [("散煤用量", 90), ("散煤用量", 60)]),
        *(
            (f"散煤用量，由9万吨，{way}到6万吨。", [("散煤用量", 9), ("散煤用量", 6)])
            for way in ["提高", "增加", "上升", "增长", "扩大", "下降", "降低", "减少", "缩小"]
        ),
        (
            "城乡低保标准分别从每月600元、每年4300元提高到每月800元、每年7200元。",
            [
                ("城镇低保标准", 600),
                ("农村低保标准", 4300),
                ("城镇低保标准", 800),
                ("农村低保标准", 7200),
            ],
        ),
    ],
)
def test_a_base_is_a_result_too(sentence: str, expected: list[tuple[str, float]]) -> None:
    assert named(sentence) == expected
    assert set(read(sentence)["change"]) == {"level"}


def test_a_base_is_of_the_year_before_or_of_the_one_it_names() -> None:
    assert periods("城镇化率从41%提高到45%。") == ["2019", "2024"]
    assert periods("城镇化率从2016年的41%提高到2023年的45%。") == ["2016", "2023"]
    assert periods("城镇化率从41%提高到45%。", YEAR) == ["2023", "2024"]
    assert periods("与2021年相比，城镇化率从41%提高到45%。") == ["2021", "2024"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("工业增加值增长5.2%。", [("growth", 5.2)]),
        ("工业增加值比上年下降5.2%。", [("growth", -5.2)]),
        ("工业增加值增速达到5.2%。", [("growth", 5.2)]),
        ("工业增加值降幅5.2%。", [("growth", -5.2)]),
        ("工业增加值同比增长达5.2%。", [("growth", 5.2)]),
        ("电商交易额增长1.5倍。", [("growth", 1.5)]),
        ("电商交易额是2019年的1.5倍。", [("level", 1.5)]),
        ("办理时间压缩70%。", [("growth", -70)]),
        ("林地占比提高2.3个百分点。", [("increment", 2.3)]),
        ("失业率下降0.2个百分点。", [("increment", -0.2)]),
        ("农村居民收入比上年增加900元。", [("increment", 900)]),
        ("煤炭用量减少43万吨。", [("increment", -43)]),
        ("贷款余额新增172亿元。", [("increment", 172)]),
        ("外来企业新增13家。", [("level", 13)]),
        ("占比提高到25%。", [("level", 25)]),
        ("整车产量继续保持40%以上增长。", [("growth", 40)]),
        ("整车产量连续两年保持40%的下降。", [("growth", -40)]),
        ("40%的下降河段得到治理。", [("level", 40)]),
        ("完成农村公路提升224公里。", [("level", 224)]),
        ("取缔散煤点351家、整改提升87家。", [("level", 351), ("level", 87)]),
        ("存栏奶牛7200头，新增2000头。", [("level", 7200), ("level", 2000)]),
        ("增加学位1200个。", [("level", 1200)]),
        ("减少36个审批环节。", [("level", 36)]),
        ("工业增速高于全市0.7个百分点。", [("increment", 0.7)]),
        ("工业增速低于全市0.7个百分点。", [("increment", -0.7)]),
        ("工业增长8%，比全市快1个百分点。", [("growth", 8), ("increment", 1)]),
    ],
)
def test_changes_and_levels_are_told_apart(
    sentence: str, expected: list[tuple[str, float]]
) -> None:
    assert changes(sentence) == expected


def test_a_distance_from_others_names_them() -> None:
    assert told("税收增长3%，分别高于全国、全省0.7和2.8个百分点。", "indicator_zh", "value") == [
        ("税收增长率", 3),
        ("税收高于全国", 0.7),
        ("税收高于全省", 2.8),
    ]
    assert read("税收增速低于全省平均水平2.8个百分点。")["confidence"].tolist() == [0.6]
    assert read("高于全省平均水平2.8个百分点。").empty


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("工业增加值年均增长5%。", "工业增加值年均增长率"),
        ("工业增加值增速达5%。", "工业增加值增长率"),
        ("林地占比提高5个百分点。", "林地占比"),
    ],
)
def test_a_growth_is_named_as_such(sentence: str, name: str) -> None:
    assert read(sentence)["indicator_zh"].tolist() == [name]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("达到30亿元", ""),
        ("超过30亿元", "lower"),
        ("突破30亿元大关", "lower"),
        ("30多亿元", "lower"),
        ("30亿元以上", "lower"),
        ("控制在30亿元以内", "upper"),
        ("近30亿元", "approx"),
        ("30亿元左右", "approx"),
    ],
)
def test_bounds(words: str, bound: str) -> None:
    assert told(f"全县财政支出{words}。", "bound", "value") == [(bound, 30)]


def test_a_range_has_two_values() -> None:
    assert told("粮食产量增长3—5%。", "value", "value_high", "bound") == [(3, 5, "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "财政收入居全市第2位。",
        "财政收入位列5名。",
        "跻身全省前10。",
        "入选全国500强企业。",
        "城区升格为4A级景区。",
        "庆祝建县70周年。",
        "出台10号文件。",
        "历时3年，大桥通车。",
        "用5年时间建成大坝。",
        "连续8年荣获先进。",
        "2月3日召开现场会。",
        "2019年，大桥通车。",
        "热线12345开通。",
        "实施五大行动。",
        "推动三个转变。",
        "培训工作实现翻番。",
        "开展两轮全覆盖排查。",
        "村村通PM2.5监测网络。",
        "投资10亿元以上项目稳步推进。",
        "面积280万亩的国储林顺利推进。",
        "石化800万吨炼化一体化进展顺利。",
        "电厂2×66万千瓦机组开工。",
        "获评全国20个魅力湿地之一。",
        "9个方面有新进展。",
        "4项指标全市领先。",
        "村卫生室1小时可达。",
        "力争明年产量达到9万吨。",
        "县财政收入有望达到9亿元。",
        "指数成为2025。",
        "全国每出口4辆车就有本县造。",
        "20万全县儿女倍受鼓舞。",
    ],
)
def test_no_results(sentence: str) -> None:
    assert read(sentence).empty


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("目前120家企业复工。", [120]),
        ("每年新增就业3万人。", [3]),
        ("每千人床位达7张。", [7]),
        ("日前12家企业复工。", [12]),
        ("30户以上自然村100%通公路。", [100]),
        ("开工3000万元以上项目308个。", [308]),
        ("总投资120亿元的45个项目开工。", [120, 45]),
        ("总投资120亿元以上的45个项目开工。", [45]),
        ("总投资120亿元的水库开工。", []),
        ("70%以上的村收入超15万元。", [70]),
        ("70%以上农户户均收入超15万元。", [70]),
        ("44个县生产总值增长8.8%。", [8.8]),
        ("完成1万平方米以上棚户区改造任务。", []),
        ("涨幅2.1%，控制在3%左右的目标内。", []),
        ("物价涨幅2.1%，控制在3%左右的目标内。", [2.1]),
        ("空气优良天数310天。", [310]),
        ("空气优良天数310天，同比增长16天。", [310, 16]),
        ("城乡收入比由2.69缩小到2.35。", [2.69, 2.35]),
        ("出口由1月份下降3%转为全年增长2%。", [-3, 2]),
        ("新产业与旧产业比为28.7：71.3。", []),
        ("收入37 511元。", [37511]),
        ("收入37，511元。", [37511]),
        ("下岗职工二万零五百人。", [2.05]),
        ("产量三亿五千万斤。", [3.5]),
        ("产量增长一点二倍。", [1.2]),
        ("七成五的财力用于民生。", [75]),
        ("开通2条BRT线路。", [2]),
        ("建成9个园区、入选名城之一。", [9]),
        ("建成5万G算力。", []),
        ("生产总值突破万亿元、财政收入突破千亿大关。", [1, 1000]),
        ("生产总值迈上万亿台阶。", [1]),
        ("千亿级产业集群成型。", []),
        ("举办2020成都创新交易会，863成果增多，产量增长两成。", [20]),
        ("农民破除城乡二元结构。", []),
        ("7个地市优良率达到99%。", [99]),
        ("人均预期寿命75.2岁。", [75.2]),
        ("受教育年限9.6年。", [9.6]),
        ("受教育年限从1900年的2.1年提高到2100年的9.6年。", [2.1, 9.6]),
        ("居民消费价格指数102.5。", [102.5]),
        ("恩格尔系数0.29。", [0.29]),
        ("恩格尔系数降至0.29。", [0.29]),
        ("城乡收入比由2.9：1缩小至2.8：1。", [2.9, 2.8]),
        ("选派十五名干部驻村。", [15]),
        ("建成两座水库。", [2]),
        ("办好六件实事。", []),
        ("粮食产量增长百分之十二。", [12]),
        ("节水灌溉面积达六成。", [60]),
        ("县乡公路实现全覆盖。", [100]),
        ("9个问题楼盘交付。", [9]),
        ("13万困难群众脱贫。", [13]),
        ("发放5000万元消费券。", [5000]),
        ("新增60万千瓦风电装机。", [60]),
    ],
)
def test_sizes_ranks_and_names_beside_results(sentence: str, expected: list[float]) -> None:
    assert values(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("粮食产量年均增长3%。", "2020-2024"),
        ("林地占比提高3个百分点。", "2020-2024"),
        ("新建水厂3座。", "2020-2024"),
        ("建成3座水厂。", "2020-2024"),
        ("累计投资达到9亿元。", "2020-2024"),
        ("净增商户达到9万户。", "2020-2024"),
        ("实现节水9亿吨。", "2020-2024"),
        ("粮食产量同比增长3%。", "2024"),
        ("粮食产量比上年增长3%。", "2024"),
        ("粮食产量较去年增长3%。", "2024"),
        ("粮食产量比“十二五”末增长3%。", "2016-2024"),
        ("与2021年相比，粮食产量增长3%。", "2022-2024"),
        ("2024年粮食产量平均每年增长3%。", "2020-2024"),
        ("旅游人次恢复到2019年的113%。", "2024"),
        ("五年累计新建水厂3座。", "2020-2024"),
        ("新增学位达到9万个。", "2020-2024"),
        ("完成投资9亿元。", "2020-2024"),
        ("每年民生支出占比超过70%。", "2020-2024"),
        ("水质优良率稳定在98%。", "2020-2024"),
        ("水质优良率达到98%。", "2024"),
        ("水质优良率98%。", "2024"),
        ("粮食产量9万吨。", "2024"),
        ("公路里程突破900公里。", "2024"),
        ("参保农民90万人。", "2024"),
        ("参合农民90万人。", "2024"),
        ("参加社保90万人。", "2024"),
        ("覆盖农户90万户。", "2024"),
        ("在校学生90万人。", "2024"),
        ("在册商户90万户。", "2024"),
        ("在岗教师9万人。", "2024"),
        ("拥有车辆90万辆。", "2024"),
        ("人均绿地9平方米。", "2024"),
        ("每千人床位9张。", "2024"),
        ("享受低保90万人。", "2024"),
        ("龙头企业发展到9家。", "2024"),
        ("县乡公路实现全覆盖。", "2024"),
        ("2022年，粮食产量增长3%。", "2022"),
        ("2021—2023年，新建水厂3座。", "2021-2023"),
        ("全县在2021—2023年新建水厂3座。", "2021-2023"),
        ("全县在2023—2021年新建水厂3座。", "2021"),
        ("2019年到2024年，粮食产量增长3%。", "2020-2024"),
        ("粮食产量比2021年增长3%。", "2022-2024"),
        ("电商交易额是2019年的1.5倍。", "2024"),
        ("去年，新建水厂3座。", "2024"),
        ("好事成双，去年新建水厂3座。", "2024"),
        ("城镇失业率控制在4%以内。", "2020-2024"),
        ("治理水土流失面积90平方公里。", "2020-2024"),
        ("五年粮食总产量达60万吨。", "2020-2024"),
        ("全年新建水厂3座。", "2024"),
        ("到2023年，公路里程达到3公里。", "2023"),
    ],
)
def test_periods_in_the_review_of_a_term(sentence: str, expected: str) -> None:
    assert periods(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新建水厂3座。", ["2024"]),
        ("粮食产量比2021年增长3%。", ["2022-2024"]),
        ("粮食产量比上年增长3%。", ["2024"]),
        ("粮食产量年均增长3%。", ["2024"]),
        ("2022年新建水厂3座。", ["2022"]),
        ("五年来，新建水厂3座。建成泵站2座。", ["2020-2024"] * 2),
        ("建成渡口1座。五年来，新建水厂3座。\n建成泵站2座。", ["2024", "2020-2024", "2024"]),
        ("“十三五”时期，新建水厂3座。", ["2016-2020"]),
    ],
)
def test_periods_in_the_review_of_a_year(sentence: str, expected: list[str]) -> None:
    assert periods(sentence, YEAR) == expected


def test_a_review_of_both_turns_from_the_year_to_the_term_and_back() -> None:
    review = "新建水厂3座。回望过去五年，成绩可喜。\n建成泵站2座。2022年建成渡口1座。"
    review += "\n2024年，建成渡槽4座。粮食产量年均增长3%。"
    assert periods(review, BOTH) == ["2024", "2020-2024", "2022", "2024", "2020-2024"]


def test_no_period_where_nothing_tells_it() -> None:
    text = "一、去年工作回顾\n新建水厂3座。\n二、今年工作安排\n力争新建泵站4座。"
    assert read_outcomes(text)["period"].tolist() == [""]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("预计粮食产量9万吨，新建水厂3座。", [True, True]),
        ("新建水厂3座，预计粮食产量9万吨。", [False, True]),
        ("预计新建水厂3座。建成泵站2座。", [True, False]),
        ("新建水厂3座。", [False]),
    ],
)
def test_estimates_are_kept_as_such(sentence: str, expected: list[bool]) -> None:
    assert read(sentence)["estimated"].tolist() == expected


def test_names_show_what_quotes_and_brackets_hold() -> None:
    assert named("打造“青石”等“一日”游线路5条。") == [("打造“青石”等“一日”游线路", 5)]
    assert named("“天星”水厂、“地灵”水厂分别为3座和4座。") == [("“天星”水厂", 3), ("“地灵”水厂", 4)]
    assert named("卫生站[12]达到30个。") == [("卫生站", 30)]


def test_confidence_falls_with_doubt() -> None:
    assert read("粮食产量12万吨。")["confidence"].tolist() == [0.95]
    assert read("建成7座提灌站。")["confidence"].tolist() == [0.85]
    assert read("粮食产量增长百分之三。")["confidence"].tolist() == [0.85]
    assert read("恩格尔系数为0.29。")["confidence"].tolist() == [0.85]


def test_a_communique_is_a_review_as_a_whole() -> None:
    text = "2023年青石县国民经济和社会发展统计公报\n一、综合\n全年生产总值90亿元，增长4%。"
    asked = read_outcomes(text)
    assert asked["period"].tolist() == ["2023", "2023"]
    assert asked.equals(read_outcomes(text, 2024))
    for notes in ("注释：", "**注释**", "**注释：**", "注："):
        assert read_outcomes(f"{text}\n{notes}\n[1]城镇含9个街道。").equals(asked)
    assert read_outcomes(f"{text}\n注：1、城镇含9个街道。").equals(asked)
    table = f"{text}\n注：图中数据为初步数。\n全年出口9亿元。"
    assert read_outcomes(table)["value"].tolist() == [90, 4, 9]


def test_places_count_in_the_text_as_given() -> None:
    text = YEAR + "全 年 粮食\u3000产量 １２ 万吨 。" + PLAN
    (row,) = read_outcomes(text, 2025).to_dict("records")
    assert row["wording"] == "粮食\u3000产量 １２ 万吨" == text[row["start"] : row["end"]]
    assert row["value"] == 12


def words_of(name: str) -> Any:
    return each(groups("reached")[name])


@words_of("adverbs")
def test_adverbs_are_no_part_of_a_name(word: str) -> None:
    assert named(f"粮食产量{word}9万吨。") == [("粮食产量", 9)]


@words_of("change")
def test_words_of_change(word: str) -> None:
    (row,) = told(f"工业用电{word}5%。", "indicator_zh", "change", "value")
    sign = -1 if word in groups("reached")["falls"] else 1
    assert row == ("工业用电增长率", "growth", sign * 5)


@words_of("falls")
def test_words_of_a_fall(word: str) -> None:
    assert changes(f"工业用电{word}5%。") == [("growth", -5)]


@words_of("level")
def test_words_of_a_level(word: str) -> None:
    assert told(f"合作社{word}9家。", "indicator_zh", "period", heading=TERM) == [
        ("合作社", "2024")
    ]


@words_of("leads")
def test_leads_are_no_part_of_a_name_nor_of_the_wording(word: str) -> None:
    assert told(f"{word}粮食产量9万吨。", "indicator_zh", "wording") == [
        ("粮食产量", "粮食产量9万吨")
    ]


@words_of("makes")
def test_what_is_made_is_named_by_its_verb(word: str) -> None:
    assert named(f"{word}90家样本。") == [(f"{word}样本", 90)]


@words_of("areas")
def test_areas_alone_are_no_name(word: str) -> None:
    assert named(f"{word}12个村达标。") == [("村达标", 12)]
    assert named(f"粮食产量9万吨，{word}增长5%。") == [("粮食产量", 9), ("粮食产量增长率", 5)]


@words_of("ahead")
def test_what_is_ahead_is_no_result(word: str) -> None:
    assert read(f"粮食产量{word}9万吨。").empty


@words_of("totals")
def test_totals_go_on(word: str) -> None:
    assert read(f"茶园9万亩，{word}达8元。")["indicator_zh"].tolist()[1] == f"茶园{word}"


@words_of("stocks")
def test_stocks_are_of_the_last_year(word: str) -> None:
    assert periods(f"县城{word}9万吨。") == ["2024"]
    assert periods("县城垃圾9万吨。") == ["2020-2024"]


@words_of("manner")
def test_words_of_manner_end_a_subject(word: str) -> None:
    assert named(f"林木绿化率{word}好转，达到61%。") == [("林木绿化率", 61)]


@pytest.mark.parametrize("when", ["去年", "上年", "前年", "年初", "同期", "上年同期", "去年底"])
def test_what_a_change_is_against_is_no_part_of_a_name(when: str) -> None:
    assert told(f"粮食产量比{when}增长3%。", "indicator_zh", "wording") == [
        ("粮食产量增长率", f"粮食产量比{when}增长3%")
    ]


@words_of("years")
def test_years_are_of_a_life_or_a_school(word: str) -> None:
    assert values(f"人均{word}9.6年。") == [9.6]
    assert values("人均住房9.6年。") == []


@words_of("ages")
def test_ages(word: str) -> None:
    assert values(f"平均{word}75岁。") == [75]
    assert values("平均住房75岁。") == []


@words_of("times")
def test_times_are_of_days_or_of_a_change(word: str) -> None:
    assert [abs(value) for value in values(f"办事{word}30天。")] == [30]
    assert values("办事有30天。") == []


@words_of("passing")
def test_times_that_only_pass(word: str) -> None:
    assert values(f"优良天数{word}30天。") == []


@words_of("indexes")
def test_indexes_have_no_unit(word: str) -> None:
    assert told(f"居民{word}1.5。", "indicator_zh", "value", "unit") == [(f"居民{word}", 1.5, "")]
    assert values("居民楼1.5。") == []


@pytest.mark.parametrize(("number", "read"), [("2101", [2101]), ("2100", []), ("1900", [])])
def test_a_year_is_no_value_of_an_index(number: str, read: list[float]) -> None:
    assert values(f"居民指数{number}。") == read


@words_of("goals")
def test_goals_are_only_cited(word: str) -> None:
    assert values(f"物价上涨2.1%，低于3%的年度{word}。") == [2.1]


@words_of("talk")
def test_counted_words_are_no_things(word: str) -> None:
    assert read(f"9个{word}有新进展。").empty
    assert values(f"9个{word}中心落成。") == [9]


@words_of("done")
def test_a_change_is_the_work_done(word: str) -> None:
    assert changes(f"{word}农村公路提升224公里。") == [("level", 224)]
    assert changes("农村公路提升224公里。") == [("increment", 224)]


@words_of("above")
def test_above_others(word: str) -> None:
    assert told(f"税收增速{word}全省2个百分点。", "indicator_zh", "value") == [
        (f"税收{word}全省", 2)
    ]


@words_of("below")
def test_below_others(word: str) -> None:
    assert told(f"税收增速{word}全省2个百分点。", "indicator_zh", "value") == [
        (f"税收{word}全省", -2)
    ]


@words_of("yields")
def test_counted_things_yield(word: str) -> None:
    assert named(f"重点项目30个，完成{word}9亿元。") == [
        ("重点项目", 30),
        (f"重点项目完成{word}", 9),
    ]


@words_of("quotas")
def test_shares_of_a_task(word: str) -> None:
    assert named(f"造林8万亩，完成全年{word}的110%。")[1][0].startswith("造林完成全年")
    assert named(f"造林8万亩，完成全年{word}11亩。")[1][0].startswith("全年")


@words_of("shifts")
def test_verbs_of_a_thing(word: str) -> None:
    assert named(f"{word}2家样本。") == [(f"{word}样本", 2)]


@words_of("indicators")
def test_a_clause_may_name_its_indicator_as_a_whole(word: str) -> None:
    assert named(f"工业中现代工业所占的用电{word}，由33%上升到34%。") == [
        (f"工业中现代工业所占的用电{word}", 33),
        (f"工业中现代工业所占的用电{word}", 34),
    ]


@words_of("rankings")
def test_a_clause_may_name_nothing(word: str) -> None:
    assert named(f"粮食产量9万吨，{word}全省前列，增长3%。") == [
        ("粮食产量", 9),
        ("粮食产量增长率", 3),
    ]


SIGNS = "一二三十百万亿元个%，。；：:、和的从由到为了在均各第年约超□“”（）()\n 0123456789.∶-"
LEXICON = [
    word
    for table in ("reached", "verbs", "units", "before", "behind")
    for listed in groups(table).values()
    for word in listed
]
MARKS = ["2024年", "五年来", "高于全国", "产业结构", "预计", "全覆盖", "同比", "比上年", "之一"]
WORDS = st.lists(
    st.sampled_from(SIGNS) | st.sampled_from(LEXICON) | st.sampled_from(MARKS), max_size=80
).map("".join)


@given(WORDS, st.sampled_from([None, 1958, 2025]), st.sampled_from([YEAR, TERM, BOTH, ""]))
@settings(max_examples=300, deadline=None)
def test_any_mix_of_words_is_read(words: str, year: int | None, heading: str) -> None:
    text = heading + words
    frame = read_outcomes(text, year)
    for row in frame.itertuples():
        assert row.wording == text[row.start : row.end]
        assert row.wording
        assert row.indicator_zh
        assert math.isfinite(row.value)
    assert frame["value_high"].map(lambda high: math.isnan(high) or math.isfinite(high)).all()
    assert set(frame["change"]) <= {"level", "growth", "increment"}
    assert set(frame["bound"]) <= {"", "lower", "upper", "approx"}
    assert frame["confidence"].between(0, 1).all()
    assert frame["period"].str.fullmatch(r"(\d{4}(-\d{4})?)?").all()


@pytest.mark.parametrize("joint", ["，", "、", "", "。"])
def test_time_grows_with_the_length_only(joint: str) -> None:
    part = f"新建水厂3座{joint}产量从2万吨增长5%{joint}"

    def seconds(count: int) -> float:
        began = time.process_time()
        read(part * count)
        return time.process_time() - began

    seconds(10)
    assert seconds(4000) < 12 * max(seconds(800), 0.02)


def test_what_a_report_plans_is_no_result_though_it_stands_in_the_review() -> None:
    goals = "全县主要调控预期目标是：粮食产量增长9%。\n水产产量增长8%。"
    assert values(f"粮食产量增长7%。\n{goals}") == [7]


CORPUS = os.environ.get("PLANGAPS_CORPUS", "")


def f1(found: pd.DataFrame, labels: pd.DataFrame, also: list[str]) -> float:
    """F1 of outcomes whose span overlaps a label's of the same value; doubtful labels are left."""
    pairs = found.reset_index().merge(labels.reset_index(), on="value", suffixes=("", "_label"))
    pairs = pairs[(pairs["start"] < pairs["end_label"]) & (pairs["start_label"] < pairs["end"])]
    for name in also:
        pairs = pairs[pairs[name] == pairs[f"{name}_label"]]
    near = (pairs["end"] - pairs["end_label"]).abs()
    pairs = pairs.assign(near=near).sort_values(["doubtful", "near"])
    pairs = pairs.drop_duplicates("index_label").drop_duplicates("index")
    hits = (pairs["doubtful"] == 0).sum()
    return 2 * hits / (len(found) - (len(pairs) - hits) + (labels["doubtful"] == 0).sum())


@pytest.mark.skipif(not CORPUS, reason="PLANGAPS_CORPUS names no folder of labelled reports")
@pytest.mark.parametrize("report", ["贵州省-2026", "陕西省-2026"])
def test_labelled_reports(report: str) -> None:
    folder = Path(CORPUS) / "labels"
    labels = pd.read_csv(folder / f"outcomes_{report}.csv", dtype={"period": str})
    with (folder / "texts" / f"{report}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    found = read_outcomes(text, int(report[-4:]))
    assert f1(found, labels, []) >= 0.95
    assert f1(found, labels, ["change", "period"]) >= 0.88
