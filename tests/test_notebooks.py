"""The notebooks' form: a question first, data before figures, short cells, clean outputs."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def cells(path: Path, kind: str) -> list:
    return [c for c in nbformat.read(path, 4).cells if c.cell_type == kind]


def test_begins_with_a_question_and_three_sentences(path):
    first = nbformat.read(path, 4).cells[0]
    assert first.cell_type == "markdown"
    title, text = first.source.split("\n", 1)
    assert re.fullmatch(r"# .+\?", title)
    assert len(re.findall(r"[.!?](?:\s|$)", text.strip())) >= 3


def test_has_one_cell_of_imports_and_it_comes_second(path):
    second = nbformat.read(path, 4).cells[1]
    importing = [c for c in cells(path, "code") if re.search(r"^(?:import|from) ", c.source, re.M)]
    assert [c.source for c in importing] == [second.source]


def test_cells_are_short_and_few(path):
    sources = [c.source.strip() for c in cells(path, "code")]
    assert len(nbformat.read(path, 4).cells) <= 40
    assert max(len(s.splitlines()) for s in sources) <= 8
    assert not [s for s in sources if re.search(r"^\s*(?:def|class|for|while) ", s, re.M)]


def test_outputs_are_kept_in_order_and_clean(path):
    code = cells(path, "code")
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    outputs = [o for c in code for o in c.outputs]
    assert outputs
    assert not [o for o in outputs if o.output_type in ("error", "stream")]
    assert not [o for o in outputs if "image/svg+xml" in o.get("data", {})]
    assert not [o for o in outputs if re.search(r"0x[0-9a-f]{6}", str(o.get("data", "")))]


def test_says_something_after_each_figure(path):
    listed = nbformat.read(path, 4).cells
    figures = [
        i
        for i, c in enumerate(listed)
        if c.cell_type == "code" and any("image/png" in o.get("data", {}) for o in c.outputs)
    ]
    assert figures
    for i in figures:
        after = listed[i + 1]
        said = after.source if after.cell_type == "markdown" else str(after.outputs)
        assert after.cell_type == "markdown" or "text/markdown" in said


def test_no_cell_is_left_out_of_the_comparison(path):
    marks = [m for c in cells(path, "code") for m in c.metadata.get("tags", [])]
    assert not [m for m in marks if m.startswith("nbval") or "skip" in m]
    assert "NBVAL" not in "".join(c.source for c in cells(path, "code"))


def test_no_cell_but_the_imports_is_a_copy_of_another(path):
    sources = [c.source for other in NOTEBOOKS for c in cells(other, "code")]
    mine = [c.source for c in cells(path, "code") if not c.source.startswith("import ")]
    assert not [source for source in mine if sources.count(source) > 1]
