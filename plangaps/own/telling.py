"""Problems of a file in words, in English and Chinese.

Problems are found in English; :data:`_CHINESE` has what their pieces say in Chinese. What is quoted
from a file, codes and names stand as they are in both.
"""

from __future__ import annotations

import re

import pandas as pd

# Whole pieces (found, allowed, advice) as patterns, and the Chinese of each.
_CHINESE = {
    r"nothing": "空白",
    r"no headings": "没有表头",
    r"no filled cell": "没有内容",
    r"no such column": "没有这一列",
    r"figures without a heading": "没有表头的数据",
    r"(.+) twice": r"\1重复出现",
    r"(.+) beside years": r"\1与年份列并存",
    r"(.+) for the indicator (.+)": r"\1（指标\2）",
    r"([\"'].+[\"']) and ([\"'].+[\"'])": r"\1与\2",
    r"a file (.+)": r"文件\1",
    r"no readable file \((.+)\)": r"文件无法读取（\1）",
    r"no sound Excel workbook \((.+)\)": r"不是完好的Excel工作簿（\1）",
    r"text that is no CSV \((.+)\)": r"不是CSV格式的文本（\1）",
    r"bytes that are no text": "不是文本的内容",
    r"([\d,]+) bytes": r"\1字节",
    r"([\d,]+) bytes unpacked": r"解压后\1字节",
    r"([\d,]+) cells": r"\1个单元格",
    r"([\d,]+) cells in sheet (.+)": r"工作表\2有\1个单元格",
    r"([\d,]+) cells in ranges": r"各区域共\1个单元格",
    r"at most ([\d,]+) (?:bytes|cells).*": r"不超过\1",
    r"a number": "数字",
    r"a number from (.+) to (.+)": r"\1至\2之间的数字",
    r"a number of at least (.+)": r"不小于\1的数字",
    r"a period of 1900 to 2099, such as 2023": "1900至2099年的时期，如2023",
    r"the figure or text itself": "数字或文字本身，不能是公式",
    r"text": "文字",
    r"text like (.+)": r"形如\1",
    r"one of (.+)": r"\1之一",
    r"a code that (.+) holds": r"\1中的代码",
    r"(.+), years": r"\1，或年份",
    r"one column of it": "只保留一列",
    r"a column of it": "应有此列",
    r"one or the other": "只取其一",
    r"a table with headings": "有表头的表格",
    r"a name that ends in \.csv or \.xlsx": "文件名以.csv或.xlsx结尾",
    r"a file": "文件",
    r"a CSV file": "CSV文件",
    r"CSV in UTF-8 or GB18030": "UTF-8或GB18030编码的CSV",
    r"an \.xlsx workbook": ".xlsx工作簿",
    r"one figure for one area, indicator, definition and period":
        "同一地区、指标、口径、时期只有一个数据",
    r"Write the code or the full name, as 520521 or 大方县\.":
        "请填写代码或全称，如520521或大方县。",
    r"Write the code or a name that data/indicators\.csv holds\.":
        "请填写data/indicators.csv中的代码或名称。",
    r"Write a code of data/bases\.csv, or nothing for the indicator's own definition\.":
        "请填写data/bases.csv中的代码；按指标本身口径的留空。",
    r"Write the year alone\.": "只填写年份。",
    r"Type the figure itself; leave the cell empty where there is none\.":
        "请直接填写数字；没有数据的留空。",
    r"Write the unit that the figure is printed in\.": "请填写出处所印的单位。",
    r"Leave it empty for an exact figure\.": "确切数据请留空。",
    r"Leave it empty for a normal figure\.": "正式数据请留空。",
    r"Write it as text\.": "请按文字填写。",
    r"Name the columns so, or begin the name of the sheet with # to leave it out\.":
        "请使用这些表头；不读取的工作表，名称以#开头。",
    r"Keep one of the columns, or begin the heading of the other with #\.":
        "请保留一列，另一列的表头以#开头。",
    r"Add the column\.": "请添加此列。",
    r"Rename the column, or begin its heading with # to leave it out\.":
        "请更改表头；不读取的列，表头以#开头。",
    r"Keep this one or the one in (.+)\.": r"请保留此数据或\1的数据。",
    r"Fill a template, or name the columns\.": "请填写模板，或写明表头。",
    r"Save it as CSV or as an Excel workbook \(\.xlsx\)\.": "请存为CSV或Excel工作簿（.xlsx）。",
    r"Look at the path\.": "请检查路径。",
    r"Leave the table of figures only\.": "请只保留数据表。",
    r"Save the table as CSV anew\.": "请重新存为CSV。",
    r"Save the table as CSV UTF-8, or as \.xlsx\.": "请存为UTF-8编码的CSV或.xlsx。",
    r"Open it in a spreadsheet and save it as \.xlsx anew, without a password\.":
        "请用表格软件打开，不加密码，重新存为.xlsx。",
}  # fmt: skip
_NEAREST = r"(.*\S) Nearest: (.+)\."


def sentences(problems: pd.DataFrame, lang: str = "en") -> list[str]:
    """Each problem (as from :func:`plangaps.own.check`) in words, in English or Chinese."""
    tell = {"en": _in_english, "zh": _in_chinese}[lang]
    return [tell(problem) for problem in problems.to_dict("records")]


def chinese(piece: str) -> str:
    """A piece of a problem in Chinese; as it is where there is none."""
    if near := re.fullmatch(_NEAREST, piece):
        return chinese(near[1]) + f"相近的有：{near[2]}。"
    for pattern, words in _CHINESE.items():
        if re.fullmatch(pattern, piece, re.DOTALL):
            return re.sub(rf"(?s){pattern}", words, piece, count=1)
    return piece


def _in_english(problem: dict) -> str:
    place = ", ".join(
        [problem["file"], *(f"{word} {problem[word]}" for word in _PLACES if _given(problem[word]))]
    )
    told = f"{place}: found {problem['found']}; allowed: {problem['allowed']}."
    return f"{told} {problem['advice']}".strip()


def _in_chinese(problem: dict) -> str:
    place = "，".join(
        [problem["file"]]
        + [way.format(problem[word]) for word, way in _PLACES.items() if _given(problem[word])]
    )
    found, allowed, advice = (chinese(problem[part]) for part in ("found", "allowed", "advice"))
    return f"{place}：现为{found}；应为：{allowed}。{advice}"


_PLACES = {"sheet": "工作表{}", "row": "第{}行", "column": "“{}”列"}


def _given(value: str | float | None) -> bool:
    return not pd.isna(value) and value != ""
