"""What stands around a figure in its cell: words of a bound (约, 超过, 以上, >=), footnote marks.

>>> taken(pd.Series(["约91.5亿元", "60%以上", "35①", "全覆盖", "2023"]))["bound"].tolist()
['approx', 'lower', '', '', '']
"""

from __future__ import annotations

import pandas as pd

_BEFORE = {
    "lower": "超过|超|逾|突破|多于|高于|大于|不低于|不少于|不小于|至少|>=|≥|>"
    "|more than|over|at least|above",
    "upper": "不到|不足|低于|少于|小于|不超过|不高于|不大于|至多|<=|≤|<"
    "|less than|under|at most|below",
    "approx": "大约|约|将近|接近|近|~|≈|about|around|nearly|almost|approximately",
}
_AFTER = {
    "lower": "以上|及以上|多|余|or more", "upper": "以下|以内|之内|or less", "approx": "左右|上下",
}  # fmt: skip

# Marks of footnotes: read as letters of one width they would be digits. km² is a unit.
_MARKS = r"(?<=[\d%])\s*[①-⓿⁰¹²³⁴-⁹₀-₉]+|[①-⓿※*]+$"
_FULL = "100%"  # of what is said to be covered whole


def taken(cells: pd.Series) -> pd.DataFrame:
    """Cells without what stands around the figure: ``text``, and the ``bound`` that it says.

    ``bound`` is lower, upper, approx, or empty; where the words before and behind say two things,
    the cell stays as it is. 全覆盖 is 100 %.
    """
    text = cells.str.replace(_MARKS, "", regex=True)
    text = text.mask(text.isin(["全覆盖", "全部覆盖"]), _FULL)
    bare = text.str.normalize("NFKC").str.strip()
    before, after = (bare.str.extract(p, expand=False).fillna("") for p in (_LEAD, _TAIL))
    first, last = (_meant(w, said) for w, said in ((before, _BEFORE), (after, _AFTER)))
    both = (first != "") & (last != "") & (first != last)
    inner = bare.str.replace(_LEAD, "", regex=True).str.replace(_TAIL, "", regex=True)
    said = ((first != "") | (last != "")) & ~both
    bound = first.where(first != "", last).where(said, "")
    return pd.DataFrame({"text": text.mask(said, inner.str.strip()), "bound": bound})


def _any(said: dict[str, str]) -> str:
    every = "|".join(said.values()).split("|")
    return "|".join(sorted(every, key=len, reverse=True))


_LEAD = rf"(?i)^({_any(_BEFORE)})\s*(?=[\d.])"
_TAIL = rf"(?i)(?<=[\d%\w])\s*({_any(_AFTER)})$"


def _meant(words: pd.Series, said: dict[str, str]) -> pd.Series:
    by_word = {word: bound for bound, listed in said.items() for word in listed.split("|")}
    return words.str.casefold().map(by_word).fillna("")
