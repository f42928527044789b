"""The rules: their sources, their statuses from best to worst, their reasons for silence.

How they are named in either language stands in ``words.toml`` (rule, rule_status, rule_reason).
"""

from __future__ import annotations

from typing import TypedDict

NOT_APPLICABLE = "not_applicable"


class Status(TypedDict):
    """How a status is drawn; ``marker`` is one of matplotlib's."""

    colour: str
    marker: str


class Rule(TypedDict):
    """One published rule; ``statuses`` stand in order from best to worst."""

    source: str
    statuses: dict[str, Status]


# Five steps of viridis: told apart by the colour-blind, and in grey from light (good) to dark.
# Markers say the same without colour. Like statuses of the rules look alike.
_BEST, _GOOD = Status(colour="#fde725", marker="*"), Status(colour="#5ec962", marker="o")
_MIDDLE, _WEAK = Status(colour="#21918c", marker="s"), Status(colour="#3b528b", marker="v")
_WORST = Status(colour="#440154", marker="X")

RULES: dict[str, Rule] = {
    "statcan": {
        "source": "open-sdg/sdg-build, sdg/ProgressMeasure.py, Open SDG 2.4.0",
        "statuses": {
            "target_achieved": _BEST,
            "substantial_progress": _GOOD,
            "moderate_progress": _MIDDLE,
            "limited_progress": _WEAK,
            "deterioration": _WORST,
        },
    },
    "destatis": {
        "source": "Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter, _pages/en/status.md",
        "statuses": {
            "sun": _GOOD,
            "sun_and_cloud": _MIDDLE,
            "cloud": _WEAK,
            "thunderstorm": _WORST,
        },
    },
    "un_chart": {
        "source": "EUSTAT-DES/site, _pages/en/metodologia.md, after the UN Progress Chart 2023",
        "statuses": {
            "reached": _BEST,
            "on_track": _GOOD,
            "insufficient": _MIDDLE,
            "off_track": _WORST,
        },
    },
    "pace": {
        "source": "Practice of Chinese governments: 欠进度, 达进度, 超进度, 已完成",
        "statuses": {"done": _BEST, "ahead": _GOOD, "on_pace": _MIDDLE, "behind": _WORST},
    },
}

REASONS = ["growth_rates", "no_direction", "no_base", "no_value", "one_point", "two_signs"]
REASONS += ["zero_base", "no_target", "no_due", "due_passed", "due_before_base", "base_is_target"]
REASONS += ["base_past_target", "too_few_points", "not_a_flow", "less_is_better", "no_plan"]
REASONS += ["no_elapsed", "out_of_range"]
