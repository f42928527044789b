"""The reader, on sentences written for these tests."""

import pytest

from plangaps.reading import read_targets


def read(text: str, year: int | None = 2027) -> list[tuple]:
    columns = ["comparator", "value", "value_high", "unit"]
    frame = read_targets(text, year)[columns].astype(object)
    return [tuple(None if v != v else v for v in row) for row in frame.to_numpy()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("湖区绿道新建３２公里以上", ("at_least", 32, None, "公里")),
        ("垃圾焚烧率控制在4.2%以内", ("at_most", 4.2, None, "%")),
        ("茶园面积增长6％左右", ("about", 6, None, "%")),
        ("出口总额增长5%—6%", ("between", 5, 6, "%")),
        ("实现茶农参保全覆盖", ("stated", 100, None, "%")),
        ("力争游客数翻一番", ("stated", 2, None, "倍")),
        ("保洁率由71%提高到88%", ("stated", 88, None, "%")),
        ("新建三十座码头", ("stated", 30, None, "座")),
    ],
)
def test_reads_one_figure(text, expected):
    assert read(text) == [expected]


def test_gives_each_member_of_a_list_its_figure():
    frame = read_targets("茶叶、桑蚕和柑橘产量分别达到3万吨、800吨、12万吨以上", 2027)
    assert frame["value"].tolist() == [3, 800, 12]
    assert frame["unit"].tolist() == ["万吨", "吨", "万吨"]
    assert set(frame["comparator"]) == {"at_least"}


def test_leaves_out_what_was_achieved():
    text = "一、2026年工作回顾\n新建码头12座。\n二、2027年工作安排\n新建码头15座。"
    assert read(text) == [("stated", 15, None, "座")]


def test_wording_stands_in_the_text():
    text = "过去一年，新增船只40艘。今年，要新增船只５０艘、码头6座，水质达标率保持100％。"
    frame = read_targets(text, 2027)
    assert frame["value"].tolist() == [50, 6, 100]
    cut = [text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)]
    assert frame["wording"].tolist() == cut
