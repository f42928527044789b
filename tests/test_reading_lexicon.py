"""Every word of the reader of targets in a sentence whose reading changes without the word."""

from each import each

from plangaps.reading import read_outcomes, read_targets
from plangaps.reading.annexes import annexes
from plangaps.reading.headings import opened, tense
from plangaps.reading.lexicon import groups
from plangaps.reading.sections import sections

PLANNED = "一、2026年工作回顾\n新建码头12座，获评先进。\n二、2027年工作安排\n"


def read(sentence, column, planned=True):
    """One column of the targets of a sentence, which stands in a plan unless said otherwise."""
    text = PLANNED + sentence if planned else sentence
    return read_targets(text, 2027)[column].tolist()


def reached(sentence, column):
    """One column of the outcomes of a sentence of a review."""
    return read_outcomes(f"一、2026年工作回顾\n{sentence}。", 2027)[column].tolist()


def words(table, *names):
    return [(name, word) for name in names or groups(table) for word in groups(table)[name]]


FACTS = {"year": "渔民受教育年限达到", "age": "渔民平均寿命达到", "time": "过闸时间压缩至"}


@each(words("units"))
def test_units(measure, unit):
    if measure == "name":
        assert read(f"过闸时间压缩至3{unit}", "value") == []
        assert reached(f"新建3{unit}线路5公里", "value") == [5]
    else:
        scale = "万" if unit.startswith("千") else ""
        assert read(f"{FACTS.get(measure, '湖区规模达到')}3{scale}{unit}", "unit") == [scale + unit]


@each(words("scales"))
def test_scales(_, scale):
    assert read(f"渔获达到3{scale}吨", "unit") == [scale + "吨"]


@each(words("before"))
def test_words_before_a_figure(comparator, word):
    assert read(f"渔获{word}5万吨", "comparator") == [comparator]
    assert read(f"渔获{word}5万吨", "indicator_zh") == ["渔获"]


@each(words("behind"))
def test_words_behind_a_figure(comparator, word):
    assert read(f"湖区渔获实现5万吨{word}", "comparator") == [comparator]


@each(words("verbs", "change"))
def test_changes(_, word):
    (name,) = read(f"湖区产值{word}6%", "indicator_zh")
    assert name in {"湖区产值" + end for end in ("增速", "降幅", "涨幅", "增幅")}
    assert reached(f"湖区产值{word}6%", "change") == ["growth"]


@each(words("verbs", "level"))
def test_levels(_, word):
    assert read(f"渔船{word}6万吨", "kind") == ["level"]
    assert read(f"渔船{word}6万吨", "indicator_zh") == ["渔船"]
    assert reached(f"湖区绿地率{word}60%", "change") == ["level"]
    assert reached(f"渔业产值{word}两个千亿元大关，达到1200亿元", "indicator_zh")[-1] == "渔业产值"
    assert reached(f"湖区绿地率{word}60%", "indicator_zh") == ["湖区绿地率"]


def test_words_that_matter_beside_others():
    assert read("分别新增码头2座", "indicator_zh") == ["码头(新增)"]
    assert read("力争产值50亿元企业达到10户", "value") == [10]
    assert reached("新建50万伏线路5公里", "value") == [5]


def test_a_comparator_is_no_part_of_what_is_counted():
    assert reached("“湖好办”汇集超过3万项渔政服务", "indicator_zh") == ["“湖好办”汇集渔政服务"]


@each(words("verbs", "adverbs"))
def test_adverbs(_, word):
    assert read(f"渔船为{word}6万吨", "kind") == ["level"]


@each(words("verbs", "makes"))
def test_things_made_are_counted_in_words_too(_, word):
    assert read(f"{word}三十座省级灯塔", "value") == [30]
    assert read(f"{word}灯塔3座", "indicator_zh") == [f"灯塔({word})"]


@each(words("verbs", "result"))
def test_results_are_named_with_their_verb(_, word):
    silent = word in ("完成", "实现", "力争", "确保", "做到", "争取", "安排") or len(word) < 2
    name = "灯塔" if silent else f"灯塔({word})"
    assert read(f"{word}灯塔3座", "indicator_zh") == [name]
    assert read(f"推进渔港建设{word}3座灯塔", "confidence")[0] > 0.8
    assert read(f"力争渔业增长5%，{word}渔获突破8万吨", "kind")[1] == "flow"


@each(words("verbs", "advance"))
def test_pushing_on_is_less_sure(_, word):
    assert read(f"{word}3座灯塔", "confidence")[0] < 0.6
    assert read(f"{word}湖区绿地率60%", "indicator_zh") == ["湖区绿地率"]


@each(words("verbs", "existing"))
def test_what_is_there_is_no_target(_, word):
    assert read(f"{word}3座灯塔", "value") == []


@each(words("nouns", "rates"))
def test_rates_share_a_figure(_, word):
    assert len(read(f"绿地{word}、林地{word}达到60%", "value")) == 2


@each(words("nouns", "measures"))
def test_measures_go_to_all_of_a_list(_, word):
    found = read(f"茶叶和柑橘{word}分别达到3万吨、5万吨", "indicator_zh")
    assert found == [f"茶叶{word}", f"柑橘{word}"]


@each(words("nouns", "people"))
def test_people_are_counted_without_a_unit(_, word):
    assert read(f"解决6万农村{word}用水问题", "unit") == ["万"]


@each(words("nouns", "names"))
def test_verbs_in_names_are_no_verbs(_, word):
    assert read(f"推进湖区{word}3处试点", "confidence")[0] < 0.6


@each(words("nouns", "leads"))
def test_leads_are_no_part_of_a_name(_, word):
    assert read(f"{word}湖区绿地率60%", "indicator_zh") == ["湖区绿地率"]


@each(words("nouns", "talk"))
def test_counted_words_are_no_things(_, word):
    assert read(f"新建3个{word}", "value") == []


@each(words("nouns", "qualities"))
def test_betterment_is_no_result(_, word):
    assert read(f"提升3个渔村{word}", "value") == []


@each(words("nouns", "chances"))
def test_chances_are_only_used(_, word):
    assert read(f"新建3家船厂{word}", "value") == []


@each(words("nouns", "funds"))
def test_money_is_counted_as_such(_, word):
    assert read(f"新增5亿元以上{word}", "value") == [5]


@each(words("nouns", "things"))
def test_sizes_describe_things(_, word):
    assert read(f"抓好7万吨鱼粉{word}", "value") == []


@each(words("nouns", "outcome"))
def test_sizes_of_what_is_finished_count(_, word):
    assert read(f"抓好7万吨{word}鱼粉项目", "value") == [7]


@each(words("hedges"))
def test_hedges(hedge, word):
    assert read(f"{word}湖区渔获5万吨" if hedge == "strive" else f"渔获{word}5万吨", "hedge") == [
        hedge
    ]


@each(words("sections", "gone", "ahead", "vague_gone", "vague_ahead"))
def test_headings(kind, word):
    opens, weight = opened(f"渔业{word}", 2027)
    assert opens == ("review" if "gone" in kind else "agenda")
    assert (weight < 100) == kind.startswith("vague")


@each(words("sections", "occasion"))
def test_occasions_open_nothing(_, word):
    assert opened(f"今年{word}", 2027)[0] == ""


@each(words("sections", "past", "coming"))
def test_sentences_speak_of_past_or_plan(kind, word):
    assert (tense(f"湖区{word}渔业") > 0) == (kind == "coming")
    assert tense(f"湖区{word}渔业") != 0


@each(words("sections", "lessons"))
def test_lessons_close_a_review(_, word):
    hopes = "要健全机制。" * 9
    text = f"一、2026年工作回顾\n获评先进。\n{word}：{hopes}\n二、奋勇前行\n{hopes}"
    assert sections(text, 2027).parts[-1].heading == "二、奋勇前行"


@each(words("sections", "glossary"))
def test_glossaries(_, word):
    assert annexes(f"{'正文。' * 9}\n{word}\n湖区。") == [("annex", 28)]


@each(words("sections", "shortened"))
def test_shortened_texts(_, word):
    assert sections(f"报告（{word}）", 2027).abridged


@each(words("tense", "past_time"))
def test_times_gone_by_hold_for_the_sentence(_, word):
    assert read(f"{word}，新建灯塔3座", "value") == []


@each(words("tense", "past_remark"))
def test_remarks_on_the_past_hold_for_their_clause(_, word):
    assert read(f"渔港{word}灯塔3座，新建码头4座", "value") == [4]


@each(words("tense", "past_tense"))
def test_words_of_the_past(_, word):
    assert read(f"{word}新建灯塔3座。", "value", planned=False) == []


@each(words("tense", "future_time", "future_tense"))
def test_words_of_the_future(kind, word):
    assert read(f"去年获评先进。{word}新建灯塔3座。", "value", planned=False) == [3]
