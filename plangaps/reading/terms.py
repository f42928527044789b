"""A printed name in its parts: what is measured, how it is told, what is done to it.

>>> named = parts(pd.Series(["全市新建农村公路里程", "力争水库蓄水量增速"]))
>>> named[["core", "way", "act"]].values.tolist()
[['农村公路', 'amount', 'new'], ['水库蓄水量', 'growth', '']]
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd

from plangaps import tables
from plangaps.reading.lexicon import alike, one_of

_WORDS = tomllib.loads(Path(__file__).with_name("linking.toml").read_text("utf-8"))


def _by_word(table: str) -> dict[str, str]:
    return {word: name for name, listed in _WORDS[table].items() for word in listed.split()}


_ALIKE = alike(_WORDS["alike"])
_ALIKE_WORD = re.compile(one_of(_ALIKE))
_QUOTES = r"[①-⑳“”‘’「」『』\"'《》\s]"
_LEADS = f"^(?:(?!和美){one_of(_by_word('leads'))}(?!位|账|培训$))+"  # 到 of 到位 stays
_TAILS = f"{one_of(_by_word('tails'))}+$"
_CHANGE, _ACT = _by_word("changes"), _by_word("verbs")
_CHANGES = f"({one_of(_CHANGE)})$"
_FIRST, _LAST = f"^({one_of(_ACT)})(?=..)", f"(?<=..)({one_of(_ACT)})$"
_MARKS = r"^(?:-+|\(\d{1,2}\)|\d{1,2}[.、](?!\d))+"
# The reader takes 到, 和 and 补贴 at the beginning of a name for words beside it.
_WHOLE = {"^位": "到位", "^美乡村": "和美乡村"}
_WHOLE[r"^性((?:职业|技能)[^()]*)(?:\(补贴\))?$"] = r"补贴性\1"
# 超亿元项目 and 总投资亿元以上的项目 are 亿元以上项目.
_SIZE = r"(?:计?划?总?投资(?:额|总额|规模)?)?(?:超过|超|过)?(\d*千?[万亿]元)(?:及?以上|级)?的?"
_SIZE = rf"(?<![\d.~-]){_SIZE}(?=[^占比\d]{{0,12}}(?:项目|企业)(?!.*占))"
_LARGE = r"(?<=元以上)(?:重大|特大|大)(?=[^以]{0,2}项目)"
_SHARE = r"(占)(?:全[省市县区州旗]的?)?(.{2,14}?)的?(?:比重|比例|比率)"  # 占全市财政收入的比重
_BRACKET = r"\(((?:[^()]|\([^()]*\))*?)数?\)$"
_ROUNDS = 3  # words that tell nothing stand within verbs, verbs within them
_WAYS = {"": "amount", "growth": "growth", "fall": "growth"}
_WAYS |= {"rise_points": "points", "fall_points": "points"}


def parts(names: pd.Series) -> pd.DataFrame:
    """What a name says: one row for each of ``names``, on its index.

    Columns: ``name``; ``core``, what is measured; ``way``, how: amount, growth or points; ``sign``,
    -1 for a fall; ``act``, what is done to it: new, built, rebuilt, both, drawn, run or nothing;
    ``begun``, ``net``; ``tells``, the basis that a word of the name tells, None without one;
    ``basis``, None.
    """
    plain = names.str.replace(_QUOTES, "", regex=True).str.normalize("NFKC").str.upper()
    plain = plain.str.replace(_MARKS, "", regex=True).str.replace("年人均", "人均")
    for cut, whole in _WHOLE.items():
        plain = plain.str.replace(cut, whole, regex=True)
    plain = plain.str.replace(_ALIKE_WORD, lambda found: _ALIKE[found[0]], regex=True)
    plain = plain.str.replace(_SIZE, r"\1以上", regex=True)
    plain = plain.str.replace(_LARGE, "", regex=True)
    plain = plain.str.replace(_SHARE, r"\1\2", regex=True)
    core, acts, change = _bare(*_unbracketed(plain))
    named = {
        "name": names,
        "core": core,
        "way": change.map(_WAYS),
        "sign": change.str.startswith("fall").map({True: -1, False: 1}),
        "act": _act(acts),
        "begun": acts.str.contains("begun"),
        "net": acts.str.contains("net"),
        "tells": _told_basis(names),
        "basis": None,
    }
    return pd.DataFrame(named)


def behind(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without the verb they begin with, and what that does."""
    acts = names.str.extract(_FIRST)[0].map(_ACT).fillna("")
    return names.str.replace(_FIRST, "", regex=True), _act(acts)


def _unbracketed(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without the verb or unit in brackets behind them, and what the verb does.

    Other words in brackets go before the name: 农村劳动力(转移) is 转移农村劳动力.
    """
    words = names.str.extract(_BRACKET)[0].fillna("")
    core = names.where(words == "", names.str.replace(_BRACKET, "", regex=True))
    act = words.map(_ACT)
    return core.mask(act.isna() & ~words.isin(tables.units()["unit"]), words + core), act.fillna(
        ""
    ) + " "


def _bare(core: pd.Series, acts: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Names without what stands around them; the verbs among it, and the change."""
    change = pd.Series("", core.index)
    for _ in range(_ROUNDS):
        core = core.str.replace(_LEADS, "", regex=True)
        for pattern in (_FIRST, _LAST):
            act = core.str.extract(pattern)[0].map(_ACT)
            acts = acts + act.fillna("") + " "
            core = core.where(act.isna(), core.str.replace(pattern, "", regex=True))
        core = core.where(core.str.len() < 3, core.str.replace(_TAILS, "", regex=True))
        ends = core.str.extract(_CHANGES)[0].where(change == "").map(_CHANGE)
        change = change.mask(ends.notna(), ends)
        core = core.where(ends.isna(), core.str.replace(_CHANGES, "", regex=True))
    return core, acts, change


def _act(acts: pd.Series) -> pd.Series:
    """What is done, from all verbs of a name: 老旧小区改造(新开工) is rebuilding, begun."""
    act = pd.Series("", acts.index).mask(acts.str.contains("new|net|begun"), "new")
    act = act.mask((act == "") & acts.str.contains("run"), "run")
    for stronger in ("built", "drawn", "rebuilt", "both"):
        act = act.mask(acts.str.contains(f"(?<!re){stronger}"), stronger)
    return act


def _told_basis(names: pd.Series) -> pd.Series:
    """The first basis that a word in the name tells, None without one."""
    told = pd.Series(None, names.index, dtype="object")
    for basis, words in telling("").items():
        told = told.mask(told.isna() & names.str.contains(words), basis)
    return told


@tables.kept
def telling(place: str) -> pd.Series:
    """Patterns of the words that tell a basis: at the beginning of a name (``^``), or anywhere."""
    held = tables.bases().set_index("basis")["words_zh"].str.split("|").explode()
    held = held[(held != "") & (held.str.startswith("^") == (place == "^"))].str.lstrip("^")
    return held.groupby(level=0).agg(one_of)
