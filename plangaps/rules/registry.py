"""The rules and their words: names, sources, statuses from best to worst, reasons for silence."""

from __future__ import annotations

from typing import TypedDict

NOT_APPLICABLE = "not_applicable"


class Status(TypedDict):
    """How one status is written and drawn; ``marker`` is one of matplotlib's."""

    en: str
    zh: str
    colour: str
    marker: str


class Rule(TypedDict):
    """One published rule; ``statuses`` stand in order from best to worst."""

    en: str
    zh: str
    source: str
    statuses: dict[str, Status]


# Five steps of viridis: told apart by the colour-blind, and in grey from light (good) to dark.
# Markers say the same without colour. Like statuses of the rules look alike.
_LOOKS = {
    "best": ("#fde725", "*"),
    "good": ("#5ec962", "o"),
    "middle": ("#21918c", "s"),
    "weak": ("#3b528b", "v"),
    "worst": ("#440154", "X"),
}


def _status(en: str, zh: str, look: str) -> Status:
    colour, marker = _LOOKS[look]
    return {"en": en, "zh": zh, "colour": colour, "marker": marker}


RULES: dict[str, Rule] = {
    "statcan": {
        "en": "Statistics Canada",
        "zh": "加拿大统计局",
        "source": "open-sdg/sdg-build, sdg/ProgressMeasure.py, Open SDG 2.4.0",
        "statuses": {
            "target_achieved": _status("target achieved", "已达标", "best"),
            "substantial_progress": _status("substantial progress", "进展显著", "good"),
            "moderate_progress": _status("moderate progress", "进展中等", "middle"),
            "limited_progress": _status("limited progress", "进展有限", "weak"),
            "deterioration": _status("deterioration", "倒退", "worst"),
        },
    },
    "destatis": {
        "en": "Destatis weather symbols",
        "zh": "德国联邦统计局天气符号",
        "source": "Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter, _pages/en/status.md",
        "statuses": {
            "sun": _status("sun", "晴", "good"),
            "sun_and_cloud": _status("sun and cloud", "晴间多云", "middle"),
            "cloud": _status("cloud", "多云", "weak"),
            "thunderstorm": _status("thunderstorm", "雷雨", "worst"),
        },
    },
    "un_chart": {
        "en": "UN Progress Chart",
        "zh": "联合国进展图",
        "source": "EUSTAT-DES/site, _pages/en/metodologia.md, after the UN Progress Chart 2023",
        "statuses": {
            "reached": _status("reached", "已实现", "best"),
            "on_track": _status("on track", "有望实现", "good"),
            "insufficient": _status("insufficient", "进展不足", "middle"),
            "off_track": _status("off track", "停滞或倒退", "worst"),
        },
    },
    "pace": {
        "en": "Pace within the year",
        "zh": "序时进度",
        "source": "Practice of Chinese governments: 欠进度, 达进度, 超进度, 已完成",
        "statuses": {
            "done": _status("done", "已完成", "best"),
            "ahead": _status("ahead", "超进度", "good"),
            "on_pace": _status("on pace", "达进度", "middle"),
            "behind": _status("behind", "欠进度", "worst"),
        },
    },
}

UNSAID: Status = {"en": "not applicable", "zh": "不适用", "colour": "#bdbdbd", "marker": "_"}

REASONS: dict[str, tuple[str, str]] = {
    "growth_rates": ("a growth rate of growth rates means nothing", "增速的增速没有意义"),
    "no_direction": ("neither more nor less is better", "没有优劣方向"),
    "no_base": ("no figure from before the plan", "没有计划制定前的数据"),
    "no_value": ("no figure to judge by", "没有可供评价的数据"),
    "one_point": ("no figure a year or more after the base", "基期之后没有数据"),
    "two_signs": ("figures above and below zero have no growth rate", "数值正负不一,无法计算增速"),
    "zero_base": ("there is no growth rate from zero", "基期为零,无法计算增速"),
    "no_target": ("no target figure", "没有目标值"),
    "no_due": ("the year of the target is not given", "没有目标年份"),
    "due_passed": ("the year of the target has passed", "目标年份已过"),
    "due_before_base": ("the target is due before the base year ends", "目标年份不晚于基期"),
    "base_is_target": ("the base is the target already", "基期值等于目标值"),
    "base_past_target": ("the base was better than the target", "基期值已优于目标值"),
    "too_few_points": ("fewer than four consecutive yearly figures", "连续年度数据少于四个"),
    "not_a_flow": ("only what adds up over a year has a pace", "只有可累计的指标才有进度"),
    "less_is_better": ("a ceiling is not fulfilled step by step", "上限类目标没有进度"),
    "no_plan": ("the planned figure is not above zero", "计划数不大于零"),
    "no_elapsed": ("how much of the year has passed is not known", "不知已过时间"),
    "out_of_range": ("the figures are too large or small to compute", "数值过大或过小,无法计算"),
}
