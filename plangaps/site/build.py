"""All pages of the site in a folder."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import charts, citing, files, findings, record, rules, tables, words
from plangaps.charts import phrases
from plangaps.report import Frames, catalogue, processes
from plangaps.report.catalogue import Entry
from plangaps.report.drawing import PAGE, drawn, printed
from plangaps.site import data, goals, lookup, notebooks, papers, places
from plangaps.site.pages import Site

_ANSWER = ["plan_judged", "plan_silent", "record_states", "all_judged", "nation_judged"]
_RECORD = ["record_states", "nation_in_record"]
_METHODS = ["judged", "gap", "bounds", "verdicts", "projections"]
_BY = ["level", "theme", "decade"]

Write = Callable[[str, bytes], None]


def build(
    frames: Frames, output: str | Path = "site", *, jobs: int = 2, progress: bool = False
) -> Path:
    """Write the site of ``frames`` and of the record to the folder ``output``; returns it.

    ``jobs`` processes draw at the same time. The pages open from a disk or from any web server and
    ask no other machine for anything. Raises :class:`plangaps.files.OutputError` for a folder that
    cannot be written to.
    """
    place = files.folder(output)

    def write(path: str, page: bytes) -> None:
        for parent in reversed(Path(path).parents):
            files.folder(place / parent)
        files.write(place / path, page)

    rows, areas = places.rows(), places.every()
    write("index.html", _asset("index.html"))
    for name in ("site.css", "site.js", "area.js", "search.js"):
        write(name, _asset(name))
    write("code.css", notebooks.styles().encode())
    _write_data(rows, areas, write)
    held = findings.Held(frames.observations)
    pictures = list(
        processes.each(_pictures, catalogue.every(), frames, jobs=jobs, progress=progress)
    )
    for lang in words.LANGUAGES:
        site = Site(lang, int(frames.observations["year"].max()))
        _write_texts(site, held, areas, write)
        _write_figures(site, pictures, write)
        _write_goals(site, frames, write)
        _write_places(site, areas, write)
        _write_notebooks(site, write)
        _write_papers(site, write)
    return place


def _asset(name: str) -> bytes:
    return resources("plangaps.site").joinpath("assets", name).read_bytes()


def _write_data(rows: pd.DataFrame, areas: pd.DataFrame, write: Write) -> None:
    """The record as scripts: by area, by indicator, and what can be searched."""
    for code, one in places.each(rows):
        write(f"data/areas/{code}.js", data.script(code, one))
    for code, listed in lookup.each(rows):
        write(f"data/indicators/{code}.js", data.script(code, listed))
    write("data/places.js", data.script("places", lookup.places(areas)))
    write("data/indicators.js", data.script("indicators", lookup.indicators(rows)))
    write("data/names.js", data.script("names", lookup.names(rows)))
    for lang in words.LANGUAGES:
        write(f"data/words-{lang}.js", data.script("words", _vocabulary(lang)))


def _vocabulary(lang: str) -> dict[str, Any]:
    """Words that pages made by a script need, by group and code."""
    groups = ["verdict", "match", "silence", "level", "theme", "comparator", "promises.hand",
              "record_rates.state", "promises.column", "site.script"]  # fmt: skip
    texts = words.table()
    return {
        group: {
            key.removeprefix(f"{group}."): text[lang]
            for key, text in texts.items()
            if key.startswith(f"{group}.")
        }
        for group in groups
    }


def _write_texts(site: Site, held: findings.Held, areas: pd.DataFrame, write: Write) -> None:
    """Home, record, search, methods, data dictionary."""
    lang = site.lang

    def said(*names: str) -> list[str]:
        return [text for name in names if (text := findings.say(name, held, lang))]

    right = record.share_right()
    audited = charts.audit.notes(charts.audit.beside(pd.DataFrame([{}]), right), lang)
    figures = [_of_record(held, by, right, lang) for by in _BY]
    for picture in figures:
        write(f"{lang}/figures/{picture['name']}.svg", picture["svg"])
        write(f"data/figures/{picture['name']}.csv", picture["numbers"])
    write(f"{lang}/index.html", site.page("index", "index.html", answer=said(*_ANSWER)))
    provinces = _by_province(areas, lang)
    write(
        f"{lang}/record.html",
        site.page("record", "record.html", answer=said(*_RECORD), audited=audited, figures=figures,
                  provinces=provinces),
    )  # fmt: skip
    write(f"{lang}/search.html", site.page("search", "search.html"))
    methods = [words.say(f"report.method.{key}", lang) for key in _METHODS]
    write(f"{lang}/methods.html", site.page("methods", "methods.html", methods=methods,
                                            audited=audited, rules=_rules(lang)))  # fmt: skip
    sources = citing.cited(tables.sources()["source"], lang).to_dict("records")
    write(f"{lang}/data.html", site.page("data", "data.html", tables=_dictionary(),
                                         sources=sources))  # fmt: skip


def _of_record(held: findings.Held, by: str, right: pd.DataFrame, lang: str) -> dict[str, Any]:
    """A figure of the record, as :func:`_pictures` gives those of the catalogue."""
    form = charts.FORMS["record_rates"]
    numbers = form.numbers(held.promises, by, right)
    svg = printed(form.draw(numbers, lang), "svg", PAGE)
    return {"name": f"record-{by}", "told": form.tell(numbers, lang), "svg": svg,
            "numbers": files.csv_bytes(numbers)}  # fmt: skip


def _by_province(areas: pd.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Areas under their province, itself first."""
    codes = areas["ref_area"]
    province = codes.where(codes == "CN", codes.str[:2] + "0000")
    groups = areas.assign(name=areas[f"name_{lang}"]).groupby(province, sort=False)
    named = tables.names(pd.Series(list(groups.groups)), "area", lang)
    return [
        {"name": name, "areas": group.to_dict("records")}
        for name, (_, group) in zip(named, groups, strict=True)
    ]


def _rules(lang: str) -> list[tuple[str, str]]:
    """Name of each published rule, and what it does as its function says, with its source."""
    docs = {name: inspect.getdoc(getattr(rules, name)) for name in rules.RULES}
    return [
        (phrases.rule_name(name, lang), f"{docs[name]}\n\n{rule['source']}")
        for name, rule in rules.RULES.items()
    ]


def _dictionary() -> list[dict[str, Any]]:
    """Tables of the data and their columns, from the table schemas."""
    package = json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))
    return [
        {"title": resource["title"], "path": resource["path"],
         "fields": tables.schema(Path(resource["schema"]).stem)["fields"]}
        for resource in package["resources"]
    ]  # fmt: skip


def _pictures(entry: Entry, frames: Frames) -> dict[str, Any]:
    """One figure of the collection in both languages: ``svg``, ``told``, and its ``numbers``."""
    numbers = entry.numbers(frames)
    return {
        "name": entry.name,
        "theme": entry.theme,
        "numbers": files.csv_bytes(numbers),
        "told": {lang: entry.tell(numbers, lang) for lang in words.LANGUAGES},
        "svg": {
            lang: printed(drawn(entry, numbers, lang, PAGE), "svg", PAGE)
            for lang in words.LANGUAGES
        },
    }


def _write_figures(site: Site, pictures: list[dict[str, Any]], write: Write) -> None:
    lang = site.lang
    themes = [
        {"name": words.say(f"theme.{theme}", lang),
         "figures": [p | {"told": p["told"][lang]} for p in pictures if p["theme"] == theme]}
        for theme in catalogue.THEMES
    ]  # fmt: skip
    for picture in pictures:
        write(f"{lang}/figures/{picture['name']}.svg", picture["svg"][lang])
        write(f"data/figures/{picture['name']}.csv", picture["numbers"])
    write(f"{lang}/figures.html", site.page("figures", "figures.html", themes=themes))


def _write_goals(site: Site, frames: Frames, write: Write) -> None:
    lang, targets = site.lang, goals.listed(frames)
    like = goals.elsewhere(targets, record.pairs())
    verdicts = phrases.verdicts(targets, lang)
    rows = []
    for row, verdict in zip(targets.to_dict("records"), verdicts, strict=True):
        one = goals.shown(row["target"], frames, lang)
        one |= {"target": row["target"], "theme": words.say(f"theme.{row['theme']}", lang)}
        one["elsewhere"] = goals.kept(like.loc[row["target"]], lang)
        write(f"{lang}/targets/{row['target']}.svg", one["svg"])
        write(f"{lang}/targets/{row['target']}.csv", files.csv_bytes(one["numbers"]))
        path = f"targets/{row['target']}.html"
        write(f"{lang}/{path}", site.page("target", path, one=one))
        rows.append(one | {"verdict": verdict})
    table = _overview(rows, lang)
    write(f"{lang}/targets.html", site.page("targets", "targets.html", rows=rows, table=table))


def _overview(rows: list[dict[str, Any]], lang: str) -> pd.DataFrame:
    """The targets, each with its promise and verdict."""
    frame = pd.DataFrame(rows)[["target", "heading", "promise", "verdict"]]
    heads = [words.say(f"site.target.{key}", lang) for key in ("promise", "verdict")]
    return frame.set_axis(
        [words.say("column.target", lang), words.say("column.name", lang), *heads], axis="columns"
    )


def _write_places(site: Site, areas: pd.DataFrame, write: Write) -> None:
    for area in areas.to_dict("records"):
        path = f"areas/{area['ref_area']}.html"
        name = area[f"name_{site.lang}"]
        write(f"{site.lang}/{path}", site.page("area", path, area=area, name=name))


def _write_notebooks(site: Site, write: Write) -> None:
    listed = notebooks.every(site.lang)
    for notebook in listed:
        path = f"notebooks/{notebook.name}.html"
        write(f"{site.lang}/{path}", site.page("notebook", path, notebook=notebook))
    write(f"{site.lang}/notebooks.html", site.page("notebooks", "notebooks.html", listed=listed))


def _write_papers(site: Site, write: Write) -> None:
    listed = papers.every()
    for paper in listed:
        path = f"papers/{paper.name}.html"
        write(f"{site.lang}/{path}", site.page("paper", path, paper=paper))
    path = "papers/reference.html"
    write(f"{site.lang}/{path}", site.page("reference", path, modules=papers.reference()))
    write(f"{site.lang}/papers.html", site.page("papers", "papers.html", listed=listed))
