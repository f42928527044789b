"""What goes out: whole files or none, nothing through a link, texts that no terminal obeys."""

import errno
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import font_manager

from plangaps import files
from plangaps.__main__ import main
from plangaps.charts import canvas
from plangaps.reading import many

PLAIN = "ref_area,indicator,time_period,obs_value,unit_measure\n"


class Full(io.FileIO):
    """A file on a disk that is full behind its first bytes."""

    def write(self, data):
        super().write(data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_what_was_there_and_says_so(tmp_path, monkeypatch, capsys):
    old = tmp_path / "old.csv"
    old.write_bytes(b"old")
    opened = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, mode="r", *how, **more: Full(path, "x") if mode == "xb"
        else opened(path, mode, *how, **more),
    )  # fmt: skip
    with pytest.raises(files.OutputError, match=r"old\.csv, which cannot be written \(No space"):
        files.write(old, b"x" * 100)
    assert main(["template", "-o", str(tmp_path / "new.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"old.csv": b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_the_output_is_told(tmp_path):
    (tmp_path / "r.txt").write_text("新建码头6座", "utf-8")
    command = [sys.executable, "-m", "plangaps", "read", str(tmp_path / "r.txt")]
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 2
    assert "the system refuses: [Errno 28] No space left on device" in run.stderr
    assert "Traceback" not in run.stderr and "Exception ignored" not in run.stderr


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_file_has_the_mode_that_the_user_asks_for(mask, tmp_path):
    before = os.umask(mask)
    try:
        files.write(tmp_path / "a.csv", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_through_a_link(there, tmp_path, capsys):
    other, link = tmp_path / "other.csv", tmp_path / "link.csv"
    if there:
        other.write_bytes(b"other")
    link.symlink_to(other)
    assert main(["template", "-o", str(link)]) == 2
    assert "found 'link.csv' already" in capsys.readouterr().err
    files.write(link, b"new")
    assert (other.exists(), link.is_symlink(), link.read_bytes()) == (there, False, b"new")
    assert not there or other.read_bytes() == b"other"


def test_names_of_files_cannot_steer_a_terminal(tmp_path, capsys):
    path = tmp_path / "a\x1b[2J\u202e\udc80.csv"
    path.write_text(PLAIN + "大方县,gdp,2023,y,亿元\n", "utf-8")
    assert main(["check", str(path)]) == 1
    assert main(["tables", "-o", str(tmp_path / "t.xlsx"), "--series", str(path)]) == 1
    assert main(["read", f"{path}\x9b.txt"]) == 1
    with pytest.raises(SystemExit):
        main(["check", "--\x1b[2J"])
    out, err = capsys.readouterr()
    assert out.count("a\\x1b[2J\\u202e\\udc80.csv") == 2 and err.count("\\x1b[2J") == 3
    assert not set("\x1b\x9b\u202e") & set(out + err)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_terminal_that_knows_no_chinese_ends_in_no_traceback(lang, tmp_path, monkeypatch):
    path = tmp_path / "数据.csv"
    path.write_text(PLAIN + "大方县,gdp,2023,y,亿元\n", "utf-8")
    streams = {name: io.TextIOWrapper(io.BytesIO(), "ascii") for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    assert main(["check", str(path), "--lang", lang]) == 1
    assert main(["read", str(tmp_path / "无.txt")]) == 1
    for stream in streams.values():
        stream.flush()
        assert rb"\u" in stream.buffer.getvalue()


def test_read_writes_csv_as_every_other_verb_does(tmp_path, capsysbinary, monkeypatch):
    monkeypatch.setattr(many, "_parallel", lambda reports, cluster: map(many._read, reports))
    table = pd.DataFrame({"report": ["=1+1"], "text": ["新建码头6座"], "year": [2024]})
    (tmp_path / "r.csv").write_text(table.to_csv(index=False), "utf-8")
    assert main(["read", str(tmp_path / "r.csv")]) == 0
    out = capsysbinary.readouterr().out
    assert out.startswith(b"\xef\xbb\xbfreport,") and b"\r\n'=1+1," in out


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "－1", "＠a"])
def test_a_text_that_a_spreadsheet_would_compute_stands_behind_a_quote(text):
    written = files.csv_bytes(pd.DataFrame({"a": [text], "b": [-1.0]})).decode("utf-8-sig")
    assert written.partition("\r\n")[2].lstrip('"').startswith(f"'{text}")


@pytest.mark.parametrize(
    ("installed", "told", "first"),
    [(["SimHei"], "are drawn with SimHei", "SimHei"), ([], "drawn as boxes", "DejaVu Sans")],
)
def test_a_font_of_the_system_takes_the_place_of_the_packaged_one(
    installed, told, first, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    monkeypatch.setattr(font_manager, "get_font_names", lambda: installed)
    canvas.families.cache_clear()
    try:
        with pytest.warns(UserWarning, match=told):
            assert canvas.families()[0] == first
        assert canvas.families()[-1] == "DejaVu Sans"  # told once
    finally:
        canvas.families.cache_clear()
