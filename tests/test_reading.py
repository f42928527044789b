"""The reader, on sentences written for these tests."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps.reading import read_targets
from plangaps.reading.files import _unwrapped
from plangaps.reading.lexicon import groups
from plangaps.reading.naming import split
from plangaps.reading.quantities import chinese_number, compact, mask, normalise, quantities


def read(text: str, year: int | None = 2027) -> list[tuple]:
    """Comparator, value, upper value (None where there is none) and unit of each target."""
    frame = read_targets(text, year)[["comparator", "value", "value_high", "unit"]].astype(object)
    return [tuple(None if v != v else v for v in row) for row in frame.to_numpy()]


ONE_TARGET = {
    "湖区绿道新建３２公里以上": ("at_least", 32, None, "公里"),
    "垃圾焚烧率控制在4.2%以内": ("at_most", 4.2, None, "%"),
    "城镇失业率控制在4.5%": ("at_most", 4.5, None, "%"),
    "茶园面积增长6％左右": ("about", 6, None, "%"),
    "出口总额增长5%—6%": ("between", 5, 6, "%"),
    "新引进船厂3至5家": ("between", 3, 5, "家"),
    "确保茶农参保全覆盖": ("stated", 100, None, "%"),
    "力争游客数翻一番": ("stated", 2, None, "倍"),
    "力争出口额翻两番": ("stated", 4, None, "倍"),
    "保洁率由71%提高到88%": ("stated", 88, None, "%"),
    "每人每月补贴标准从310元提高到330元": ("stated", 330, None, "元"),
    "新建三十座码头": ("stated", 30, None, "座"),
    "桑园提高两个百分点以上": ("at_least", 2, None, "个百分点"),
    "九成以上的渔村通班船": ("at_least", 90, None, "%"),
    "渔民参保率达到百分之九十五": ("stated", 95, None, "%"),
    "湖水透明度不低于1.5米": ("at_least", 1.5, None, "米"),
    "渔港年吞吐量突破2,400万吨": ("at_least", 2400, None, "万吨"),
    "接待游客120余万人次": ("at_least", 120, None, "万人次"),
    "为3万名渔民办理保险": ("stated", 3, None, "万名"),
    "湖面PM2.5浓度不高于21微克/立方米": ("at_most", 21, None, "微克/立方米"),
    "培训船员约500人": ("about", 500, None, "人"),
    "船舶报废率不超过2%": ("at_most", 2, None, "%"),
    "新增 渔船 40 艘 以上": ("at_least", 40, None, "艘"),
    "湖区生产总值迈上2万亿元台阶": ("at_least", 2, None, "万亿元"),
    "湖区经济总量突破千亿元": ("at_least", 1000, None, "亿元"),
    "湖鲜加工率≥65%": ("at_least", 65, None, "%"),
    "在6个乡建设育苗场24处": ("stated", 24, None, "处"),
    "引进5亿元以上船厂4家": ("stated", 4, None, "家"),
    "湖民平均受教育年限达到11.5年": ("stated", 11.5, None, "年"),
    "推进年产值过5000万元船厂达到9家": ("stated", 9, None, "家"),
    "三成的渔村年收入超50万元": ("stated", 30, None, "%"),
    "渔业增速高于全省平均水平2个百分点": ("at_least", 2, None, "个百分点"),
    "开发1万个以上的渔业岗位": ("at_least", 1, None, "万个"),
    "打造10公里以上环湖绿道3条": ("stated", 3, None, "条"),
    "解决6万农村人口用水问题": ("stated", 6, None, "万"),
    "提升12所渔村小学设施": ("stated", 12, None, "所"),
    "▶新增船位80个 |": ("stated", 80, None, "个"),
    "过闸时限压缩至3小时以内": ("at_most", 3, None, "小时"),
    "带动2000户以上渔家加入合作社": ("at_least", 2000, None, "户"),
    "为50万学校师生改善饮水": ("stated", 50, None, "万"),
    "船闸用电3万千瓦小时": ("stated", 3, None, "万千瓦小时"),
    "补贴不得低于每平方米5元": ("at_least", 5, None, "元"),
    "渔获达到二十座船厂的3倍": ("stated", 3, None, "倍"),
    "力争2026  60%的渔村通船": ("stated", 60, None, "%"),
    "渔获达到50²万吨[3]": ("stated", 50, None, "万吨"),
    "新建渔港35①所": ("stated", 35, None, "所"),
    "新建渔港第3批1.2万亩": ("stated", 1.2, None, "万亩"),
}

NO_TARGET = [
    "办好第6届渔火节，落实湖政发〔2026〕12号文件，升级12345热线。",
    "深化“五个一百”行动，建设“20分钟生活圈”，支持创建4A级湖区。",
    "加快总投资30亿元的造船基地、年产20万吨鱼粉等项目建设。",
    "为70岁以上老人发放补贴，保障200户以上渔村用水。",
    "重点做好6个方面工作，落实28条措施。",
    "拆除河道200米范围内的船屋，保持6%一档的税率。",
    "围绕三个重点办好渔校，2026年，渔业产值9亿元。",
    "专门安排了6亿元渔业资金，对已争创的12个渔港加快推进，造林$1.$28万亩。",
    "做强3个船舶产业集群，发挥12家船厂作用。",
    "提升24个渔村治理水平，抢抓6家银行支持渔业的机遇，推进现有9个渔港扩容。",
    "去年，新建码头12座，渔获增长8%。",
    "五年来，累计建成绿道210公里。",
    "湖区生产总值完成73.48亿元，同比增长6.2%。",
    "2026年，新增渔船30艘。",
    "湖区已建成码头8座。",
    "推进渔民参保全覆盖，船闸年内实现通航全覆盖。",
    "实施重点船厂项目，总投资97亿元。",
    "今年湖区有6万渔民转岗，全湖共有险滩40余处。",
    "西部的青湖、白湖、赤湖3个渔区加快建设，以12个渔业产业为引领。",
    "紧盯船闸等20个续建项目，完成房屋改造22  650户，渔获达到2, 400吨。",
    "湖区产值达到1234567890123456吨。",
    "推动PM2.5治理，实施3+1行动，打造8×5工程。",
    "",
    "。。，，、、%%",
]


@pytest.mark.parametrize("text", ONE_TARGET)
def test_reads_one_figure(text):
    assert read(text) == [ONE_TARGET[text]]


@pytest.mark.parametrize("text", NO_TARGET)
def test_leaves_out_what_is_no_target(text):
    assert read(text) == []


def test_gives_each_member_of_a_list_its_figure():
    frame = read_targets("茶叶、桑蚕和柑橘产量分别达到3万吨、800吨、12万吨以上", 2027)
    assert frame["indicator_zh"].tolist() == ["茶叶产量", "桑蚕产量", "柑橘产量"]
    assert frame["value"].tolist() == [3, 800, 12]
    assert frame["unit"].tolist() == ["万吨", "吨", "万吨"]
    assert set(frame["comparator"]) == {"at_least"}


def test_shares_one_rate_among_several_indicators_but_not_one_count():
    for each in ("均", "分别"):
        rates = read_targets(f"渔业、船业产值{each}增长7%以上", 2027)
        assert rates["indicator_zh"].tolist() == ["渔业产值增速", "船业产值增速"]
    assert read("新建码头、船坞和灯塔12座") == [("stated", 12, None, "座")]


@pytest.mark.parametrize(
    ("clause", "kinds"),
    [
        ("渔价涨幅在3%以内", ["growth"]),
        ("渔业产值增速保持在10%以上", ["growth"]),
        ("渔业产值增长速度达到15%以上", ["growth"]),
        ("渔价涨幅、渔民失业率分别控制在3%和5%以内", ["growth", "share"]),
        ("森林覆盖率保持在60%以上", ["share"]),
    ],
)
def test_a_rate_named_growth_is_growth_whatever_stands_behind_its_name(clause, kinds):
    assert read_targets(f"{clause}。", 2027)["kind"].tolist() == kinds


def test_goes_on_with_the_verb_and_the_name_before():
    frame = read_targets("新建码头6座、灯塔4座，渔业产值超过8亿元、增长5%", 2027)
    names = ["码头(新建)", "灯塔(新建)", "渔业产值", "渔业产值增速"]
    assert frame["indicator_zh"].tolist() == names
    assert frame["kind"].tolist() == ["count", "count", "level", "growth"]
    assert frame["wording"].iloc[3] == "渔业产值超过8亿元、增长5%"


def test_completes_a_noun_that_stands_only_with_the_last_figure():
    frame = read_targets("建成3个县级、5个乡级渔业示范点", 2027)
    assert frame["indicator_zh"].tolist() == ["县级渔业示范点(建成)", "乡级渔业示范点(建成)"]


NAMES = {
    "新开工渔屋改造2万户、完成9万户": ["渔屋改造(新开工)", "渔屋改造(完成)"],
    "开工船厂工程2个、建成5个": ["船厂工程(开工)", "船厂工程(建成)"],
    "码头投资9亿元，其中新开工5项、续建6项": ["码头投资", "码头(新开工)", "码头(续建)"],
    "累计培育船厂5家": ["船厂(累计培育)"],
    "船厂达到80家以上，产值突破9亿元": ["船厂", "船厂产值"],
    "湖羊饲养量达到9万只，出栏4万只": ["湖羊饲养量", "湖羊出栏"],
    "引进亿元以上船厂50个，其中10亿元以上不低于3个": ["亿元以上船厂(引进)", "10亿元以上船厂"],
    "新建、改扩建8所渔校": ["渔校(新建、改扩建)"],
    "改造船屋6处、前期项目9个": ["船屋(改造)", "前期项目"],
    "渔民转移就业3万人、城镇新增就业2万人": ["渔民转移就业", "城镇新增就业"],
    "压减会议费10%、差旅费20%": ["压减会议费", "差旅费(压减)"],
    "建成东港、西港扩建等8个项目": ["东港、西港扩建等项目(建成)"],
    "80%以上的渔村通班船": ["渔村通班船比例"],
    "渔警达到总数的85%": ["渔警占总数比重"],
    "渔民、船工收入分别实际增长6%和7%": ["渔民收入实际增速", "船工收入实际增速"],
    "渔业收入同口径增长6%": ["渔业收入同口径增速"],
    "（3）新建渔港5座": ["渔港(新建)"],
    "每个乡镇至少建成1个渔港": ["每个乡镇渔港(建成)"],
    "渔民补助提高20元": ["渔民补助(提高)"],
    "渔业收入达到9亿元、人均达到6000元": ["渔业收入", "渔业收入人均"],
    "船厂净增5家、达到40家": ["船厂(净增)", "船厂"],
    "实施避险搬迁30户200人": ["避险搬迁"],
    "渔业占产值比重超过8%，占全省比重提高2个百分点": ["渔业占产值比重", "渔业占全省比重提升幅度"],
    "收入9万元以上渔村占50%": ["收入9万元以上渔村占比"],
    "抓好12个码头项目建设，年内完成投资4亿元": ["码头项目建设(抓好)", "码头项目建设投资"],
    "实施3个乡镇13个渔村改造": ["渔村改造"],
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_carries_its_subject_and_what_is_done(text):
    assert read_targets(text, 2027)["indicator_zh"].tolist() == NAMES[text]


@pytest.mark.parametrize(
    ("text", "period", "name"),
    [
        ("到2030年，渔业产值年均增长5%", "2026-2030", "渔业产值年均增速"),
        ("每年新建灯塔3座", "2026-2030", "灯塔(每年新建)"),
        ("渔村普及率每年提高1个百分点", "2026-2030", "渔村普及率每年提升幅度"),
        ("渔业占比由“十四五”末的35%提高到45%", "2030", "渔业占比"),
        ("确保渔业收入9亿元以上", "2030", "渔业收入"),
        ("完成《湖州规划（2019-2035年）》，新建渔港2座", "2026-2030", "渔港(新建)"),
    ],
)
def test_what_is_yearly_holds_for_all_years_of_a_plan(text, period, name):
    found = read_targets(f"一、2025年工作回顾\n二、“十五五”时期主要目标\n{text}。", 2026)
    assert found["period"].tolist() == [period]
    assert found["indicator_zh"].tolist() == [name]


def test_hedges_hold_for_the_sentence_until_another_verb():
    text = "力争渔获达到3万吨，出口率60%以上。绿地率保持在40%以上。新建码头2座。"
    assert read_targets(text, 2027)["hedge"].tolist() == ["strive", "strive", "maintain", ""]


def test_headings_tell_what_is_gone_by_and_what_is_to_come():
    text = (
        "湖州县2027年政府工作报告\n一、2026年工作回顾\n新建码头12座，出口增长9%。\n"
        "二、2027年工作安排\n新建码头15座。去年新建的12座全部启用。\n"
        "名词解释\n1.“一网”：指覆盖30个港口的网络。"
    )
    assert read(text, None) == [("stated", 15, None, "座")]


@pytest.mark.parametrize(
    "text",
    [
        "过去一年，新增渔船40艘。今年，要新增渔船50艘。",
        "2026年，新增渔船40艘，增长5%。2027年，计划新增渔船50艘。",
        "截至2026年底，已有渔船40艘；下一步，新增渔船50艘。",
        "今年以来，新增渔船40艘，同比增长5%。下一步，力争再新增渔船50艘。",
        "2027年，湖区产值73.48亿元，比上年增长4%。今年新增渔船50艘。",
        "一、2026年政府工作\n新增渔船40艘。\n二、2027年政府工作\n新增渔船50艘。",
    ],
)
def test_words_of_time_tell_it_without_headings(text):
    assert read(text) == [("stated", 50, None, "艘")]


def test_years_come_from_the_title_the_section_and_the_clause():
    text = (
        "2027年湖州县政府工作报告\n二、“十五五”时期主要目标\n渔业产值年均增长5%，城镇化率达到60%。\n"
        "三、2027年重点工作\n新建码头6座。到2028年，渔获达到4万吨。"
    )
    periods = read_targets(text)["period"].tolist()
    assert periods == ["2026-2030", "2030", "2027", "2028"]
    assert read_targets("新建码头6座。")["period"].tolist() == [""]


def test_confidence_is_lower_where_a_verb_only_pushes_on():
    text = "二、2027年工作安排\n加快推进4个渔港建设，建成6个渔港。"
    pushed, built = read_targets(text, 2027)["confidence"]
    assert 0 < pushed < 0.6 < built <= 1


def test_columns_and_types_are_the_same_for_an_empty_text():
    empty, full = read_targets(""), read_targets("新建码头6座")
    assert empty.dtypes.equals(full.dtypes)
    assert len(empty) == 0 and len(full) == 1


@pytest.mark.parametrize(("count", "first"), [(12, "at_least"), (13, "stated")])
def test_a_list_has_twelve_figures_at_most(count, first):
    listed = "、".join(f"{number}座" for number in range(3, 3 + count))
    assert read(f"各渔区分别新建灯塔{listed}以上")[0] == (first, 3, None, "座")


def test_words_further_than_the_window_are_not_read():
    (name,) = read_targets(f"{'湖' * 200}绿地率达到60%", 2027)["indicator_zh"]
    assert name == "湖" * 75 + "绿地率"
    (row,) = read_targets(f"新建3座{'湖' * 200}灯塔", 2027).to_dict("records")
    assert row["wording"] == "新建3座" + "湖" * 80


@pytest.mark.parametrize(
    ("before", "behind", "length"),
    [
        ("“", "”", 60), ("‘", "’", 60), ("「", "」", 60), ('"', '"', 40), ("《", "》", 60),
        ("〔", "〕", 20), ("（", "）", 80), ("(", ")", 80), ("【", "】", 40), ("[", "]", 40),
    ],
)  # fmt: skip
def test_quotes_and_brackets_of_some_length_are_blanked(before, behind, length):
    inner = "湖" * (length - 2)
    assert mask(f"{before}{inner}5%{behind}") == f"{before}{'□' * length}{behind}"
    longer = f"{before}{inner}湖5%{behind}"
    assert mask(longer) == longer


@pytest.mark.parametrize(("length", "found"), [(46, [88]), (47, [5, 88])])
def test_a_baseline_is_told_from_near_only(length, found):
    frame = read_targets(f"保洁率由5%{'湖' * length}提高到88%", 2027)
    assert frame["value"].tolist() == found


@pytest.mark.parametrize(("length", "comparator"), [(25, "at_least"), (26, "stated")])
def test_a_comparison_is_told_from_near_only(length, comparator):
    assert read(f"渔业增速高于{'湖' * length}平均2个百分点")[0][0] == comparator


@pytest.mark.parametrize(("length", "found"), [(4, [6]), (5, [])])
def test_people_are_told_from_near_only(length, found):
    frame = read_targets(f"解决6万{'湖' * length}群众用水", 2027)
    assert frame["value"].tolist() == found


@pytest.mark.parametrize(("text", "confidence"), [
    ("绿地率达到60%", 0.95), ("新建灯塔3座", 0.9), ("新建3座灯塔", 0.85), ("推进3座灯塔建设", 0.5),
    ("新建三十座灯塔", 0.75),
])  # fmt: skip
def test_confidence_says_how_plain_the_wording_is(text, confidence):
    planned = f"一、2026年工作回顾\n获评先进。\n二、2027年工作安排\n{text}"
    assert read_targets(planned, 2027)["confidence"].tolist() == [confidence]
    assert read_targets(text, 2027)["confidence"].tolist() == [round(confidence - 0.1, 2)]


def test_what_is_due_later_keeps_its_period():
    text = (
        "二、“十五五”时期目标\n新增渔船40艘，渔获达到3万吨。\n三、2027年工作安排\n"
        "每年新建灯塔3座。到2029年，每年新增渔船5艘。确保完成“十五五”规划目标，新建码头4座。"
        "未来三年，渔获年均增长5%，渔村每年减少2个。"
    )
    periods = read_targets(text, 2027)["period"].tolist()
    assert periods == ["2026-2030", "2030", "2027", "2027-2029", "2027", "2027-2029", "2027-2029"]


def test_a_text_must_be_a_text():
    with pytest.raises(TypeError, match="text: found bytes; allowed: a string"):
        read_targets(b"1")  # type: ignore[arg-type]


def test_chinese_numbers():
    spelt = ["五", "十", "十二", "二十", "一百零五", "三千四百", "九点五", "两"]
    assert [chinese_number(s) for s in spelt] == [5, 10, 12, 20, 105, 3400, 9.5, 2]


def test_a_figure_knows_its_place_and_measure():
    (figure,) = quantities(normalise("渔获不低于１.５万吨"))
    assert (figure.start, figure.number, figure.end) == (2, 5, 10)
    assert (figure.measure, figure.unit) == ("mass", "万吨")


def test_names_in_quotes_and_brackets_are_blanked_at_their_length():
    assert mask("建“5A湖”（3处）") == "建“□□□”（□□）"


BLANKS = [" ", "  ", "\t", "\u3000", "\xa0 ", "\r"]


UNSPACED = [text for text in ONE_TARGET if " " not in text and "[" not in text]


def reads_no_other_number(text, spaced):
    whole = not re.search(r"[\d.,][\s\u3000]+[\d.,]", unicodedata.normalize("NFKC", spaced))
    return read(spaced) == [ONE_TARGET[text]] if whole else set(read(spaced)) <= {ONE_TARGET[text]}


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from(UNSPACED),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(BLANKS)), max_size=6),
)
def test_blanks_never_make_a_number(text, blanks):
    signs = list(text)
    for at, blank in blanks:
        signs[at % len(signs)] += blank
    assert reads_no_other_number(text, "".join(signs))


@pytest.mark.parametrize("text", UNSPACED)
def test_no_blank_at_any_place_makes_a_number(text):
    spaced = [f"{text[:at]} {text[at:]}" for at in range(1, len(text) + 1)]
    assert [s for s in spaced if not reads_no_other_number(text, s)] == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(["12", "60%", "渔获", " ", "  ", "\n", "，"])).map(" ".join))
def test_lines_of_a_page_never_make_a_number(page):
    assert set(re.findall(r"\d+", _unwrapped(page))) <= {"12", "60"}


def test_blanks_of_typesetting_are_taken_out_and_found_again():
    text = "增长 6 %\r\n新建 7 8 座"
    words, places = compact(text)
    assert words == "增长6%\n新建7 8座"
    assert [text[places[i]] for i in range(len(words))] == list(words)
    assert places[len(words)] == len(text)


def test_names_are_taken_apart():
    assert split("城乡居民收入", 2) == ["城镇居民收入", "农村居民收入"]
    assert split("城镇和农村居民收入", 2) == ["城镇居民收入", "农村居民收入"]
    assert split("一二三产增加值", 3)[2] == "第三产业增加值"
    assert split("渔业与船业", 3) == ["渔业与船业"] * 3


WORDS = sorted({w for t in ("units", "before", "behind", "verbs", "nouns", "sections", "tense")
                for listed in groups(t).values() for w in listed})  # fmt: skip
SIGNS = list("，。、；：“”（）\n %0123456789.,-~至由从和分别均一二十百千万亿第每的级年")


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS + SIGNS)).map("".join)))
def test_reads_any_text_without_fault(text):
    frame = read_targets(text, 2027)
    cut = [text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)]
    assert frame["wording"].tolist() == cut
    assert frame["confidence"].between(0, 1).all()
    between = frame["comparator"] == "between"
    assert (frame["value_high"].notna() == between).all()
    assert (frame.loc[between, "value"] < frame.loc[between, "value_high"]).all()


@settings(deadline=None, max_examples=60)
@given(
    value=st.decimals(1, 9000, places=1).map(float),
    unit=st.sampled_from(["公里", "万亩", "亿元", "座"]),
    bound=st.sampled_from(
        [("以上", "at_least"), ("左右", "about"), ("", "stated"), ("以内", "at_most")]
    ),
)
def test_reads_back_what_was_written(value, unit, bound):
    assert read(f"完成护岸{value}{unit}{bound[0]}") == [(bound[1], value, None, unit)]


@pytest.mark.parametrize(
    "part",
    [
        "1",
        "111,",
        "5%、",
        "3个县级、",
        "提高到",
        "从5%",
        "（",
        "“",
        "5亿元的",
        "2027年",
        "，",
        "一百",
    ],
)
def test_odd_texts_cost_no_more_than_their_length(part):
    calls = [work(part * (n // len(part))) for n in (4000, 16000)]
    assert calls[1] < 5 * calls[0] + 1000


def work(text: str) -> int:
    """Python calls made in reading a text: what time would measure, without its noise."""
    import sys

    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read_targets(text, 2027)
    finally:
        sys.setprofile(None)
    return count
