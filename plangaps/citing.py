"""How sources are cited: who issued them, and what is read from a reprint or nobody's page.

An encyclopaedia or a look-up page repeats what others found and says not from where: it is not
cited as a publisher, and its figures judge nothing (:mod:`plangaps.matching`).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from plangaps import tables, words

WEAK = ["encyclopaedia", "look_up"]


def weak() -> pd.Series:
    """Codes of the sources whose figures judge nothing."""
    held = tables.sources()
    return held.loc[held["kind"].isin(WEAK), "source"]


def titles(codes: pd.Series, lang: str) -> pd.Series:
    """Titles of sources; that of an own figure is its own, one not shown is named as missing."""
    return tables.names(codes, "source", lang).replace("", words.say("source.untitled", lang))


def cited(codes: Iterable[str], lang: str) -> pd.DataFrame:
    """Sources as a list names them, indexed by code: ``title``, ``issuer``, ``published``, ``url``,
    and ``kind`` in words where it is not the issuer's own page.

    A title or issuer that the page does not show is named as missing. The address is that of an
    official or press page only; others are where the words were read, not who said them.
    """
    codes = list(codes)
    rows = tables.sources().set_index("source").loc[codes]
    own_page = rows["kind"].isin(["official", "press"]) & (rows["reprinted_at"] == "")
    kinds = [
        words.say(f"source.{kind}" + ("_at" if at else ""), lang, at=at)
        for kind, at in zip(rows["kind"].replace("official", "press"), rows["reprinted_at"],
                            strict=True)
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "title": titles(pd.Series(codes, rows.index), lang),
            "issuer": rows["issuer"].where(rows["issuer"] != "", words.say("source.unnamed", lang)),
            "published": rows["published"],
            "url": rows["url"].where(rows["kind"].isin(["official", "press"]), ""),
            "kind": pd.Series(kinds, rows.index).where(~own_page, ""),
        }
    )
