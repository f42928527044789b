"""Names as texts print them, and the indicators they mean."""

import time

import pandas as pd
import pytest

from plangaps import tables
from plangaps.own import names
from plangaps.reading import read_outcomes, read_targets
from plangaps.reading.linking import _known, link


def named(name: str, unit: str, kind: str, wording: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {"indicator_zh": [name], "unit": [unit], "kind": [kind], "wording": [wording]}
    )


def linked(text: str, area: str = "") -> list[str]:
    found = read_targets(text, 2024)
    return link(found, area)["indicator"].tolist()


NAMES = [
    # A level and its growth rate, per head or in all.
    ("地区生产总值", "亿元", "level", "gdp"),
    ("地区生产总值增速", "%", "growth", "gdp_growth"),
    ("全市生产总值年均增速", "%", "growth", "gdp_growth"),
    ("人均GDP", "元", "level", "gdp_per_capita"),
    ("人均生产总值", "美元", "level", "gdp_per_capita_usd"),
    ("人均GDP增速", "%", "growth", "gdp_per_capita_growth"),
    ("地区生产总值", "%", "share", ""),
    # Registered and surveyed unemployment; one without a word is neither.
    ("城镇登记失业率", "%", "share", "registered_urban_unemployment_rate"),
    ("登记失业率", "%", "share", "registered_urban_unemployment_rate"),
    ("城镇调查失业率", "%", "share", "surveyed_urban_unemployment_rate"),
    ("城镇失业率", "%", "share", ""),
    ("失业率", "%", "share", ""),
    # Whose income.
    ("城镇居民人均可支配收入增速", "%", "growth", "urban_disposable_income_growth"),
    ("农村常住居民人均可支配收入", "元", "level", "rural_disposable_income"),
    ("全体居民人均可支配收入增速", "%", "growth", "resident_income_growth"),
    ("城乡居民收入增速", "%", "growth", "urban_rural_income_growth"),
    ("农民收入增速", "%", "growth", "rural_income_growth_unspecified"),
    ("脱贫人口人均纯收入", "元", "level", "income_people_out_of_poverty"),
    # Which revenue.
    ("一般公共预算收入", "亿元", "flow", "general_budget_revenue"),
    ("地方财政一般预算收入增速", "%", "growth", "general_budget_revenue_growth"),
    ("财政总收入增速", "%", "growth", "total_fiscal_revenue_growth"),
    ("一般公共预算总收入", "亿元", "flow", "total_fiscal_revenue"),
    ("财政收入增速", "%", "growth", "fiscal_revenue_unspecified_growth"),
    ("地方财政收入增速", "%", "growth", "local_fiscal_revenue_growth"),
    ("一般公共预算支出", "亿元", "flow", "general_budget_expenditure"),
    ("市级一般公共预算收入与支出", "亿元", "flow", ""),
    # Which industry.
    ("规上工业增加值增速", "%", "growth", "industrial_value_added_above_scale_growth"),
    ("工业增加值增速", "%", "growth", "industrial_value_added_growth"),
    ("规模以上工业总产值", "亿元", "flow", "industrial_output_above_scale"),
    ("园区规模以上工业增加值增速", "%", "growth", ""),
    ("单位工业增加值能耗降幅", "%", "growth", "industrial_energy_intensity_reduction"),
    # Which investment.
    ("固定资产投资增速", "%", "growth", "fixed_asset_investment_growth"),
    ("全社会固定资产投资", "亿元", "flow", "social_fixed_asset_investment"),
    ("工业投资", "亿元", "flow", "industrial_investment"),
    ("工业技改投资增速", "%", "growth", "industrial_renewal_investment_growth"),
    ("民间投资增速", "%", "growth", "private_investment_growth"),
    ("民间投资占比", "%", "share", "private_investment_share"),
    ("投资", "亿元", "flow", ""),
    ("总投资", "亿元", "flow", ""),
    # Environment: days and their share, concentration and its fall.
    ("空气质量优良天数", "天", "level", "air_good_days"),
    ("空气质量优良天数比例", "%", "share", "air_good_days_share"),
    ("细颗粒物（PM2.5）平均浓度", "微克/立方米", "level", "pm25"),
    ("PM2.5平均浓度降幅", "%", "growth", "pm25_reduction"),
    ("PM10浓度", "μg/m³", "level", "pm10"),
    ("森林覆盖率", "%", "share", "forest_coverage"),
    ("森林覆盖率提升幅度", "个百分点", "growth", "forest_coverage_rise"),
    ("草原综合植被覆盖度", "%", "share", "grassland_cover"),
    ("万元GDP能耗降幅", "%", "growth", "energy_intensity_reduction"),
    ("单位GDP能耗", "吨标准煤/万元", "level", "energy_intensity"),
    ("农村生活污水治理率", "%", "share", "rural_sewage_treatment_rate"),
    ("农村生活污水处理率", "%", "share", "rural_sewage_rate_other"),
    # What is there, what is made, what is drawn in, what is worked on.
    ("5G基站(新增)", "个", "count", "base_stations_5g_added"),
    ("5G基站", "万个", "level", "base_stations_5g"),
    ("高新技术企业", "家", "level", "hightech_firms"),
    ("高新技术企业(新认定)", "家", "count", "hightech_firms_added"),
    ("高新技术企业", "家", "count", ""),
    ("高新技术企业(引进)", "家", "count", ""),
    ("高标准农田", "万亩", "level", "high_standard_farmland_stock"),
    ("高标准农田(建设)", "万亩", "flow", "high_standard_farmland"),
    ("高标准农田工程(实施)", "万亩", "flow", ""),
    ("高标准农田(改造提升)", "万亩", "flow", "high_standard_farmland_renewed"),
    ("亿元以上项目(引进)", "个", "count", "projects_signed_100m"),
    ("亿元以上项目(新开工)", "个", "count", "projects_100m_begun"),
    ("亿元以上项目", "个", "count", ""),
    # How large, however that is said; a part of a size is not the whole.
    ("超亿元项目(引进)", "个", "count", "projects_signed_100m"),
    ("总投资10亿元以上的项目(新开工)", "个", "count", "projects_1bn_begun"),
    ("5000万元以上项目(实施)", "个", "count", "projects_50m_done"),
    ("百亿级项目(引进)", "个", "count", "projects_signed_10bn"),
    ("产值过亿元企业(新增)", "家", "count", "firms_100m_added"),
    ("亿元以上农业产业化项目(实施)", "个", "count", ""),
    # A share, and its rise by the names of the share.
    ("服务业增加值占比", "%", "share", "gdp_share_services"),
    ("服务业增加值占比提升幅度", "个百分点", "growth", "gdp_share_services_rise"),
    ("绿地率提升幅度", "个百分点", "growth", "green_space_rate_rise"),
    # A mean is reached, whatever the kind; a stock of things is not made.
    ("PM2.5平均浓度", "微克/立方米", "flow", "pm25"),
    ("人均公园绿地面积", "平方米", "flow", "park_area_per_head"),
    ("高技能人才", "人", "flow", ""),
    # What the reader leaves at or cuts off a beginning.
    ("（3）新增城镇就业", "万人", "flow", "new_urban_jobs"),
    ("——城镇登记失业率", "%", "share", "registered_urban_unemployment_rate"),
    ("位资金", "亿元", "flow", "funds_in_place_unspecified"),
    ("性职业技能培训", "人次", "flow", "subsidised_vocational_training"),
    ("引导性培训", "万人", "flow", ""),
    ("省级和美乡村(创建)", "个", "count", "harmonious_villages"),
    # The whole is not the part.
    ("国省考断面水质优良率", "%", "share", "surface_water_good_share"),
    ("体育公园(新建)", "个", "count", "sports_parks"),
    ("企业研发投入增速", "%", "growth", "rd_firms_growth"),
    ("上市挂牌企业(新增)", "家", "count", "listed_or_quoted_firms_added"),
    ("高新技术产业产值占全市规模以上工业产值的比重", "%", "share", "hightech_output_share"),
    ("10亿元以上重大产业项目(引进)", "个", "count", "projects_signed_1bn"),
    ("市区新增城市绿地", "公顷", "flow", "green_space_added"),
    ("城市发展用地", "平方公里", "flow", ""),
    ("重点推进10亿元以上项目", "个", "count", ""),
    ("企业(搬迁改造)", "户", "flow", ""),
    ("重点产业项目到位资金(新增)", "亿元", "flow", "key_industry_funds_in_place"),
    ("城镇保障性住房(建设)", "套", "count", "affordable_homes_built"),
    # Persons and person-times, posts and persons, yuan and dollars.
    ("职业技能培训", "人次", "flow", "vocational_training_person_times"),
    ("职业技能培训", "人", "flow", "vocational_training_persons"),
    ("城镇新增就业", "万人", "flow", "new_urban_jobs"),
    ("新增城镇就业岗位", "个", "flow", "new_jobs_posts"),
    ("外贸进出口总额", "亿元", "flow", "trade"),
    ("外贸进出口总额", "亿美元", "flow", "trade_usd"),
    ("实际利用外资", "万美元", "flow", "foreign_capital_used"),
    ("实际利用外商直接投资", "亿美元", "flow", "foreign_direct_investment"),
    ("合同利用外资", "亿美元", "flow", "contracted_foreign_capital"),
    # Names as county yearbooks print them.
    ("经营主体", "户", "level", "market_entities"),
    ("社会消费品零售总额", "万元", "flow", "retail_sales"),
    ("户籍人口", "人", "level", "registered_population"),
    ("年末常住人口", "万人", "level", "resident_population"),
    ("粮食产量", "吨", "flow", "grain_output"),
    ("全社会用电量", "万千瓦时", "flow", "electricity_used"),
]  # fmt: skip


def meant(rows: list[tuple]) -> list[list]:
    """Name, unit and kind of each row, and what they are taken for, as far as it is asked."""
    columns = ["indicator_zh", "unit", "kind", "indicator", "basis"][: len(rows[0])]
    names = pd.DataFrame(rows, columns=columns)
    found = names[columns[:3]].join(link(names.assign(wording="")))
    return found[columns].to_numpy().tolist()


def test_what_a_name_means():
    assert meant(NAMES) == [list(row) for row in NAMES]


BASES = [
    ("农民人均纯收入", "元", "level", "rural_disposable_income",
     "net income, survey before 2013"),
    ("农民人均纯收入增速", "%", "growth", "rural_disposable_income_growth",
     "net income, survey before 2013"),
    ("脱贫人口人均纯收入增速", "%", "growth", "income_growth_people_out_of_poverty", ""),
    ("地区生产总值年均增速", "%", "growth", "gdp_growth", "annual average"),
    ("PM2.5年均浓度降幅", "%", "growth", "pm25_reduction", ""),
    ("城镇居民人均可支配收入实际增速", "%", "growth", "urban_disposable_income_growth",
     "real growth"),
    ("市区空气质量优良率", "%", "share", "air_good_days_share", "city proper"),
    ("县城污水处理率", "%", "share", "sewage_treatment_rate", "county seat"),
    ("农村生活垃圾无害化处理率", "%", "share", "harmless_waste_treatment_rate",
     "countryside"),
    ("城市居民人均可支配收入", "元", "level", "urban_disposable_income", ""),
    ("省级专精特新企业(新增)", "家", "count", "specialised_firms_added", "province level"),
    ("市级以上农业龙头企业(新增)", "家", "count", "leading_agri_firms_added",
     "prefecture level and above"),
    ("规上工业企业(净增)", "家", "count", "firms_above_scale_added", "net increase"),
    ("棚户区改造(新开工)", "万套", "count", "shanty_homes_renewed", "started"),
    ("棚户区(改造)", "套", "count", "shanty_homes_renewed", ""),
    ("亿元以上工业项目(实施)", "个", "count", "projects_100m_done", "industrial projects only"),
    ("工业项目(实施)", "个", "count", "industrial_projects_done", ""),
    ("高标准农田(新建和改造提升)", "万亩", "flow", "high_standard_farmland",
     "new and rebuilt"),
    ("农村公路(新改建)", "公里", "flow", "rural_roads_built", "new and rebuilt"),
    ("污水管网(改造)", "公里", "flow", "sewage_pipes_built", "rebuilt"),
]  # fmt: skip


def test_words_of_a_definition_become_its_basis():
    assert meant(BASES) == [list(row) for row in BASES]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("农民人均纯收入达到9000元。", ["rural_disposable_income"]),
        ("农民人均纯收入增加500元。", [""]),
        ("城镇居民人均可支配收入和农民人均纯收入分别增加400元和150元。", ["", ""]),
        ("市场主体达到8万户。", ["market_entities"]),
        ("市场主体净增3万户。", ["new_market_entities"]),
        ("新增城镇就业6万人。", ["new_urban_jobs"]),
        ("森林覆盖率提高1个百分点。", ["forest_coverage_rise"]),
        ("城乡居民人均可支配收入分别增长7%和8%。",
         ["urban_disposable_income_growth", "rural_disposable_income_growth"]),
    ],
)  # fmt: skip
def test_a_rise_is_not_taken_for_what_is_reached(text, indicators):
    assert linked(text) == indicators


def test_of_two_verbs_the_reader_may_name_the_last_alone():
    found = named("农村公路(改建)", "公里", "flow", "新建改建农村公路1500公里")
    (row,) = link(found).to_dict("records")
    assert (row["indicator"], row["basis"]) == ("rural_roads_built", "new and rebuilt")


@pytest.mark.parametrize(
    ("wording", "indicator"),
    [
        ("居民消费价格指数控制在103.5%以内", "cpi_index"),
        ("居民消费价格指数控制在3.5%左右", "cpi_growth"),
    ],
)
def test_an_index_of_prices_is_told_from_their_rise_by_its_figure(wording, indicator):
    found = named("居民消费价格指数", "%", "share", wording)
    assert link(found)["indicator"].tolist() == [indicator]


def test_a_unit_that_does_not_fit_is_told():
    found = pd.concat(
        [
            named("森林覆盖率", "万亩", "level"),
            named("森林覆盖率", "%", "share"),
            named("算力", "EFlops", "level"),
            named("森林火灾", "起", "level"),
        ]
    )
    assert link(found)["unit_fits"].tolist() == [False, True, False, True]


def test_an_outcome_links_as_its_target_does():
    text = "2023年，地区生产总值增长5%，粮食产量达到120万吨，新增5G基站150个，万元GDP能耗下降3%。"
    outcomes = read_outcomes("一、2023年工作回顾\n" + text, 2024)
    assert link(outcomes)["indicator"].tolist() == [
        "gdp_growth", "grain_output", "base_stations_5g_added", "energy_intensity_reduction",
    ]  # fmt: skip
    assert outcomes["value"].mul(link(outcomes)["sign"]).tolist() == [5, 120, 150, 3]


def test_a_total_told_after_what_is_new_is_no_new_thing():
    text = "2023年，新建5G基站2868座，总数突破1万座；新增市场主体2.9万户，总量突破28万户。"
    links = link(read_outcomes("一、2023年工作回顾\n" + text, 2024))["indicator"].tolist()
    assert links == [
        "base_stations_5g_added", "base_stations_5g", "new_market_entities", "market_entities",
    ]  # fmt: skip


def test_an_increase_in_an_amount_is_no_amount():
    outcome = named("粮食产量", "万吨", "level").rename(columns={"kind": "change"})
    links = link(pd.concat([outcome, outcome.assign(change="increment")]))
    assert links["indicator"].tolist() == ["grain_output", ""]


def test_the_area_spoken_of_is_no_part_of_the_name():
    assert linked("大方县地区生产总值增长5%。", "大方县") == ["gdp_growth"]
    assert linked("大方县地区生产总值增长5%。", "织金县") == [""]
    found = named("大方县森林覆盖率", "%", "share")
    areas = pd.Series(["大方县", "织金县"])
    both = pd.concat([found, found], ignore_index=True)
    assert link(both, areas)["indicator"].tolist() == ["forest_coverage", ""]


def test_rows_keep_their_labels_and_order():
    found = pd.concat([named("森林覆盖率", "%", "share"), named("湖", "个", "count")]).set_axis(
        [7, 3]
    )
    assert link(found)["indicator"].to_dict() == {7: "forest_coverage", 3: ""}
    assert link(found.iloc[:0]).empty


# The codebook.


def printed() -> pd.DataFrame:
    """Every name and synonym with a printed unit of its indicator."""
    held = tables.indicators()
    listed = (held["name_zh"] + "|" + held["synonyms_zh"]).str.strip("|").str.split("|")
    names = held.assign(indicator_zh=listed).explode("indicator_zh", ignore_index=True)
    units = tables.units().drop_duplicates("unit_measure").set_index("unit_measure")["unit"]
    return names.assign(unit=names["unit_measure"].map(units), wording="")


def test_every_name_and_synonym_means_its_own_indicator():
    names = printed().assign(got=lambda frame: link(frame)["indicator"])
    wrong = names[names["got"] != names["indicator"]]
    assert wrong[["indicator_zh", "indicator", "got"]].to_numpy().tolist() == []


def test_a_synonym_is_of_one_indicator_for_its_unit_and_kind():
    names = printed().assign(growth=lambda frame: frame["kind"] == "growth")
    key = ["indicator_zh", "unit_measure", "growth"]
    several = names.groupby(key)["indicator"].nunique().loc[lambda count: count > 1]
    assert several.index.tolist() == []


def test_names_are_unique_in_both_languages():
    held = tables.indicators()
    assert held["name_zh"].is_unique and held["name_en"].is_unique


def test_what_is_not_to_be_compared_is_held_and_another():
    held = tables.indicators()
    others = held.assign(other=held["not_comparable_with"].str.split("|")).explode("other")
    others = others[others["other"] != ""]
    assert set(others["other"]) <= set(held["indicator"])
    assert (others["other"] != others["indicator"]).all()


def test_growth_and_amount_of_one_name_are_kept_apart():
    known = _known().groupby("indicator")["way"].nunique()
    assert known[known > 1].index.tolist() == []


@pytest.mark.parametrize("idle", ["全市", "力争", "“"])
def test_idle_words_before_a_name_change_nothing(idle):
    names = printed()
    got = link(names.assign(indicator_zh=idle + names["indicator_zh"]))["indicator"]
    own = names.groupby("indicator_zh")["indicator"].agg(set)
    rows = zip(names["indicator_zh"], got, strict=True)
    assert [(name, code) for name, code in rows if code not in own[name] | {""}] == []


def test_many_rows_take_seconds():
    names = printed()
    many = pd.concat([names] * (200_000 // len(names) + 1), ignore_index=True)
    began = time.process_time()
    link(many)
    assert time.process_time() - began < 10


def test_names_that_county_yearbooks_print_are_known():
    """By the reader of own figures, where no unit stands in the name to tell two apart."""
    asked = pd.Series({
        "经营主体": "market_entities", "户籍人口": "registered_population",
        "规模以上工业增加值增速": "industrial_value_added_above_scale_growth",
        "社会消费品零售总额": "retail_sales", "一般公共预算收入": "general_budget_revenue",
        "城镇新增就业": "new_urban_jobs", "农村劳动力转移就业": "rural_labour_transferred",
        "接待游客": "tourist_visits", "出口总额": "exports", "全社会用电量": "electricity_used",
        "公路里程": "road_length", "农业机械总动力": "farm_machine_power",
        "卫生机构床位数": "hospital_beds", "自然增长率": "population_natural_growth_rate",
        "金融机构人民币各项存款余额": "deposit_balance", "专利授权量": "patents_granted",
    })  # fmt: skip
    codes = names.coded(pd.Series(asked.index), "indicator")
    assert codes.tolist() == asked.tolist()
