"""The fixed texts of the report, in English and Chinese."""

TEXT = {
    "title": ("What was promised, and what can be judged", "承诺了什么，哪些可以判断"),
    "subtitle": (
        "Targets of government plans held against published statistics: Dafang County 2023, "
        "China and its provinces",
        "政府计划目标与公开统计数据对照：大方县2023年、全国及各省",
    ),
    "contents": ("Contents", "目录"),
    "summary": ("Summary", "概要"),
    "methods": ("Methods", "方法"),
    "sources": ("Sources", "资料来源"),
    "gap_table": ("Targets of Dafang County 2023: {theme}", "大方县2023年目标：{theme}"),
    "conflicts": ("Own figures that differ from published ones", "与公布数据不一致的自有数据"),
    "counts": ("Targets by verdict", "目标的结论"),
    "figure": ("Figure", "图"),
    "table": ("Table", "表"),
    "stop": (". ", "　"),
    "end": (".", "。"),
    "numbers": ("Numbers of this figure", "本图数据"),
    "annex": ("Numbers behind the figures", "各图数据"),
    "behind": ("Numbers: ", "数据见"),
    "reprint": ("reprint; the address stands in data/sources.csv", "转载；网址见 data/sources.csv"),
    "due": ("Due", "目标年份"),
    "gap": ("Gap, + is better", "差距（+为优于目标）"),
    "nearest": ("{area}, {year}: {value}", "{area}{year}年：{value}"),
    "nothing": ("–", "–"),
    "own": ("own figure: {}", "自有数据：{}"),
}  # fmt: skip

COLUMNS = {
    "target": ("Target", "编号"),
    "name": ("What", "内容"),
    "promise": ("Promised", "承诺"),
    "verdict": ("Verdict", "结论"),
    "reason": ("Reason", "原因"),
    "nearest": ("Figure that judges, or nearest one", "判断依据或最接近的数据"),
    "sources": ("Sources", "来源"),
    "outcome": ("Verdict or reason", "结论或原因"),
    "dafang": ("Dafang 2023", "大方县2023年"),
    "all": ("All plans", "全部计划"),
}

METHODS = {
    "en": [
        "A target is judged by one figure only: same area, indicator, definition and period. "
        "Nearest figures of a higher area, an earlier year or another definition are shown as "
        "context and never decide. Nothing is filled in or interpolated.",
        "The gap is the observed figure less the target, turned so that positive is better than "
        "the target. A bare figure counts as a floor where more is better and as a ceiling where "
        "less is. A target said to be about a figure may be missed by 5 %.",
        "A figure that its source gives as more than or less than is a bound: it decides only "
        "where it proves the target passed or missed. A figure said to be about may be off by 1 %.",
        "A target is met, missed, not due yet, or cannot be judged; then the reason is named. That "
        "nothing is published is a result about what is published, not about what was done.",
        "Projections rest on at least four yearly figures of one series on one definition; their "
        "bands hold the next values with 80 % and 95 %. They are no figures themselves.",
    ],
    "zh": [
        "一项目标只由一个数据判断：地区、指标、口径、时期都相同。上级地区、较早年份或其他口径的数据仅作参考，不作判断。"
        "不填补、不内插任何数据。",
        "差距为实际数减目标，并统一为正值表示优于目标。只写一个数字的目标，越多越好的视为下限，越少越好的视为上限。"
        "写明“左右”的目标允许相差5%。",
        "出处写“超过”“不到”的数据是界限值，只有足以证明完成或未完成时才作判断。“约”数允许相差1%。",
        "目标的结论为：已完成、未完成、未到期、无法判断；无法判断的注明原因。没有公布数据说明的是公开情况，不说明工作情况。",
        "预测依据同一序列、同一口径至少四个年度数据；色带分别以80%和95%的概率包含后续数值，预测不是实际数据。",
    ],
}
