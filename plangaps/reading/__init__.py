"""Read the quantitative targets out of a government work report.

>>> from plangaps.reading import read_targets
>>> read_targets("力争新建学校3所，森林覆盖率稳定在60%以上。", 2026)["wording"].tolist()
['力争新建学校3所', '森林覆盖率稳定在60%以上']

``lexicon.toml`` holds the words, ``document`` the forms of a text that all readers share,
``quantities`` finds numbers and units, ``sections`` what is review and what is plan, ``years`` of
which years, ``outlook`` which clauses speak of the future, ``grammar`` whose quantity it is,
``exclusions`` what is no target, and ``naming`` what is measured; the modules ``outcome_*`` do the
same for what was reached. Of two reports, ``definitions`` tells what an indicator's name says,
``meaning`` what a target or an outcome means, ``likeness`` how alike names are, ``matching`` which
outcome answers which target, and ``mentions`` what the review says without a figure. ``terms``
takes a name apart, and ``linking`` gives it the code of its indicator.
"""

from plangaps.reading.drafts import draft_plan
from plangaps.reading.files import read_text
from plangaps.reading.many import read_reports
from plangaps.reading.marking import marked, marked_pair
from plangaps.reading.outcomes import read_outcomes
from plangaps.reading.pairs import read_pair
from plangaps.reading.targets import read_targets

__all__ = [
    "draft_plan",
    "marked",
    "marked_pair",
    "read_outcomes",
    "read_pair",
    "read_reports",
    "read_targets",
    "read_text",
]
