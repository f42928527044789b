"""The controls around a view: each change of one draws anew, an upload joins what is published."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import Markdown
from matplotlib.figure import Figure

import plan_targets
from plangaps import files, observed, own, rules, tables, template, words
from plangaps.charts import canvas, phrases
from plangaps.explorer import pieces, views
from plangaps.explorer.next_report import NextReport
from plangaps.explorer.promises import Promises
from plangaps.report import Frames

_CONTROLS = ["lang", "plan", "theme", "target", "areas", "form", "rule"]
_SHOWN = ["intro", "picture", "said", "links", "blank", "news"]
_MOST_PROBLEMS = 20  # past these nobody reads on in a page
_DPI = 150  # sharp on a screen and on a page
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(*series: str | Path, texts: str | Path | None = None) -> Any:
    """The controls where somebody can use them, a sentence where a notebook is only executed.

    ``series`` names own figures beside those of ``data/own``; ``texts`` the folder of the record's
    reports, whose clauses are shown then. A widget's state would enter the stored notebook and
    differ at every run. Own figures that cannot be read are told instead of shown.
    """
    if not _is_live():
        return Markdown(words.both("explorer.not_live"))
    try:
        explorer = Explorer(*series)
    except tables.TableError as error:
        return widgets.HTML(pieces.paragraphs([words.both("explorer.unread"), str(error)]))
    titles = [words.both(f"explorer.tab.{name}") for name in ("plans", "record")]
    return widgets.Tab([explorer, Promises(explorer.lang, texts)], titles=titles)


def _is_live() -> bool:
    """Whether the kernel belongs to a page: a session of a Jupyter server, or Voila."""
    voila = os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
    return voila or "JPY_SESSION_NAME" in os.environ


class Explorer(widgets.VBox):
    """Controls around :func:`plangaps.explorer.view`; each change of one draws anew."""

    def __init__(self, *series: str | Path) -> None:
        self._own = series
        self.frames = self._before = Frames.read(*series)  # with, and without what is uploaded
        self._upload: own.Loaded | None = None
        self._blanks: dict[str, bytes] = {}
        self._quiet = False
        self._news: tuple[str, pd.DataFrame, pd.DataFrame] | None = None
        wide = widgets.Layout(width="auto")
        for name in _CONTROLS:
            setattr(self, name, widgets.Dropdown(layout=wide))
        for name in _SHOWN:
            setattr(self, name, widgets.HTML())
        self.areas = widgets.SelectMultiple(rows=4, layout=wide)
        self.lang = widgets.Dropdown(options=[("English", "en"), ("中文", "zh")], layout=wide)
        self.upload = widgets.FileUpload(accept=".csv,.xlsx", multiple=False, layout=wide)
        self.next_report = NextReport(self._joined)
        columns = widgets.Box(self._columns(), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([self.intro, columns])
        for name in _CONTROLS:
            getattr(self, name).observe(self._changed, "value")
        self.upload.observe(self._uploaded, "value")
        self._begin()

    @property
    def choice(self) -> views.Choice:
        """What the controls say."""
        return views.Choice(*(getattr(self, name).value for name in views.Choice._fields))

    def _columns(self) -> list[widgets.VBox]:
        """Controls beside what they show; below one another on a narrow page."""
        left = [*(getattr(self, name) for name in _CONTROLS), self.upload, self.blank, self.news]
        left += [self.next_report]
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
        lang, targets = self.lang.value, self.frames.targets
        plans = tables.plans().loc[lambda held: held["plan"].isin(targets["plan"])]
        mark = plans["own"].map({True: words.say("figure.own", lang), False: ""})
        pieces.offer(self.plan, zip(plans[f"name_{lang}"] + mark, plans["plan"], strict=True))
        targets = targets[targets["plan"] == self.plan.value]
        themes = [theme for theme in plan_targets.THEMES if theme in set(targets["theme"])]
        pieces.offer(self.theme, pieces.named("theme", themes, lang))
        targets = targets[targets["theme"] == self.theme.value]
        names = targets["target"] + " " + targets[f"name_{lang}"]
        pieces.offer(self.target, zip(names, targets["target"], strict=True))
        pieces.offer(self.form, pieces.named("explorer.forms", views.FORMS, lang))
        pieces.offer(self.rule, pieces.named("rule", rules.RULES, lang))
        self._offer_areas(lang)
        for name in _CONTROLS:
            getattr(self, name).description = words.say(f"explorer.{name}", lang)
        self.upload.description = words.say("explorer.own", lang)
        self.next_report.show(self.plan.value, lang)
        self.intro.value = pieces.paragraphs([words.say("explorer.intro", lang)])

    def _offer_areas(self, lang: str) -> None:
        """Areas that have figures of the indicator; those chosen stay, where they have."""
        target = views.one_target(self.frames.targets, self.plan.value, self.target.value)
        rows = self.frames.observations.merge(target[["indicator"]], on="indicator")
        codes = rows["ref_area"].drop_duplicates().sort_values()
        above = codes.isin(views.lineage(target["ref_area"].iloc[0]))
        codes = pd.concat([codes[above], codes[~above]])
        offered = tuple(zip(tables.names(codes, "area", lang), codes, strict=True))
        if offered == tuple(self.areas.options):
            return
        before = [area for area in self.areas.value if area in set(codes)]
        self.areas.value = []  # a page takes no options that are fewer than the place of a choice
        self.areas.options = offered
        self.areas.value = before

    def _draw(self) -> None:
        choice = self.choice
        seen = views.view(choice, self.frames)
        with canvas.house_style():
            png, svg = _picture(seen.figure, "png"), _picture(seen.figure, "svg")
        self.picture.value = _image(seen, png)
        conflicts = phrases.conflicts(self.frames.conflicts, choice.lang)
        self.said.value = pieces.paragraphs([*_headings(seen.said, choice.lang), *conflicts])
        self.news.value = self._told(choice.lang)
        name = f"{choice.plan}-{choice.target}-{choice.form}-{choice.lang}"
        data = {"png": ("image/png", png), "svg": ("image/svg+xml", svg)}
        data["csv"] = ("text/csv;charset=utf-8", files.csv_bytes(seen.numbers))
        links = [pieces.link(f"{name}.{kind}", *file) for kind, file in data.items()]
        self.links.value = pieces.headed("download", " ".join(links), choice.lang)
        self.blank.value = self._template(choice.plan, choice.lang)

    def _template(self, plan: str, lang: str) -> str:
        """The table to fill for a plan; nothing where none of its targets waits for a figure."""
        if plan not in self._blanks:
            rows = template.rows(self._before.observations, plan)
            self._blanks[plan] = template.as_workbook(rows) if len(rows) else b""
        if not self._blanks[plan]:
            return ""
        return pieces.headed(
            "template", pieces.link(f"{plan}.xlsx", _EXCEL, self._blanks[plan]), lang
        )

    def _uploaded(self, change: dict[str, Any]) -> None:
        """Read the file in memory; where anything is wrong in it, say so and go on as before."""
        if not change["new"]:
            return
        file = change["new"][0]
        loaded = own.load(file["name"], bytes(file["content"]))
        _, problems = own.together([*self._others(), loaded])
        self._news = file["name"], loaded.figures, problems
        if len(problems):
            self._changed()
        else:
            self._upload = loaded
            self._joined()

    def _others(self) -> list[own.Loaded]:
        """Own files that are there already, and what was taken from the next report."""
        taken = [self.next_report.loaded] if self.next_report.loaded else []
        return [*map(own.load, own.files(*self._own)), *taken]

    def _joined(self) -> None:
        """What is published, with the own figures of files, of the page and of the next report."""
        mine = [*self._others(), *([self._upload] if self._upload else [])]
        figures, problems = own.together(mine)
        if not len(problems):
            observations = observed.add_own(self._before.observations, figures)
            self.frames = Frames.of(observations, figures)
        self._changed()

    def _told(self, lang: str) -> str:
        """What came of the last upload."""
        if self._news is None:
            return ""
        name, figures, problems = self._news
        told = "refused" if len(problems) else "read"
        lines = [words.say(f"explorer.{told}", lang, name=name, n=len(figures))]
        lines += own.sentences(problems[:_MOST_PROBLEMS], lang)
        if (more := len(problems) - _MOST_PROBLEMS) > 0:
            lines.append(words.say("explorer.more", lang, n=more))
        return pieces.paragraphs(lines)


def _picture(figure: Figure, kind: str) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format=kind, dpi=_DPI)
    return file.getvalue()


def _image(seen: views.View, png: bytes) -> str:
    """The figure as wide as it was drawn, narrower where the page is."""
    width = round(seen.figure.get_figwidth() * 96)
    style = f"width: {width}px; max-width: 100%; height: auto"
    return f'<img alt="{escape(seen.alt)}" src="{pieces.data("image/png", png)}" style="{style}">'


def _headings(said: dict[str, str], lang: str) -> list[str]:
    """Sentences behind their headings; a note needs none."""
    return [text if key == "note" else pieces.headed(key, text, lang) for key, text in said.items()]
