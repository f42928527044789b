"""How many targets were met, missed, or could not be judged, and why."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plan_targets import THEMES
from plangaps import frames, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.gaps import OUTCOME

# Verdicts in full colours, reasons for none in pale ones, from nearest evidence to none at all;
# neighbours are told apart by the hatch, without colour too.
_LOOKS = {
    "met": (canvas.VERDICT["met"][1], ""),
    "missed": (canvas.VERDICT["missed"][1], "xx"),
    "open": ("#ffffff", ""),
    "other_area": ("#9dc3e0", "//"),
    "other_definition": ("#c9b3d9", ".."),
    "before_due": ("#f0d9a0", "\\\\"),
    "part_of_total": ("#b4d9b9", "--"),
    "weak_source": ("#d8cfc0", "oo"),
    "bound_too_loose": ("#e0b9bd", "++"),
    "no_observation": ("#ececec", ""),
}
_JUDGED = ["met", "missed"]
_TRACED = ["source", "obs_source", "context_source"]


@frames.takes(table=frames.needs("ref_area", "due", *_TRACED, "obs_own", theme=THEMES, **OUTCOME))
def numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Targets of each ``theme`` and ``outcome``: a verdict, or the reason why there is none.

    ``table`` as from :func:`plangaps.gaps.gap_table`. Out, one row a theme and outcome that has
    any: ``targets``, ``own_figures`` (how many of them an own figure judges or would), ``source``
    (codes); and of the whole table ``areas`` (codes) and the ``first`` and ``last`` year due.
    Raises ValueError for a table without rows.
    """
    phrases.need_rows(table, "table")
    rows = table.assign(outcome=phrases.outcome(table), own_figures=table["obs_own"])
    orders = {"theme": list(THEMES), "outcome": list(_LOOKS)}
    rows = rows.assign(**{c: pd.Categorical(rows[c], order) for c, order in orders.items()})
    grouped = rows.groupby(list(orders), observed=True)
    codes = grouped[_TRACED].agg(phrases.several).agg(phrases.several, axis="columns")
    counts = grouped.agg(targets=("theme", "size"), own_figures=("own_figures", "sum"))
    ends = {"first": table["due"].min(), "last": table["due"].max()}
    areas = phrases.several(table["ref_area"])
    return counts.assign(source=codes, areas=areas, **ends).reset_index()


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A stacked bar a theme, a part an outcome."""
    counts = numbers.pivot_table("targets", "theme", "outcome", "sum", fill_value=0, observed=True)
    figure, (ax,) = canvas.sheet(told, 0.5 * len(counts), left=1.6, right=2.9, below=0.45)
    _bars(ax, counts, lang)
    canvas.rows(ax, [words.say(f"theme.{theme}", lang) for theme in counts.index], 1.55, 8.5)
    ax.set_xlabel(words.say("verdict_counts.axis", lang))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.locator_params(axis="x", integer=True)
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), frameon=False, fontsize=8)
    return figure


def _bars(ax: Axes, counts: pd.DataFrame, lang: str) -> None:
    start, widest = 0 * counts.iloc[:, 0], counts.sum(axis="columns").max()
    for outcome, count in counts.items():
        colour, hatch = _LOOKS[str(outcome)]
        name = phrases.outcome_name(str(outcome), lang)
        bars = ax.barh(
            range(len(counts)),
            count,
            left=start,
            height=0.62,
            color=colour,
            edgecolor="#8a8a8a",
            linewidth=0.6,
            hatch=hatch,
            label=canvas.wrap(name, 2.1 if canvas.is_narrow() else 2.65, 8),
        )
        ax.bar_label(
            bars,
            [f"{n:.0f}" if n >= widest / 35 else "" for n in count],
            label_type="center",
            size=8.5,
            color="white" if outcome in _JUDGED else canvas.INK,
            bbox={"fc": colour, "ec": "none", "pad": 1.5},
        )
        start = start + count


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many of the targets due can be judged; how many have each outcome."""
    totals = numbers.groupby("outcome", observed=True)["targets"].sum().astype("int64")
    judged = numbers[numbers["outcome"].isin(_JUDGED)]
    own, n, open_ = (int(v) for v in (judged["own_figures"].sum(), judged["targets"].sum(),
                                      totals.get("open", 0)))  # fmt: skip
    key = "own" if own else "some" if n else "none"
    due = int(totals.sum()) - open_
    where = _where(numbers, lang)
    title = words.say(f"verdict_counts.{key}", lang, where=where, due=due, judged=n, own=own)
    title += words.say("verdict_counts.open", lang, open=open_) if open_ else ""
    title = title if due else words.say("figure.waiting", lang, n=open_)
    facts = phrases.counted(totals, lang) + phrases.by_own(own, lang)
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("verdict_counts", title, facts, [], sources, lang)


def _where(numbers: pd.DataFrame, lang: str) -> str:
    """Whose targets they are and for which years."""
    first = numbers.iloc[0]
    areas = pd.DataFrame({"ref_area": first["areas"].split(phrases.SEVERAL)})
    years = pd.DataFrame({"due": [first["first"], first["last"]]})
    return phrases.selection(phrases.named(areas).merge(years, how="cross"), lang)


verdict_counts = Form("verdict_counts", numbers, draw, tell)
