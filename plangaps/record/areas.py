"""Areas of the texts: their codes, and whether a text names the area it is said to be of.

>>> codes(pd.Series(["国务院", "保定市易县"])).tolist()
['CN', '130633']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

from plangaps import tables

_NATION = {"国务院": "CN"}
_KIND = re.compile("(?:特别行政区|地区|林区|省|市|县|区|旗|盟)$")
_OF_A_PEOPLE = re.compile("自治[区州县旗]$")


def codes(names: pd.Series) -> pd.Series:
    """Codes of areas by their Chinese names; a county may stand behind its city (保定市易县).

    Raises ValueError for a name that ``data/areas.csv`` does not hold.
    """
    by_name = tables.codes_by_name() | _NATION
    found = names.map(by_name)
    if found.isna().any():
        name = str(names[found.isna()].iloc[0])
        near = ", ".join(get_close_matches(name, by_name, 3) or ["大方县"])
        raise ValueError(
            f"area: found {name!r}; allowed: a name of data/areas.csv, such as {near}."
        )
    return found


def namings(codes: Iterable[str]) -> dict[str, str]:
    """For each area a pattern of the words that name it, now or before, but no other area.

    易县 is not named where a text speaks of another county whose name ends so.
    """
    held = tables.areas().set_index("ref_area")
    listed = (held["name_zh"] + "|" + held["former_zh"]).str.strip("|").str.split("|")
    everything = sorted({name for names in listed for name in names})
    return {
        code: "全国|我国|中国|中华" if code == "CN" else _pattern(listed[code], everything)
        for code in sorted(set(codes))
    }


def _pattern(names: list[str], everything: list[str]) -> str:
    stems = dict.fromkeys(_stem(name) for name in names)
    return "|".join(_unless_longer(stem, everything) for stem in stems)


def _stem(name: str) -> str:
    """Name as a text may shorten it: 贵州 for 贵州省, 恩施 for 恩施土家族苗族自治州, but 易县."""
    if _OF_A_PEOPLE.search(name):
        return name[:2]
    bare = _KIND.sub("", name)
    return bare if len(bare) > 1 else name


def _unless_longer(stem: str, everything: list[str]) -> str:
    before = {name[at - 1] for name in everything if (at := name.find(stem)) > 0}
    return f"(?<![{''.join(sorted(before))}]){stem}" if before else stem
