"""Printed units in base units, so that 亿斤 and 万吨 can be held against each other.

>>> in_base("亿斤"), in_base("万吨"), in_base("万千伏安")
(('tonnes', 50000.0), ('tonnes', 10000.0), ('千伏安', 10000.0))
"""

from __future__ import annotations

import re
from functools import cache

from plangaps import tables
from plangaps.reading import lexicon

_SCALES = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4,
    "千": 1e3, "百": 1e2,
}  # fmt: skip
_SCALED = re.compile(f"({'|'.join(_SCALES)})?(?:个(?=百分点|床位|学位))?(.*)", re.DOTALL)
_NAMES = dict.fromkeys(lexicon.groups("units")["count"], "units")
_NAMES |= {"": "persons", "立方": "m3", "方": "m3"}
_RATE = re.compile("(?<=元)/.*")  # 元/月: what a month's pension is given in is often left out


def in_base(unit: str) -> tuple[str, float]:
    """Base unit of a printed one and the factor that leads there, by ``data/units.csv``.

    What the codebook does not hold is its own base; things counted are all units, a bare 万 people.
    """
    scale, base = _parts(unit)
    measure, factor = _bases().get(base, (_NAMES.get(base, base), 1.0))
    return measure, factor * scale


def _parts(unit: str) -> tuple[float, str]:
    found = _SCALED.fullmatch(_RATE.sub("", unit.replace("％", "%")))
    scale, base = found.groups() if found else ("", unit)
    return _SCALES.get(scale or "", 1.0), base


@cache
def _bases() -> dict[str, tuple[str, float]]:
    """Base unit and factor of each printed unit without its scale."""
    held = tables.units()
    factors = held["multiply_by"] / held["divide_by"]
    rows = zip(held["unit"], held["unit_measure"], factors, strict=True)
    return {(parts := _parts(unit))[1]: (base, factor / parts[0]) for unit, base, factor in rows}
