"""The rules once more, in plain code for one row, as the sources write them down.

What is missing is None. Each gives value, score, status; status alone is compared where the rule
does not apply.
"""

import math

SILENT = (None, None, "not_applicable")


def statcan(row):
    """After sdg/ProgressMeasure.py of open-sdg/sdg-build."""
    base, value, target = row["base_value"], row["value"], row["target_value"]
    way = row["direction"]
    target = 0.001 if target == 0 else target
    reached = target is not None and value is not None and way in (1, -1) and _meets(row, target)
    if row["kind"] == "growth":
        return SILENT
    ratio = _ratio(row, 0.001 if base == 0 else base, target)
    if reached:
        return (ratio, 5.0, "target_achieved")
    if ratio is None:
        return SILENT
    if target is not None:
        names = [(0.95, "substantial"), (0.6, "moderate"), (0, "limited")]
        score = min(7.1429 * ratio - 4.2857, 5) if ratio >= 0.6 else max(4.1667 * ratio - 2.5, -5)
    else:
        c = _coefficient(base, row["limit"])
        names = [(0.015 * c, "substantial"), (0.005 * c, "moderate"), (0, "limited")]
        score = _score_without(ratio, c)
    for threshold, name in names:
        if ratio >= threshold:
            return (ratio, score, f"{name}_progress")
    return (ratio, score, "deterioration")


def _ratio(row, base, target):
    value, years = row["value"], _less(row["time"], row["base_time"])
    if None in (base, value, years) or row["direction"] not in (1, -1) or years < 1:
        return None
    sign = -1 if base < 0 else 1
    if value * sign < 0 or (target is not None and target * sign < 0):
        return None
    observed = sign * row["direction"] * _growth(base, value, years)
    if target is None:
        return observed
    left = _less(row["due"], row["base_time"])
    if left is None or left <= 0:
        return None
    required = abs(_growth(base, target, left))
    return observed / required if required else None


def _coefficient(base, limit):
    if limit is None or abs(base) >= 2 * abs(limit):
        return 1
    base, limit = abs(base), abs(limit)
    return 1 - ((base if base <= limit else 2 * limit - base) / limit) ** 4.44


def _score_without(v, c):
    if v < 0:
        return max(125 * v - 2.5, -5)
    if c == 0:
        return 5
    if v >= 0.015 * c:
        return min(500 * v / c - 5, 5)
    return 250 * v / c - 1.25 if v >= 0.005 * c else 500 * v / c - 2.5


def un_chart(row):
    """After _pages/en/metodologia.md of EUSTAT-DES/site."""
    value, target, way = row["value"], row["target_value"], row["direction"]
    if row["kind"] == "growth" or way not in (1, -1):
        return SILENT
    measure = _way(row)
    if target is not None and value is not None:
        close = target in (0, 100) and abs(value - target) <= 1 and row["kind"] in ("share", None)
        if close or _meets(row, target):
            return (measure, 3, "reached")
    if measure is None:
        return SILENT
    high, low = (0.95, 0.1) if target is not None else (0.02, 0.005)
    if measure >= high:
        return (measure, 3, "on_track")
    return (measure, 2, "insufficient") if measure >= low else (measure, 1, "off_track")


def _way(row):
    base, value, target = row["base_value"], row["value"], row["target_value"]
    years = _less(row["time"], row["base_time"])
    if None in (base, value, years) or years < 1 or base == 0 or base * value < 0:
        return None
    rate = _growth(base, value, years)
    if target is None:
        return row["direction"] * rate if base > 0 else None
    if row["due"] is None or row["due"] <= row["base_time"]:
        return None
    if (target - base) * row["direction"] <= 0:
        return None
    if rate == -1 and row["due"] < row["time"]:
        return None
    return (value * (1 + rate) ** (row["due"] - row["time"]) - base) / (target - base)


def destatis(row, points):
    """After _pages/en/status.md; ``points`` are (year, value) of the series in order."""
    way, target = row["direction"], row["target_value"]
    points = [p for p in points if row["time"] is None or p[0] <= row["time"]]
    run = 1
    while run < len(points) and points[-run][0] - points[-run - 1][0] == 1:
        run += 1
    used = 6 if len(points) >= 6 else run
    if way not in (1, -1) or used < 4:
        return SILENT
    points = points[-used:]
    (first, start), (year, now) = points[0], points[-1]
    mean = (now - start) / (year - first)
    good = mean * way
    if target is None:
        last = (now - points[-2][1]) * way
        names = {(1, 1): "sun", (1, 0): "sun_and_cloud", (0, 1): "cloud", (0, 0): "thunderstorm"}
        return (good, None, names[good > 0, last > 0])
    if now == target or (now - target) * way > 0:
        return (good, None, "sun" if good >= 0 else "sun_and_cloud")
    if row["constant"]:
        return (good, None, "cloud" if good > 0 else "thunderstorm")
    if row["due"] is None or year > row["due"]:
        return SILENT
    missed = (target - (now + mean * (row["due"] - year))) / (target - now)
    if good <= 0:
        return (missed, None, "thunderstorm")
    if missed < 0.05:
        return (missed, None, "sun")
    return (missed, None, "sun_and_cloud" if missed <= 0.2 else "cloud")


def pace(row):
    """Share of the plan against share of the year."""
    time, due, value, plan = (row[c] for c in ["time", "due", "value", "target_value"])
    if row["kind"] not in ("flow", "count", None) or row["direction"] in (0, -1):
        return SILENT
    if None in (time, due, value, plan) or plan <= 0:
        return SILENT
    if time >= due:
        gone = 1 if time == due else min(time - due, 1)
    elif row["base_time"] is None or row["base_time"] >= time:
        return SILENT
    else:
        gone = (time - row["base_time"]) / (due - row["base_time"])
    share = value / plan
    if share >= 1:
        return (share, None, "done")
    if abs(share - gone) <= 1e-9:
        return (share, None, "on_pace")
    return (share, None, "ahead" if share > gone else "behind")


def _growth(first, last, years):
    return math.pow(last / first, 1 / years) - 1


def _less(one, other):
    return None if one is None or other is None else one - other


def _meets(row, target):
    return row["value"] >= target if row["direction"] == 1 else row["value"] <= target
