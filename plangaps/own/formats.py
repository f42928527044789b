"""A number as its cell shows it: number formats can show another one than the cell holds."""

from __future__ import annotations

import re
from decimal import Decimal

_GENERAL = {"", "General", "G/通用格式", "@"}
_MOST_SIGNS = 255  # of a format, as Excel has it
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].'
    r"|(?P<digits>E[+-]|[0#?.,%])|(?P<end>;)|(?P<other>.)"
)
_BOUND = re.compile(r"[<>=]")
_SAID = re.compile(r"[\w%‰]")
_MINUS = re.compile("[-−–(△▲]")


def shown(value: float, code: str) -> str:
    """``value`` with the words and the per cent sign that the format ``code`` adds.

    ``=format CODE`` where the format shows another number (in thousands, without its sign, with a
    point of its own, by a condition) or none: what the cell stands for is not guessed.
    """
    if code in _GENERAL:
        return number(value)
    if len(code) > _MOST_SIGNS:
        return f"=format {code[:20]}..."
    sections = _sections(code.replace("G/通用格式", "0").replace("General", "0"))
    at = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0
    signs, literals, bounded = sections[at]
    digits = re.sub("\0+", "\0", signs).strip("\0").replace("%", "")
    scaled = re.search(r"[0#?.],+(?![0#?,])|[0#?.,]\0", digits) or bounded
    unsigned = at == 1 and not _MINUS.search("".join(literals))
    if not digits or scaled or unsigned:
        words = "".join(literals).strip()
        plain = words and not digits and not re.search("[A-Za-z]", words)
        return words if plain else f"=format {code}"
    before = signs.split(digits[0], 1)[0].count("\0")
    text = number(float(Decimal(repr(value)) * 100)) + "%" if "%" in signs else number(value)
    return _said(literals[:before]) + text + _said(literals[before:])


def number(value: float) -> str:
    """A number in digits, a whole one without a point."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _sections(code: str) -> list[tuple[str, list[str], bool]]:
    """Each section: its digits, with a NUL for each literal; the literals; whether a condition."""
    sections: list[tuple[str, list[str], bool]] = [("", [], False)]
    for token in _TOKEN.finditer(code):
        signs, literals, bounded = sections[-1]
        kind, text = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "end":
            sections.append(("", [], bounded))
        elif kind == "digits":
            sections[-1] = signs + text[0], literals, bounded
        elif kind == "bracket":
            sections[-1] = signs, literals, bounded or bool(_BOUND.match(text))
        elif kind:
            sections[-1] = signs + "\0", [*literals, text], bounded
    return sections


def _said(literals: list[str]) -> str:
    """Words before or behind a number, nothing where they are only signs and currencies."""
    text = "".join(literals).strip()
    return text if _SAID.search(text) else ""
