"""How long the explorer takes to redraw, as a ratio to drawing the figure alone."""

import time

from plangaps import explorer


def test_a_control_redraws_in_little_more_than_its_figure(benchmark):
    widget = explorer.Explorer()
    start = time.perf_counter()
    explorer.view(
        explorer.Choice("dafang-2023", "T04", ("CN",), "series", "statcan", "en"), widget.frames
    )
    alone = time.perf_counter() - start
    languages = iter(["zh", "en"] * 4)

    def switch() -> None:
        widget.lang.value = next(languages)

    benchmark.pedantic(switch, rounds=6)
    assert widget.picture.value
    benchmark.extra_info["times_the_figure_alone"] = benchmark.stats.stats.median / alone
