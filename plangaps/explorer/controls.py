"""The controls around a view: each change of one draws anew, an upload joins what is published."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import Markdown
from matplotlib.figure import Figure

import plan_targets
from plangaps import observed, own, rules, tables
from plangaps.charts import canvas, words
from plangaps.explorer import views
from plangaps.export import catalogue
from plangaps.export.tables import as_csv
from plangaps.own import template

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
    "read": ("{name}: {n} figures are read.", "{name}：读入{n}个数据。"),
    "refused": ("{name}: nothing is read.", "{name}：未读入任何数据。"),
    "more": ("{n} more problems.", "另有{n}个问题。"),
    "download": ("Download", "下载"),
    "intro": (
        "One target at a time: its trajectory, gap and verdict with its reason. Your own figures "
        "(.csv or .xlsx; fill the template, or take a yearbook's table) are read in memory and "
        "stay with this page. A published figure goes before an own one; a conflict is shown.",
        "逐项查看目标：轨迹、差距、结论及理由。自有数据（.csv或.xlsx，可填写模板，也可用年鉴表格）"
        "只在内存中读取，仅用于本页。公布数据优先于自有数据，两者不一致时予以显示。",
    ),
    "template": ("To fill", "填写模板"),
}
_CONTROLS = ["lang", "plan", "theme", "target", "areas", "form", "rule"]
_MOST_PROBLEMS = 20  # past these nobody reads on in a page
_DPI = 150  # sharp on a screen and on a page
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_LIVE = (
    "The controls open in JupyterLab (`make lab`, then run this cell) and as a page of their own "
    "(`make app`); a stored notebook holds none."
)


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
    """Controls around :func:`plangaps.explorer.view`; each change of one draws anew."""

    def __init__(self) -> None:
        self.series, self._quiet = catalogue.observations(), False
        self._news: tuple[str, pd.DataFrame, pd.DataFrame] | None = None
        self._conflicts = observed.conflicts()
        wide = widgets.Layout(width="auto")
        self.plan, self.theme = widgets.Dropdown(layout=wide), widgets.Dropdown(layout=wide)
        self.target = widgets.Dropdown(layout=wide)
        self.areas = widgets.SelectMultiple(rows=4, layout=wide)
        self.form, self.rule = widgets.Dropdown(layout=wide), widgets.Dropdown(layout=wide)
        languages = [("English", "en"), ("中文", "zh")]
        self.lang = widgets.Dropdown(options=languages, layout=wide)
        self.upload = widgets.FileUpload(accept=".csv,.xlsx", multiple=False, layout=wide)
        self.intro, self.picture, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.links, self.blank, self.news = widgets.HTML(), widgets.HTML(), widgets.HTML()
        columns = widgets.Box(self._columns(), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([self.intro, columns])
        for name in _CONTROLS:
            getattr(self, name).observe(self._changed, "value")
        self.upload.observe(self._uploaded, "value")
        self._begin()

    @property
    def choice(self) -> views.Choice:
        """What the controls say."""
        asked = [self.plan, self.target, self.areas, self.form, self.rule, self.lang]
        return views.Choice(*(control.value for control in asked))

    def _columns(self) -> list[widgets.VBox]:
        """Controls beside what they show; below one another on a narrow page."""
        left = [*(getattr(self, name) for name in _CONTROLS), self.upload, self.blank, self.news]
        right = [self.picture, self.said, self.links]
        return [
            widgets.VBox(left, layout=widgets.Layout(flex="1 1 300px")),
            widgets.VBox(right, layout=widgets.Layout(flex="3 1 600px")),
        ]

    def _begin(self) -> None:
        """Open on the target that a choice has where nothing is said."""
        with self._filling():
            self._fill()
            self.target.value = views.Choice().target
        self._changed()

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
        held = catalogue.targets().loc[lambda rows: rows["plan"] == self.plan.value]
        themes = {en: zh for en, zh in plan_targets.THEMES.items() if en in set(held["theme"])}
        _offer(self.theme, [(words.say((t.replace("_", " "), themes[t]), lang), t) for t in themes])
        held = held[held["theme"] == self.theme.value]
        names = held["target"] + " " + held[f"name_{lang}"]
        _offer(self.target, zip(names, held["target"], strict=True))
        _offer(self.form, [(words.say(text, lang), form) for form, text in views.FORMS.items()])
        ways = [(words.say((r["en"], r["zh"]), lang), code) for code, r in rules.RULES.items()]
        _offer(self.rule, ways)
        self._offer_areas(lang)
        for name in _CONTROLS:
            getattr(self, name).description = words.say(_TEXT[name], lang)
        self.upload.description = words.say(_TEXT["own"], lang)
        self.intro.value = _paragraphs([words.say(_TEXT["intro"], lang)])

    def _offer_areas(self, lang: str) -> None:
        """Areas that have figures of the indicator; those chosen stay, where they have."""
        target = views.one_target(self.plan.value, self.target.value)
        same = self.series["indicator"] == target["indicator"].iloc[0]
        codes = self.series.loc[same, "ref_area"].drop_duplicates().sort_values()
        above = codes.isin(views.lineage(target["ref_area"].iloc[0]))
        codes = pd.concat([codes[above], codes[~above]])
        offered = tuple(zip(words.area_names(codes, lang), codes, strict=True))
        if offered == tuple(self.areas.options):
            return
        before = [area for area in self.areas.value if area in set(codes)]
        self.areas.value = []  # a page takes no options that are fewer than the place of a choice
        self.areas.options = offered
        self.areas.value = before

    def _draw(self) -> None:
        choice = self.choice
        seen = views.view(choice, self.series)
        with canvas.house_style():
            png, svg = _picture(seen.figure, "png"), _picture(seen.figure, "svg")
        self.picture.value = _image(seen, png)
        conflicts = words.conflicts(self._conflicts, choice.lang)
        self.said.value = _as_html(seen.said, choice.lang) + _paragraphs(conflicts)
        self.news.value = self._told(choice.lang)
        name = f"{choice.plan}-{choice.target}-{choice.form}-{choice.lang}"
        files = {"png": ("image/png", png), "svg": ("image/svg+xml", svg)}
        files["csv"] = ("text/csv;charset=utf-8", as_csv(seen.numbers))
        links = [_link(f"{name}.{kind}", *file) for kind, file in files.items()]
        self.links.value = _headed("download", " ".join(links), choice.lang)
        self.blank.value = _template(choice.plan, choice.lang)

    def _uploaded(self, change: dict[str, Any]) -> None:
        """Read the file in memory; where anything is wrong in it, say so and go on as before."""
        if not change["new"]:
            return
        file = change["new"][0]
        loaded = own.load(file["name"], bytes(file["content"]))
        figures, problems = own.together([*map(own.load, own.files()), loaded])
        self._news = file["name"], loaded.figures, problems
        if not len(problems):
            self.series = observed.add_own(catalogue.observations(), figures)
            self._conflicts = observed.conflicts(figures)
        self._changed()

    def _told(self, lang: str) -> str:
        """What came of the last upload."""
        if self._news is None:
            return ""
        name, figures, problems = self._news
        told = "refused" if len(problems) else "read"
        head = words.say(_TEXT[told], lang).format(name=name, n=len(figures))
        lines = [head, *own.sentences(problems[:_MOST_PROBLEMS], lang)]
        if len(problems) > _MOST_PROBLEMS:
            more = len(problems) - _MOST_PROBLEMS
            lines.append(words.say(_TEXT["more"], lang).format(n=more))
        return _paragraphs(lines)


def _offer(control: widgets.Dropdown, options: Iterable[tuple[str, str]]) -> None:
    """New options; the value stays where it is still among them, else it is the first.

    Options that are there already are left alone: setting them would go through the first of them,
    and a page on which somebody chooses just then would lose that choice.
    """
    offered = tuple(options)
    if offered == tuple(control.options):
        return
    before, control.options = control.value, offered
    held = [value for _, value in offered]
    control.value = before if before in held else held[0]


def _picture(figure: Figure, kind: str) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format=kind, dpi=_DPI)
    return file.getvalue()


def _image(seen: views.View, png: bytes) -> str:
    """The figure as wide as it was drawn, narrower where the page is."""
    width = round(seen.figure.get_figwidth() * 96)
    style = f"width: {width}px; max-width: 100%; height: auto"
    return f'<img alt="{escape(seen.alt)}" src="{_data("image/png", png)}" style="{style}">'


@cache
def _template(plan: str, lang: str) -> str:
    """The table to fill for a plan; nothing where none of its targets waits for a figure."""
    rows = template.rows(plan)
    if rows.empty:
        return ""
    link = _link(f"{plan}.xlsx", _EXCEL, template.content(rows))
    return _headed("template", link, lang)


def _link(name: str, kind: str, content: bytes) -> str:
    name = escape(name)
    look = "text-decoration: underline"
    return f'<a download="{name}" href="{_data(kind, content)}" style="{look}">{name}</a>'


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _as_html(said: dict[str, str], lang: str) -> str:
    """Sentences with their headings, every sign of them as text."""
    told = {key: _headed(key, text, lang) for key, text in said.items()}
    return _paragraphs(told.values())


def _headed(key: str, text: str, lang: str) -> str:
    if key not in _TEXT:
        return text
    return words.say(_TEXT[key], lang) + words.say((": ", "："), lang) + text


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
