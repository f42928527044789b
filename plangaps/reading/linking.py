"""Codes for the names that texts print: which indicator of ``data/indicators.csv`` is meant.

A name is taken apart into what is measured (``core``), the ``way`` it is told (an amount, its
growth, its rise in points) and what is done to it (``act``: made, rebuilt). The names of the
codebook are taken apart the same way and laid beside it, together with the unit. A name that could
mean two indicators means none: a wrong link is worse than none.
"""

from __future__ import annotations

import pandas as pd

from plangaps import tables
from plangaps.reading.terms import behind, parts, telling

_VALUES = ["CNY", "USD", "percent", "ratio", "ug/m3", "years"]  # 完成 tells nothing of their stock
_MEAN = "^(?:人均|每)"  # nor of a mean
_BASES = {"rebuilt": "rebuilt", "both": "new and rebuilt"}
_BEFORE = "(?:超过|超|约|近|达|了|逾|突破|不低于|不少于|力争|确保|至少)*"
_CHANGED = rf"(?<!新)(?:增加|增长|提高|增收|减少|下降|降低|压减|缩小){_BEFORE}[\d.,]+[^，。；%]*$"
_LAST_NUMBER = rf"{_BEFORE}[\d.,]+[^\d，。；、%]*$"
_NET = f"净增加?{_LAST_NUMBER}"
_INDEX = r"(?<![\d.])1\d\d(?:\.\d+)?[^\d，。；]*$"  # 居民消费价格 of 103.5%, not of 3.5%
_NEW = rf"{_NET}|新增[^，。；、\d]{{0,12}}{_LAST_NUMBER}"
_RISE = "提升幅度"
_ALL = "总数|总量|保有"


def link(found: pd.DataFrame, area: str | pd.Series = "") -> pd.DataFrame:
    """What the codebook calls each row of ``found``, on its index.

    ``found`` has ``indicator_zh`` and ``unit`` as printed, ``wording``, and ``kind`` (of a target)
    or ``change`` (of an outcome). ``area`` is the Chinese name of the area spoken of, one or one a
    row: a name may begin with it.

    Columns: ``indicator``, empty where none or more than one could be meant; ``basis``, the
    definition that the name tells, or empty; ``sign``, -1 where the name tells the opposite of the
    indicator (增长率 of what the codebook holds as 降幅), so that the value is to be turned;
    ``unit_fits``, False where the unit is unknown or not that of the indicator of this name.
    """
    told = _told(found.reset_index(drop=True), area)
    named = _said(told).merge(_known(), on=["core", "way"], suffixes=("", "_held"))
    named = named[_agree(named)]
    fits = named["unit_measure"] == named["unit_measure_held"]
    best = _surest(named[fits])
    misfits = ~told.index.isin(named.loc[fits, "row"]) & told.index.isin(named["row"])
    linked = {
        "indicator": best["indicator"].reindex(told.index, fill_value=""),
        "basis": _basis(best).reindex(told.index, fill_value=""),
        "sign": (best["sign"] * best["sign_held"]).reindex(told.index, fill_value=1),
        "unit_fits": told["unit_measure"].notna() & ~misfits,
    }
    return pd.DataFrame(linked).set_axis(found.index)


def _told(found: pd.DataFrame, area: str | pd.Series) -> pd.DataFrame:
    """Of each row ``name``, ``unit_measure``, ``kind``, and what the words before a figure say."""
    words, unit = found["wording"], found["unit"]
    return pd.DataFrame(
        {
            "name": _without(found["indicator_zh"], area),
            "unit_measure": unit.map(tables.units().set_index("unit")["unit_measure"]),
            "kind": found["kind"] if "kind" in found else found["change"].replace("level", "told"),
            "points": unit.str.contains("百分点"),
            "added": words.str.contains(_NEW),
            "net": words.str.contains(_NET),
            "index": words.str.contains(_INDEX),
            "changed": words.str.contains(_CHANGED),
            "both": words.str.contains("新建[、和及与]?改"),
        }
    )


def _without(names: pd.Series, area: str | pd.Series) -> pd.Series:
    """Names without the area at their beginning."""
    if isinstance(area, str):
        return names.str.removeprefix(area)
    pairs = pd.DataFrame({"name": names, "area": area.to_numpy()})
    once = pairs.drop_duplicates()
    bare = [name.removeprefix(own) for name, own in once.itertuples(index=False)]
    return pairs.merge(once.assign(bare=bare), on=["name", "area"], how="left")["bare"]


def _said(told: pd.DataFrame) -> pd.DataFrame:
    """Each row's place ``row``, the parts of its name, and what the row itself tells of them."""
    named = parts(pd.Series(told["name"].unique()))
    named = pd.concat([named, _narrower(named)], ignore_index=True)
    said = told.rename_axis("row").reset_index().merge(named, on="name", suffixes=("", "_named"))
    plain = said["way"] == "amount"
    rises = said["core"].str.endswith("价格") & (said["kind"] == "share") & ~said["index"]
    grows = plain & ((said["kind"] == "growth") | rises)
    counted = plain & ~said["kind"].isin(["growth", "share"]) & (said["act"] == "")
    adds = counted & said["added"] & ~said["name"].str.contains(f"新增|净增|{_ALL}")
    differs = plain & (said["kind"] == "increment")
    changes = counted & said["changed"] & ~said["core"].str.contains("[增减降]")
    way = said["way"].mask(grows, "growth").mask(changes | differs, "difference")
    return said.assign(
        way=way.mask(differs & said["points"], "points"),
        act=said["act"].mask(adds, "new").mask(said["both"] & (said["act"] == "rebuilt"), "both"),
        net=said["net_named"] | (adds & said["net"]),
    )


def _narrower(named: pd.DataFrame) -> pd.DataFrame:
    """Names that begin with words of a basis, without these: 县城污水处理率 is 污水处理率 there.

    A verb may stand behind them: 市区新增绿地.
    """
    cut = []
    for basis, words in telling("^").items():
        begins = named[named["core"].str.contains(f"^{words}..")]
        bare = begins["core"].str.replace(f"^{words}", "", regex=True)
        cut.append(begins.assign(core=bare, basis=basis))
    narrow = pd.concat(cut, ignore_index=True)
    core, act = behind(narrow["core"])
    made = (narrow["act"] == "") & narrow["core"].str.contains("^(?:新|改|建成)") & (act != "")
    return narrow.assign(core=narrow["core"].mask(made, core), act=narrow["act"].mask(made, act))


@tables.kept
def _known() -> pd.DataFrame:
    """Names and synonyms of the codebook in their parts, with indicator, unit and kind."""
    held = tables.indicators()
    held = held.assign(name_zh=held["name_zh"].str.normalize("NFKC"))  # as texts are when read
    listed = (held["name_zh"] + "|" + held["synonyms_zh"]).str.strip("|").str.split("|")
    names = held.assign(name=listed).explode("name")[["name", "indicator", "unit_measure", "kind"]]
    known = names.merge(parts(pd.Series(names["name"].unique())), on="name")
    grows = (known["kind"] == "growth") & (known["way"] == "amount")
    own = parts(held["name_zh"]).set_index(held["indicator"])[["act", "tells"]]
    known = known.assign(way=known["way"].mask(grows, "growth"))
    known = pd.concat([known, _risen(known, held)], ignore_index=True)
    return known.join(own.add_suffix("_own"), on="indicator")


def _risen(known: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The names of each share once more, for its rise in points where the codebook holds that."""
    rises = held[held["name_zh"].str.endswith(_RISE)]
    by_share = rises.set_index(rises["name_zh"].str.removesuffix(_RISE))["indicator"]
    risen = held.set_index("indicator")["name_zh"].map(by_share).dropna()
    shares = known[known["indicator"].isin(risen.index) & (known["way"] == "amount")]
    return shares.assign(indicator=shares["indicator"].map(risen), way="points", kind="growth")


def _agree(pairs: pd.DataFrame) -> pd.Series:
    """Whether the same is done on both sides, and a stock is not taken for what is made."""
    act, held, kind = pairs["act"], pairs["act_held"], pairs["kind"]
    firms = pairs["core"].str.endswith("企业")  # a firm that is rebuilt is no new one
    made = (held == "new") & ((act == "built") | act.isin(["rebuilt", "both"]) & ~firms)
    remade = (held == "rebuilt") & (act == "both")
    acts = (act == held) | made | remade | (held == "") & (act == "run")
    things = ~pairs["unit_measure"].isin(_VALUES) & ~pairs["core"].str.contains(_MEAN)
    stock = (kind == "level") & (pairs["kind_held"] == "count") & (act == "")
    stock |= kind.isin(["flow", "count"]) & (pairs["kind_held"] == "level") & things
    missing = pairs["begun_held"] & ~pairs["begun"] | pairs["net_held"] & ~pairs["net"]
    return acts & ~stock & ~missing


def _surest(pairs: pd.DataFrame) -> pd.DataFrame:
    """By row the indicator that differs least in verb, kind and wording, if it is the only one."""
    level = pairs["kind"] == "level"
    differs = {
        16: pairs["basis"].notna(),
        8: pairs["act"] != pairs["act_held"],
        4: pairs["begun"] != pairs["begun_held"],
        2: (level != (pairs["kind_held"] == "level")) & (pairs["kind"] != "told"),
        1: pairs["name"] != pairs["name_held"],
    }
    apart = pd.DataFrame({weight: weight * column for weight, column in differs.items()}).sum(
        axis=1
    )
    best = pairs[apart == apart.groupby(pairs["row"]).transform("min")]
    one = best.groupby("row")["indicator"].transform("nunique") == 1
    return best[one].drop_duplicates("row").set_index("row")


def _basis(best: pd.DataFrame) -> pd.Series:
    """The definition that the name tells and the indicator's own name does not."""
    own = best["act_own"]
    begun = pd.Series("started", best.index).where(best["begun"] & ~best["begun_held"])
    net = pd.Series("net increase", best.index).where(best["net"] & ~best["net_held"])
    remade = best["act"].map(_BASES).where((own != "") & ((own != best["act"]) | (own == "both")))
    tells = best["tells"].where(best["tells"] != best["tells_own"])
    return begun.fillna(net).fillna(remade).fillna(best["basis"]).fillna(tells).fillna("")
