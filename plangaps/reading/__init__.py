"""Read the quantitative targets out of a government work report.

>>> from plangaps.reading import read_targets
>>> read_targets("力争新建学校3所，森林覆盖率稳定在60%以上。", 2026)["wording"].tolist()
['力争新建学校3所', '森林覆盖率稳定在60%以上']
"""

from plangaps.reading.targets import COLUMNS, read_targets

__all__ = ["COLUMNS", "read_targets"]
