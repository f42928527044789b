"""The table of words: both languages say the same, in their own marks, and nothing is left over."""

import ast
import re
import string
from pathlib import Path

import pytest
from each import each
from hypothesis import given
from hypothesis import strategies as st

from plangaps import words

ROOT = Path(__file__).parents[1]
CODE = {
    path: path.read_text("utf-8")
    for path in [ROOT / "plan_targets.py", *ROOT.glob("plangaps/**/*.py")]
}
HAN = re.compile("[\u4e00-\u9fff]")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@each(words.table())
def test_both_languages_say_it_with_the_same_values(key):
    english, chinese = (words.table()[key][lang] for lang in words.LANGUAGES)
    if key != "figure.more":  # English says how many more, Chinese how many in all
        assert placeholders(english) == placeholders(chinese)
    assert not HAN.search(english)
    assert not re.search("[，。；：（）]", english)
    plain = re.sub(r"\{[^}]*\}", "", chinese)
    assert not re.search(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", plain), chinese


def texts() -> set[str]:
    """Every text in the code, and the fixed beginnings and ends of those that are put together."""
    found = set()
    for text in CODE.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_key_is_used():
    """By its name, or by its group where the last part is a code of the data."""
    said = texts()
    groups = {re.sub(r"\.$", "", text) for text in said if re.fullmatch(r"[\w.-]+\.?", text)}
    unused = [
        key
        for key in words.table()
        if key not in said and not any(key.startswith(f"{group}.") for group in groups)
    ]
    assert unused == []


def is_pair(node: ast.AST) -> bool:
    """A text in English and the same in Chinese, side by side in the code."""
    if not (isinstance(node, ast.Tuple) and len(node.elts) == 2):
        return False
    held = [e.value if isinstance(e, ast.Constant) else None for e in node.elts]
    if not all(isinstance(text, str) for text in held):
        return False
    return sorted(bool(HAN.search(text)) for text in held) == [False, True] and "zh" not in held


def test_no_pair_of_words_stands_in_the_code():
    """But the words of reports and the headings of yearbooks, which are read and not told."""
    pairs = [
        path.name
        for path, text in CODE.items()
        if path.parent.name not in ("reading", "own")
        and any(map(is_pair, ast.walk(ast.parse(text))))
    ]
    assert pairs == []
    assert is_pair(ast.parse("('met', '已完成')").body[0].value)


def test_another_language_or_key_is_refused():
    with pytest.raises(ValueError, match="lang: found 'de'; allowed: 'en' or 'zh'"):
        words.say("verdict.met", "de")
    with pytest.raises(KeyError):
        words.say("verdict.perhaps", "en")


def test_groups_are_said_by_code():
    assert words.said(["met", "open"], "verdict", "en") == {"met": "met", "open": "not due yet"}


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (27e6, "CNY", "27 million yuan", "2700万元"),
        (2.09e12, "CNY", "2.09 trillion yuan", "2.09万亿元"),
        (9.15e9, "CNY", "9.15 billion yuan", "91.5亿元"),
        (20_000, "persons", "20,000 persons", "2万人"),
        (9_999, "persons", "9,999 persons", "9999人"),
        (82.11, "percent", "82.11 %", "82.11%"),
        (-0.4, "percent", "-0.4 %", "-0.4%"),
        (60, "km2", "60 km²", "60平方公里"),
        (1_433.33, "km2", "1,433 km²", "1433平方公里"),
    ],
)
def test_numbers_as_readers_write_them(value, unit, english, chinese):
    assert words.number(value, unit, "en") == english
    assert words.number(value, unit, "zh") == chinese


@given(st.floats(1, 1e15), st.sampled_from(["CNY", "persons", "percent", "km"]),
       st.sampled_from(words.LANGUAGES))  # fmt: skip
def test_one_scale_makes_an_axis_readable(largest, unit, lang):
    divisor, name = words.scale([0.0, -largest], unit, lang)
    assert name.endswith(words.say(f"unit.{unit}", lang))
    assert largest / divisor >= 1
    assert divisor == 1 or largest / divisor < 1e5


def test_differences_have_a_sign_and_chances_are_never_sure():
    assert words.difference(0.4, "percent", "en") == "+0.4 points"
    assert words.difference(-27e6, "CNY", "zh") == "−2700万元"
    assert words.difference(0, "percent", "en") == "0 points"
    assert [words.chance(p, "en") for p in (0.001, 0.5, 0.999)] == ["< 1 %", "50 %", "> 99 %"]
    assert words.chance(0.001, "zh") == "<1%"
    assert words.listed(["甲", "乙"], "zh") == "甲、乙"
    assert words.listed(["a", "b", "c"], "en") == "a, b, c"
