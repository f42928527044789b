"""The Chinese notebooks are their English twins: the same code in the same order, Chinese prose."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.name for path in ROOT.glob("*.ipynb"))
HAN = re.compile("[\u4e00-\u9fff]")
# What the code of a Chinese notebook says otherwise: the language, and where it stands.
IN_ENGLISH = {', lang="zh"': "", '"zh")': '"en")', "name_zh": "name_en", '"../../': '"../'}


def cells(path, kind):
    notebook = json.loads(path.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def in_english(code):
    for chinese, english in IN_ENGLISH.items():
        code = code.replace(chinese, english)
    return code


def digits(text):
    """Numbers of a text but those within code and names."""
    plain = re.sub(r"`[^`]*`", "", text)
    return sorted(re.findall(r"(?<![A-Za-z0-9.])-?\d+(?:\.\d+)*(?![A-Za-z0-9])", plain))


def test_every_notebook_has_its_twin():
    assert sorted(path.name for path in (ROOT / "zh").glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_twins_run_the_same_code(name):
    assert [in_english(code) for code in cells(ROOT / "zh" / name, "code")] == [
        in_english(code) for code in cells(ROOT / name, "code")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_figures_and_findings_are_in_chinese(name):
    for code in cells(ROOT / "zh" / name, "code"):
        asked = len(re.findall(r"\bcharts\.\w+\((?!\))|findings\.show\(", code))
        assert code.count('lang="zh"') >= asked


@pytest.mark.parametrize("name", NAMES)
def test_the_prose_is_chinese_with_the_same_headings_code_and_numbers(name):
    english, chinese = cells(ROOT / name, "markdown"), cells(ROOT / "zh" / name, "markdown")
    assert len(english) == len(chinese)
    for ours, theirs in zip(chinese, english, strict=True):
        assert HAN.search(ours)
        assert re.findall("^#+", ours, re.M) == re.findall("^#+", theirs, re.M)
        assert set(re.findall("`[^`]+`", ours)) == set(re.findall("`[^`]+`", theirs))
        assert digits(ours) == digits(theirs)
        plain = re.sub("`[^`]*`", "", ours)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]", plain), ours
