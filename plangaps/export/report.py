"""The report as data: summary, a section a theme, methods, sources; both languages.

:func:`content` collects what the report says, :func:`plangaps.export.pages.report` sets it as one
web page and :mod:`plangaps.export.word` as a Word document.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from plangaps import observed, tables
from plangaps.charts import words
from plangaps.export import captions, catalogue, figures, files, frames, readable

_WIDTH = 180  # mm; the figures of the report are those of a page
_SHARP = 120  # mm at 300 dpi: the 1,417 dots that a screen and 170 mm of paper show
_JUDGED = ("gap_bars", "outcome_ladder")  # forms whose numbers are a gap table

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
    "nearest": (
        "Figure that judges, or the nearest one where none may",
        "判断依据；没有时为最接近的数据",
    ),
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


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its picture, its texts and its numbers."""

    name: str
    png: bytes
    title: str
    shows: str
    sources: str
    alt: str
    numbers: pd.DataFrame


@dataclass(frozen=True)
class Section:
    """A theme: its figures, and the gap table where the first plan has targets in it."""

    theme: str
    title: str
    pictures: list[Picture]
    caption: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Report:
    """All that the report says in one language."""

    lang: str
    summary: list[str]
    conflicts: list[str]
    counts: pd.DataFrame
    sections: list[Section]
    methods: list[str]
    sources: pd.DataFrame

    def say(self, key: str, **values: str) -> str:
        """A fixed text of the report."""
        return words.say(TEXT[key], self.lang).format(**values)


def write_report(output: str | Path = "report", *, lang: str | None = None) -> list[Path]:
    """Write the report to the folder ``output``: a web page and a Word document a language.

    Returns the files. Raises ValueError for another language,
    :class:`plangaps.export.files.OutputError` for a folder that cannot be written to.
    """
    from plangaps.export import pages, word

    languages = words.LANGUAGES if lang is None else (lang,)
    words.say(("", ""), languages[0])
    place, written = files.folder(output), []
    for one in languages:
        report = content(one)
        for kind, data in (("html", pages.report(report)), ("docx", word.document(report))):
            written.append(place / f"plan-gaps-{one}.{kind}")
            files.write(written[-1], data)
    return written


def content(lang: str) -> Report:
    """The report in one language, as data."""
    numbers = _numbered(catalogue.table())
    return Report(
        lang=lang,
        summary=_summary(lang),
        conflicts=_conflicts(lang),
        counts=_counts(lang),
        sections=[_section(theme, numbers, lang) for theme in catalogue.THEMES],
        methods=METHODS[lang],
        sources=_sources(numbers),
    )


def _summary(lang: str) -> list[str]:
    """Sentences with the counts, of the first plan and of all."""
    scopes = {"dafang": catalogue.dafang(), "all": catalogue.table()}
    colon = words.say((": ", "："), lang)
    return [
        words.say(COLUMNS[scope], lang)
        + colon
        + captions.shows("gap_bars", rows.assign(gap_relative=float("nan")), lang)
        for scope, rows in scopes.items()
    ]


def _conflicts(lang: str) -> list[str]:
    """Own figures that differ from the published ones, a sentence each."""
    return words.conflicts(observed.conflicts(), lang)


def _counts(lang: str) -> pd.DataFrame:
    """Number of targets by verdict or reason."""
    scopes = {"dafang": catalogue.dafang(), "all": catalogue.table()}
    counted = pd.DataFrame({k: captions.outcome(f).value_counts() for k, f in scopes.items()})
    counted = counted.fillna(0).astype("int64").sort_values("all", ascending=False, kind="stable")
    names = [captions.outcome_name(str(code), lang) for code in counted.index]
    heads = {c: words.say(COLUMNS[c], lang) for c in ("outcome", "dafang", "all")}
    return counted.reset_index(drop=True).assign(outcome=names)[list(heads)].rename(columns=heads)


def _section(theme: str, numbers: pd.Series, lang: str) -> Section:
    title = words.say(catalogue.THEMES[theme], lang)
    rows = catalogue.dafang(theme)
    return Section(
        theme=theme,
        title=title,
        pictures=[_picture(entry, numbers, lang) for entry in catalogue.choose(theme)],
        caption=words.say(TEXT["gap_table"], lang).format(theme=title),
        table=_gap_table(rows, numbers, lang),
    )


def _picture(entry: catalogue.Entry, cited: pd.Series, lang: str) -> Picture:
    figure = figures.drawn(entry, lang, _WIDTH)
    told = figures.described(entry, lang, figure)
    numbers = frames.numbers(entry.form, entry.frames())
    shown = _judged if entry.form in _JUDGED else readable.table
    texts = {key: told[key] for key in ("title", "shows", "sources", "alt")}
    png = figures.printed(figure, "png", _SHARP)
    return Picture(name=entry.name, png=png, numbers=shown(numbers, cited, lang), **texts)


def _judged(rows: pd.DataFrame, cited: pd.Series, lang: str) -> pd.DataFrame:
    """The gap table behind a figure, with the year due and the gap in words."""
    gaps = [
        "" if pd.isna(gap) else words.difference(gap, unit, lang)
        for gap, unit in zip(rows["gap"], rows["unit_measure"], strict=True)
    ]
    table = _gap_table(rows, cited, lang)
    table.insert(3, words.say(TEXT["due"], lang), rows["due"].astype("str"))
    table.insert(5, words.say(TEXT["gap"], lang), gaps)
    return table[[c for c in table if table[c].astype("str").ne("").any()]]


def _gap_table(rows: pd.DataFrame, numbers: pd.Series, lang: str) -> pd.DataFrame:
    """The gap table as a reader reads it, sources by their number."""
    records = rows.to_dict("records")
    verdicts, reasons = (
        ["" if code == "" else captions.outcome_name(code, lang) for code in rows[column]]
        for column in ("verdict", "reason")
    )
    cells = {
        "target": rows["target"],
        "name": rows[f"name_{lang}"],
        "promise": [words.promise(row, lang) for row in records],
        "verdict": verdicts,
        "reason": reasons,
        "nearest": [_nearest(row, lang) for row in records],
        "sources": [_cited(row, numbers, lang) for row in records],
    }
    return pd.DataFrame({words.say(COLUMNS[k], lang): v for k, v in cells.items()}, dtype="object")


def _nearest(row: dict, lang: str) -> str:
    """The figure that judges, or a part or bound of the target's own, else the context."""
    own = pd.notna(row["obs_value"])
    prefix = "" if own else "context_"
    value = row["obs_value"] if own else row["context_value"]
    if pd.isna(value):
        return words.say(TEXT["nothing"], lang)
    area = words.area_names(pd.Series([row["ref_area"] if own else row["context_area"]]), lang)
    return words.say(TEXT["nearest"], lang).format(
        area=area.iloc[0],
        year=row[f"{prefix}time_period"].replace("/", "-"),
        value=words.observed(value, row["unit_measure"], row[f"{prefix}bound"], lang),
    )


def _cited(row: dict, numbers: pd.Series, lang: str) -> str:
    codes = [row["source"], row["obs_source"], row["context_source"]]
    cited = sorted({int(numbers[c]) for c in codes if c in numbers.index})
    own = words.say(TEXT["own"], lang).format(row["obs_source"]) if row["obs_own"] else ""
    return " ".join([*(f"[{number}]" for number in cited), own]).strip()


def _numbered(table: pd.DataFrame) -> pd.Series:
    """Number of each source that the report rests on, in the order of the codebook."""
    used = pd.concat([table["source"], table["obs_source"], table["context_source"]])
    used = pd.concat([used, catalogue.observations()["source"]])
    codes = tables.sources()["source"]
    cited = codes[codes.isin(used)].reset_index(drop=True)
    return pd.Series(range(1, len(cited) + 1), cited)


def _sources(numbers: pd.Series) -> pd.DataFrame:
    """Sources cited: ``number``, ``title``, ``publisher``, ``published``, ``url``.

    The address of a reprint is left out: it is where the words were read, not who said them.
    """
    listed = tables.sources().set_index("source").loc[numbers.index]
    listed = listed.assign(number=numbers, url=listed["url"].where(~listed["reprint"], ""))
    return listed[["number", "title", "publisher", "published", "url", "reprint"]]
