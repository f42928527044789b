"""Which clauses of a text tell what was reached, and of which years."""

from __future__ import annotations

import re
from bisect import bisect_left as bisect
from collections.abc import Iterator, Sequence

from plangaps.reading.document import Document
from plangaps.reading.lexicon import any_of
from plangaps.reading.outlook import future_clauses
from plangaps.reading.quantities import Quantity
from plangaps.reading.result import Phrase, Result
from plangaps.reading.sections import Part
from plangaps.reading.years import Years, years_gone

_FAR = 200  # characters before a quantity that may tell its years
TITLE = 400  # characters at the beginning of a text in which its title stands
COMMUNIQUE = re.compile(r"((?:19|20)\d\d)年[^。]{0,25}统计公报")
_NOTES = re.compile(r"^[*#]*注释?[：:]?[*]*$|^[*]*注：\d", re.M)  # behind a communiqué

_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^。！？]+")
_CLAUSE = re.compile(r"(?:[^，；：:;,]|(?<=\d)[：:](?=\d)|(?<=\d)[,，](?=\d{3}(?!\d)))+")
_AHEAD = re.compile(any_of("reached", "ahead"))
_OPENING = re.compile("(?:各位代表[，！!：:、])?")
_ADDRESS = "(?:各位代表[，！!：:、]?)?(?:——)?"
_TERM = re.compile(
    _ADDRESS + "[^，。]{0,4}(?:(?:过去|这|近)的?[四五45]年"
    "|(?<![0-9])[四五45]年(?:[来间]|(?=累计|新增|共|完成|建|年均|平均|[一-龥]{2,6}，)(?!规划|计划))"
    "|本届[市省县区州]?(?:人民)?政府|“?十[一二三四五]五”?(?:时期|期间|以来|[，是]))"
)
_LAST = re.compile(
    _ADDRESS + "(?:[^，。]{0,4}过去的?(?:一年|20[0-9]{2}年)|一年来|去年"
    "|20[0-9]{2}年(?=[，是,：]|我[省市县区们]|全[省市县区]))"
)
_THEN = re.compile("[到至]?((?:19|20)[0-9]{2})年(?!前|来|以来)|去年|全年")
_TERM_WORDS = "(?:五年|十.?五|本届|任期)"
_TERM_AND_YEAR = re.compile(
    f"{_TERM_WORDS}.{{1,12}}(?:[0-9]{{4}}年|去年|一年)"
    f"|(?:[0-9]{{4}}年|去年|一年).{{1,12}}{_TERM_WORDS}"
)
_FROM_TO = re.compile(r"((?:19|20)\d\d)年?[-~至到—]+((?:19|20)\d\d)年")
_NAMED = re.compile(
    r"(?:(?<=[到至])(?<!恢复到)|(?<![比较从由与同是为占])(?!\d{4}年的))((?:19|20)\d\d)年"
)
_BASE_YEAR = re.compile(r"((?:19|20)\d\d)年")
_AGAINST = re.compile(r"[比较与同]((?:19|20)\d\d)年")
_SAME_YEAR = re.compile("同比|[比较与](?:上年|去年)")
_COMPARED = re.compile(r"[比较与同]((?:19|20)\d\d)年相比，")
YEARLY = re.compile("年均|平均每年|每年平均")
_AGAINST_PLAN = re.compile("[比较与同](“?(?:十[一二三四五六]?|[六七八九])五”?(?:时期|期?末))")
STOCK = re.compile(f"(?:{any_of('reached', 'stocks')}|[率比重])$")
_STANDING = re.compile("参[保合加]|覆盖|在[校册岗]|拥有|享受|人均|每[百千万]")
_SUMMED = re.compile("[三四五]年(?![来间以])")
_WORKS = {"count", "area", "length"}  # what is made in each year, no stock at the end
_PLANNED = re.compile(any_of("reached", "planned"))
_PASSES = re.compile("突破|[超迈跨站登跃跳]")


def phrases(document: Document) -> Iterator[Phrase]:
    """Clauses that tell of the past, in order; all of a communiqué, the review of a report."""
    text, year = document.plain, document.year
    if COMMUNIQUE.search(text[:TITLE]):
        last, notes = year - 1 if year else None, _NOTES.search(text, len(text) // 2)
        whole = Part("review", 0, notes.start() if notes else len(text), last, last, "")
        yield from _clauses(document, whole, False)
        return
    parts = document.sections.parts
    carries = any(_reviews_both(text, part) for part in parts)
    term = _term(parts, year, carries)
    for part in parts:
        if part.kind in ("review", "mixed"):
            for phrase in _clauses(document, part, carries):
                yield phrase._replace(term=term)


def _term(parts: Sequence[Part], year: int | None, carries: bool) -> Years | None:
    """Years of the term that a text reviews beside its last year."""
    named = (p for p in parts if p.kind == "review" and p.first != p.last)
    if part := next(named, None):
        return part.first, part.last
    return (year - 5, year - 1) if carries and year else None


def _reviews_both(text: str, part: Part) -> bool:
    """Whether a heading announces a review of a term and of its last year in one."""
    lines = text[part.start : min(part.start + 3000, part.end)].split("\n")
    heads = (line for line in lines if len(line) < 45)
    return part.kind == "review" and any(map(_TERM_AND_YEAR.search, heads))


def _clauses(document: Document, part: Part, carries: bool) -> Iterator[Phrase]:
    text, year, mixed = document.plain, document.year, part.kind == "mixed"
    coming = {clause.start for clause in future_clauses(document)} if mixed else set()
    places = [quantity.start for quantity in document.quantities]
    last = year - 1 if year else None
    years = own = (last, last) if mixed else (part.first, part.last)
    for paragraph in _PARAGRAPH.finditer(text, part.start, part.end):
        years = years if carries else own
        for sentence in _SENTENCE.finditer(text, *paragraph.span()):
            opens = _OPENING.fullmatch(text, paragraph.start(), sentence.start()) is not None
            if not mixed and _PLANNED.search(sentence[0]):
                return  # what follows is the plan
            years = _turned(sentence[0], opens, years, own, year)
            if bisect(places, sentence.start()) == bisect(places, sentence.end()):
                continue  # nothing is measured
            now, estimated = years, sentence[0].find("预计") + sentence.start()
            for clause in _CLAUSE.finditer(text, *sentence.span()):
                now = _named(clause[0], year) or now
                if clause.start() not in coming and not _AHEAD.search(clause[0]):
                    foreseen = sentence.start() <= estimated < clause.end()
                    yield Phrase(*clause.span(), sentence.start(), *now, foreseen, not mixed)


def _turned(sentence: str, opens: bool, now: Years, own: Years, year: int | None) -> Years:
    """Years of a review from a sentence on: it turns to the term at 五年来, to its last year
    only where a paragraph opens with that."""
    if year and (term := _TERM.match(sentence)):
        return years_gone(term[0], year) or (year - 5, year - 1)
    if year and opens and (last := _LAST.match(sentence)):
        return years_gone(last[0], year) or own
    return now


def _named(clause: str, year: int | None) -> Years | None:
    """Years that a clause names at its beginning."""
    if year is None:
        return None
    if (span := _FROM_TO.match(clause)) and span[1] < span[2]:
        first, last = int(span[1]), int(span[2])
        return (first + 1, last) if last - first == 5 else (first, last)
    if term := _TERM.match(clause):
        return years_gone(term[0], year) or (year - 5, year - 1)
    then = _THEN.match(clause)
    if then and then[1]:
        return int(then[1]), int(then[1])
    return (year - 1, year - 1) if then else None


def period_of(result: Result, change: str, quantity: Quantity, plain: str) -> str:
    """A year, first-last for what adds up or changes over several years, or empty."""
    phrase, back = result.phrase, quantity.start - _FAR
    said = plain[max(phrase.start, back) : quantity.start]
    told = plain[max(phrase.sentence, back) : quantity.start]
    if result.base:
        named = _BASE_YEAR.findall(said) or _COMPARED.findall(told)
        return named[-1] if named else str(phrase.first - 1) if phrase.first else ""
    first, last = _years_told(phrase, change, said, told)
    if first is None or first == last:
        return str(last or "")
    if change == "level":
        number = plain[quantity.start : quantity.number]
        summed = _SUMMED.match(said) or _adds_up(result, told, number)
        if quantity.spelt == "words" or not summed:
            return str(last)
    return f"{first}-{last}"


def _years_told(phrase: Phrase, change: str, said: str, told: str) -> Years:
    """Years of a figure: those that its clause names, or that it is measured against, or all."""
    first, last = phrase.first, phrase.last
    if (span := _FROM_TO.search(said)) and span[1] < span[2]:
        first, last = int(span[1]), int(span[2])
    elif named := _NAMED.findall(said):
        first = last = int(named[-1])
    elif change != "level" and _SAME_YEAR.search(said):
        first = last
    elif change != "level" and last and (before := _year_against(said, told)):
        first = min(before + 1, last)
    yearly = first == last and phrase.term and YEARLY.search(said)
    return phrase.term if yearly and phrase.term else (first, last)


def _year_against(said: str, told: str) -> int | None:
    """The year that a change is measured from: 比2020年, 较“十三五”末, 与2020年相比."""
    named = _AGAINST.findall(said) or _COMPARED.findall(told)
    plan = _AGAINST_PLAN.search(said)
    years = years_gone(plan[1], None) if plan else None
    return int(named[-1]) if named else years[1] if years else None


def _adds_up(result: Result, said: str, before: str) -> bool:
    """Whether a level over several years is their sum or mean: no stock at their end."""
    if "每年" in said or re.search("稳定|保持|控制", result.predicate + before):
        return True
    if re.search("累计|新增|净增", result.head + result.verb):
        return True
    if _STANDING.match(result.words):
        return False
    if result.verb and result.tells != "level" and result.quantities[-1].measure in _WORKS:
        return True
    if STOCK.search(result.names[-1]) or result.quantities[-1].measure == "share":
        return False
    if result.tells == "level" and not re.search("完成|实现", result.predicate):
        return False
    return not _PASSES.match(before)
