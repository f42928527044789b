"""One target at a time, to look at and to try own figures on: :func:`show` opens it in a notebook.

:func:`view` is what is shown for a :class:`Choice`, without a browser; :func:`explore` puts the
controls around it. An uploaded file is read in memory by :func:`plangaps.own.load`: nothing of it
is evaluated or written, and every text reaches the page escaped.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import Any, NamedTuple

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown
from matplotlib.figure import Figure

import plan_targets
from plangaps import charts, gaps, observed, own, rules, tables
from plangaps.charts import canvas, words
from plangaps.charts.gap import verdict_words
from plangaps.own.writing import FORMULA

FORMS = {
    "trajectory": ("trajectory", "轨迹"),
    "series": ("series", "序列"),
    "gap": ("gap", "差距"),
}
_TEXT = {
    "plan": ("Plan", "规划"),
    "theme": ("Theme", "领域"),
    "target": ("Target", "目标"),
    "areas": ("Areas", "地区"),
    "rule": ("Rule", "规则"),
    "form": ("Figure", "图"),
    "lang": ("Language", "语言"),
    "own": ("Own figures", "自有数据"),
    "verdict": ("Verdict", "结论"),
    "gap": ("Gap", "差距"),
    "sources": ("Sources", "来源"),
    "no_gap": ("none can be given", "无法计算"),
    "no_years": (
        "No yearly figure of these areas is held; the verdict is drawn instead.",
        "没有这些地区的年度数据，改为显示结论。",
    ),
    "read": ("{name}: {n} figures are read.", "{name}：读入{n}个数据。"),
    "refused": ("{name}: nothing is read.", "{name}：未读入任何数据。"),
    "more": ("{n} more problems.", "另有{n}个问题。"),
    "conflict": (
        "{area}, {name}, {year}: own figure {own}, published {published}; the latter judges.",
        "{area}{name}{year}：自有数据{own}，公布数据{published}；以公布数据为准。",
    ),
    "download": ("Download", "下载"),
}
_MOST_PROBLEMS = 20  # past these nobody reads on in a page
_NOT_LIVE = (
    "The controls open in JupyterLab (`make lab`, then run this cell) and as a page of their own "
    "(`make app`); a stored notebook holds none."
)


class Choice(NamedTuple):
    """What is asked for; no ``areas``: the target's own and those above it."""

    plan: str = plan_targets.FIRST_PLAN
    target: str = "T04"
    areas: tuple[str, ...] = ()
    form: str = "trajectory"
    rule: str = "statcan"
    lang: str = "en"


class View(NamedTuple):
    """What is shown: a figure, sentences (plain text, by heading) and the data drawn."""

    figure: Figure
    said: dict[str, str]
    data: pd.DataFrame


def view(choice: Choice, series: pd.DataFrame | None = None) -> View:
    """Figure, verdict with its reason, gap, status under the rule, sources, and data of a choice.

    ``series`` as from :func:`plangaps.observed.read_series`, which it is by default. ``data`` are
    its rows of the indicator and areas. Without a yearly figure among them the gap is drawn.
    """
    series = _series() if series is None else series
    target = _target(choice.plan, choice.target)
    table = gaps.gap_table(target, series)
    areas = choice.areas or lineage(target["ref_area"].iloc[0])
    same = series["indicator"] == target["indicator"].iloc[0]
    data = series[same & series["ref_area"].isin(areas)].reset_index(drop=True)
    yearly = bool((data["year"].notna() & (data["obs_status"] != "U")).any())
    said = _said(choice, table, rules.progress(target, series[same]), data)
    if not yearly and choice.form != "gap":
        said["note"] = words.say(_TEXT["no_years"], choice.lang)
    if choice.form == "gap" or not yearly:
        return View(charts.gap_bars(table, choice.lang), said, data)
    draw = charts.trajectory if choice.form == "trajectory" else charts.series_with_target
    return View(draw(data, target, choice.lang), said, data)


def lineage(area: str) -> tuple[str, ...]:
    """An area and those above it, as codes."""
    parent = tables.areas().set_index("ref_area")["parent"]
    found = [area]
    while parent.get(found[-1]):
        found.append(parent[found[-1]])
    return tuple(found)


def _said(
    choice: Choice, table: pd.DataFrame, progress: pd.DataFrame, data: pd.DataFrame
) -> dict[str, str]:
    """Sentences by heading, in the language chosen."""
    lang, row = choice.lang, table.iloc[0]
    gap = words.say(_TEXT["no_gap"], lang)
    if pd.notna(row["gap"]):
        bound = words.say(words.BOUNDS[row["bound"]], lang)
        gap = bound + words.difference(row["gap"], row["unit_measure"], lang)
    name = words.indicator_names(table["indicator"], lang).iloc[0]
    area = words.area_names(table["ref_area"], lang).iloc[0]
    sources = pd.concat([table["source"], data["source"]])
    return {
        "target": f"{row['target']} {area}, {row['target_period']}: {name}, "
        f"{words.promise(row, lang)} ({row['wording']})",
        "verdict": verdict_words(table, lang).iloc[0],
        "gap": gap,
        "rule": _status(progress, choice),
        "sources": "; ".join(_source_names(sources)),
    }


def _status(progress: pd.DataFrame, choice: Choice) -> str:
    found = progress[progress["rule"] == choice.rule].iloc[0]
    rule = rules.RULES[choice.rule]
    if found["status"] == rules.NOT_APPLICABLE:
        word = words.say(rules.REASONS[found["reason"]], choice.lang)
    else:
        status = rule["statuses"][found["status"]]
        word = words.say((status["en"], status["zh"]), choice.lang)
    return words.say((f"{rule['en']}: {word}", f"{rule['zh']}：{word}"), choice.lang)


def _source_names(codes: pd.Series) -> list[str]:
    """Titles of sources, own ones as they were typed."""
    known = tables.sources().set_index("source")["title"]
    codes = codes[codes != ""]
    return list(dict.fromkeys(codes.map(known).fillna(codes)))


@cache
def _series() -> pd.DataFrame:
    return observed.read_series()


@cache
def _targets() -> pd.DataFrame:
    return plan_targets.targets(None)


def _target(plan: str, target: str) -> pd.DataFrame:
    held = _targets()
    return held[(held["plan"] == plan) & (held["target"] == target)].reset_index(drop=True)


def show() -> Any:
    """The controls where somebody can use them, a sentence where a notebook is only executed.

    A widget's state would enter the stored notebook and differ at every run.
    """
    return explore() if _is_live() else Markdown(_NOT_LIVE)


def _is_live() -> bool:
    """Whether the kernel belongs to a page: a session of a Jupyter server, or Voila."""
    voila = os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
    return voila or "JPY_SESSION_NAME" in os.environ


def explore() -> Explorer:
    """The widget: controls, figure, sentences, downloads, and the upload of own figures."""
    return Explorer()


class Explorer(widgets.VBox):
    """Controls around :func:`view`; each change of one draws anew."""

    def __init__(self) -> None:
        self.series, self._conflicts, self._quiet = _series(), "", False
        self.plan, self.theme = widgets.Dropdown(), widgets.Dropdown()
        self.target, self.areas = widgets.Dropdown(), widgets.SelectMultiple(rows=4)
        self.form, self.rule = widgets.Dropdown(), widgets.Dropdown()
        self.lang = widgets.Dropdown(options=[("English", "en"), ("中文", "zh")])
        self.upload = widgets.FileUpload(accept=".csv,.xlsx", multiple=False)
        self.picture = widgets.Image(format="png")
        self.said, self.links, self.news = widgets.HTML(), widgets.HTML(), widgets.HTML()
        chosen = [self.lang, self.plan, self.theme, self.target, self.areas, self.form, self.rule]
        left = widgets.VBox([*chosen, self.upload, self.news])
        right = widgets.VBox([self.picture, self.said, self.links])
        super().__init__([widgets.HBox([left, right])])
        for control in chosen:
            control.observe(self._changed, "value")
        self.upload.observe(self._uploaded, "value")
        self._changed()

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        asked = [self.plan, self.target, self.areas, self.form, self.rule, self.lang]
        return Choice(*(control.value for control in asked))

    def _changed(self, _: Any = None) -> None:
        if self._quiet:
            return
        with self._filling():
            self._fill()
        self._draw()

    @contextmanager
    def _filling(self) -> Iterator[None]:
        """What is offered changes values, too; only the last of these changes is drawn."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _fill(self) -> None:
        """Offer what there is in the language chosen, and keep what was chosen where it is."""
        lang = self.lang.value
        plans = tables.plans()
        _offer(self.plan, zip(plans[f"name_{lang}"], plans["plan"], strict=True))
        held = _targets()[_targets()["plan"] == self.plan.value]
        themes = {en: zh for en, zh in plan_targets.THEMES.items() if en in set(held["theme"])}
        _offer(self.theme, [(words.say((t.replace("_", " "), themes[t]), lang), t) for t in themes])
        held = held[held["theme"] == self.theme.value]
        names = held["target"] + " " + held[f"name_{lang}"]
        _offer(self.target, zip(names, held["target"], strict=True))
        _offer(self.form, [(words.say(text, lang), form) for form, text in FORMS.items()])
        ways = [(words.say((r["en"], r["zh"]), lang), code) for code, r in rules.RULES.items()]
        _offer(self.rule, ways)
        self._offer_areas(lang)
        for name in ["plan", "theme", "target", "areas", "rule", "form", "lang"]:
            getattr(self, name).description = words.say(_TEXT[name], lang)
        self.upload.description = words.say(_TEXT["own"], lang)

    def _offer_areas(self, lang: str) -> None:
        """Areas that have figures of the indicator; those chosen stay, where they have."""
        indicator = _target(self.plan.value, self.target.value)["indicator"].iloc[0]
        codes = self.series.loc[self.series["indicator"] == indicator, "ref_area"]
        codes = codes.drop_duplicates().sort_values()
        before = [area for area in self.areas.value if area in set(codes)]
        self.areas.options = list(zip(words.area_names(codes, lang), codes, strict=True))
        self.areas.value = before

    def _draw(self) -> None:
        seen, choice = view(self.choice, self.series), self.choice
        with plt.rc_context(canvas.style()):  # type: ignore[arg-type]
            png, svg = _picture(seen.figure, "png"), _picture(seen.figure, "svg")
        self.picture.value = png
        self.said.value = _as_html(seen.said, choice.lang) + self._conflicts
        name = f"{choice.plan}-{choice.target}-{choice.form}-{choice.lang}"
        files = {"png": ("image/png", png), "svg": ("image/svg+xml", svg)}
        files["csv"] = ("text/csv;charset=utf-8", as_csv(seen.data))
        links = [_link(f"{name}.{kind}", *file) for kind, file in files.items()]
        self.links.value = words.say(_TEXT["download"], choice.lang) + ": " + " ".join(links)

    def _uploaded(self, change: dict[str, Any]) -> None:
        """Read the file in memory; where anything is wrong in it, say so and go on as before."""
        if not change["new"]:
            return
        file, lang = change["new"][0], self.lang.value
        loaded = own.load(file["name"], bytes(file["content"]))
        figures, problems = own.together([loaded])
        told = "refused" if len(problems) else "read"
        head = words.say(_TEXT[told], lang).format(name=file["name"], n=len(figures))
        lines = [head, *own.sentences(problems[:_MOST_PROBLEMS])]
        if len(problems) > _MOST_PROBLEMS:
            more = len(problems) - _MOST_PROBLEMS
            lines.append(words.say(_TEXT["more"], lang).format(n=more))
        self.news.value = _paragraphs(lines)
        if not len(problems):
            self.series = observed.add_own(_series(), figures)
            self._conflicts = _paragraphs(conflict_sentences(figures, lang))
            self._changed()


def conflict_sentences(figures: pd.DataFrame, lang: str) -> list[str]:
    """Own figures that differ from the published ones, in words."""
    both = observed.conflicts(figures)
    named = both.assign(
        area=words.area_names(both["ref_area"], lang),
        name=words.indicator_names(both["indicator"], lang),
    )
    return [
        words.say(_TEXT["conflict"], lang).format(
            area=row["area"],
            name=row["name"],
            year=row["time_period"],
            **{
                side: words.observed(
                    row[f"{side}_value"], row["unit_measure"], row[f"{side}_bound"], lang
                )
                for side in ["own", "published"]
            },
        )
        for row in named.to_dict("records")
    ]


def as_csv(data: pd.DataFrame) -> bytes:
    """Rows for a spreadsheet: UTF-8 with BOM, and no text that it would take for a formula."""
    text = data.select_dtypes(["str", "object"]).astype("str")
    safe = text.mask(text.apply(lambda column: column.str.match(FORMULA)), "'" + text)
    shown = data.assign(**{str(column): safe[column] for column in safe})
    return shown.to_csv(index=False).encode("utf-8-sig")


def _offer(control: widgets.Dropdown, options: Iterable[tuple[str, str]]) -> None:
    """New options; the value stays where it is still among them, else it is the first."""
    before, control.options = control.value, list(options)
    held = [value for _, value in control.options]
    control.value = before if before in held else held[0]


def _picture(figure: Figure, kind: str) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format=kind)
    return file.getvalue()


def _link(name: str, kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    name = escape(name)
    return f'<a download="{name}" href="data:{kind};base64,{data}">{name}</a>'


def _as_html(said: dict[str, str], lang: str) -> str:
    """Sentences with their headings, every sign of them as text."""
    heads = {key: words.say(_TEXT[key], lang) + ": " if key in _TEXT else "" for key in said}
    return _paragraphs(heads[key] + text for key, text in said.items())


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
