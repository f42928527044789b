"""The prose of the notebooks and of the README, and the numerals in it.

A claim is a sentence with fields, and the values that the tables give for them today. The test
looks for the sentence in its document and compares; ``python tests/prose.py`` writes the values of
today into it, which is what to do after data were added. A numeral that stands in no field of a
claim has to stand in ``numerals.toml``, among those that no table gives.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

import nbformat

ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent

# A number as prose prints it; letters before it make it a part of a name (T04, a1).
_NUMERAL = re.compile(r"(?<![A-Za-z\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d_])")
# What a field may hold in the document: a number, or words where the value of today is words.
_NUMBER, _WORDS = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", r"[^|\n]+?"
# No prose: blocks and spans of code, addresses of links and pictures.
_CODE = re.compile(r"```.*?```|`[^`\n]*`|(?<=\])\([^)\s]*\)", re.S)


class Claim(NamedTuple):
    """A sentence of a document (a notebook's name or a file) and the values of its fields."""

    document: str
    sentence: str
    fields: dict[str, Any]

    @property
    def said(self) -> str:
        """The sentence with the values of today."""
        return self.sentence.format(**self.fields)

    @property
    def pattern(self) -> str:
        """A regular expression of the sentence with any values; a group a field."""
        parts = []
        for text, field, form, _ in Formatter().parse(self.sentence):
            parts.append(re.escape(text))
            if field is not None:
                value = format(self.fields[field], form or "")
                held = _NUMBER if re.fullmatch(_NUMBER, value) else _WORDS
                parts.append(f"({held})")
        return "".join(parts) + r"(?![\d])"


def claim(document: str, sentence: str, **fields: Any) -> Claim:
    """A sentence and the values of its fields."""
    return Claim(document, sentence, fields)


def documents() -> list[str]:
    """The names of all notebooks and the two READMEs."""
    return [f.stem for f in sorted((ROOT / "notebooks").glob("*.ipynb"))] + [
        "README.md",
        "README.zh.md",
    ]


def pieces(document: str) -> list[str]:
    """The markdown cells of a notebook, or the whole of a file."""
    if document.endswith(".md"):
        return [(ROOT / document).read_text("utf-8")]
    cells = nbformat.read(_notebook(document), 4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def unheld(document: str, claims: Iterable[Claim]) -> list[str]:
    """Numerals of a document, in their words, that no claim and no exception holds."""
    patterns = [re.compile(c.pattern) for c in claims if c.document == document]
    allowed = [re.compile(e) for e in exceptions(document)]
    return [
        text[max(0, at - 40) : end + 25].replace("\n", " ")
        for text in pieces(document)
        for at, end in _numerals(text)
        if not _within(at, end, _spans(text, patterns, allowed))
    ]


def exceptions(document: str) -> list[str]:
    """Patterns of numerals that no table gives, everywhere and in this document."""
    return [*own_exceptions("everywhere").values(), *own_exceptions(document).values()]


def own_exceptions(document: str) -> dict[str, str]:
    """The exceptions of one document by name."""
    return tomllib.loads((TESTS / "numerals.toml").read_text("utf-8")).get(document, {})


def write(claims: Iterable[Claim]) -> list[Claim]:
    """Write the values of today into the documents; returns claims whose words are not there."""
    lost = []
    for one in claims:
        if any(one.said in piece for piece in pieces(one.document)):
            continue
        path = ROOT / one.document if one.document.endswith(".md") else _notebook(one.document)
        changed = _rewrite(path, one)
        lost += [] if changed else [one]
    return lost


def _rewrite(path: Path, one: Claim) -> int:
    if path.suffix == ".md":
        text, count = re.subn(one.pattern, lambda _: one.said, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        return count
    notebook, count = nbformat.read(path, 4), 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source, n = re.subn(one.pattern, lambda _: one.said, cell.source)
            count += n
    nbformat.write(notebook, path)
    return count


def _notebook(name: str) -> Path:
    return ROOT / "notebooks" / f"{name}.ipynb"


def _numerals(text: str) -> Iterator[tuple[int, int]]:
    code = [m.span() for m in _CODE.finditer(text)]
    for found in _NUMERAL.finditer(text):
        if not _within(*found.span(), code):
            yield found.span()


def _spans(text: str, claims: list[re.Pattern], allowed: list[re.Pattern]) -> list[tuple[int, int]]:
    fields = [m.span(i + 1) for p in claims for m in p.finditer(text) for i in range(p.groups)]
    return fields + [m.span() for p in allowed for m in p.finditer(text)]


def _within(at: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= at and end <= last for first, last in spans)


if __name__ == "__main__":
    from claims import claims

    missing = write(claims())
    sys.exit("\n".join(f"not in {c.document}: {c.said}" for c in missing) or 0)
