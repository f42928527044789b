"""The one door of commands: what each verb does, its exit codes, and how a run is ended."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest

import plan_targets
from plangaps import tables
from plangaps.__main__ import _VERBS, main

ROOT = Path(plan_targets.__file__).parent
PLAIN = "ref_area,indicator,time_period,obs_value,unit_measure\n"
GDP = "520000,gdp,2023,1,亿元\n"
PATIENCE = 60  # seconds, on a machine that does much else
REPORT = """大方县2024年政府工作报告
二、2024年工作安排
城镇新增就业1.2万人，森林覆盖率稳定在60%以上，地区生产总值增长5%，新建码头6座。
"""


def run(*argv, **how):
    """The command as a process of its own."""
    command = [sys.executable, "-m", "plangaps", *argv]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how
    )


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.mark.parametrize("verb", _VERBS)
def test_every_verb_has_help_with_examples(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: python -m plangaps {verb} ")
    assert f"Example:\n  python -m plangaps {verb}" in said


def test_help_is_chinese_where_the_environment_is(monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        main(["figures", "--help"])
    assert "示例：" in capsys.readouterr().out


def test_it_runs_as_a_module_and_loads_no_excel_before_it_is_needed():
    code = "import sys, plangaps.observed; print('openpyxl' in sys.modules)"
    lazy = [sys.executable, "-W", "error", "-c", code]
    assert subprocess.run(lazy, cwd=ROOT, capture_output=True, text=True).stdout == "False\n"
    out, _ = run("--help").communicate()
    assert "0: done, 1: problems in the files given, 2: a wrong call" in " ".join(out.split())


WRONG = [
    (["figures", "--theme", "weather"], "theme: found 'weather'; allowed: overview, environment"),
    (["figures", "--figure", "none"], "figure: found 'none'; allowed: verdicts-dafang"),
    (["figures", "--theme", "investment", "--figure", "jobs"], "theme: found 'investment' with t"),
    (["report", "--brief", "--annex"], "brief: found with annex; allowed: one of the two."),
    (["figures", "--jobs", "0"], "jobs: found 0; allowed: 1 and more."),
    (["report", "--jobs", "0"], "jobs: found 0; allowed: 1 and more."),
    (["figures", "-o", "missing/figures"], "output: found missing/figures, which cannot be writt"),
    (["report", "-o", "file"], "output: found file, which cannot be written"),
    (["tables", "-o", "x.csv"], "output: found x.csv, the name of a file; allowed: that of a fold"),
    (["tables", "--plan", "nowhere"], "plan: found 'nowhere'; allowed: None for all, or one of"),
    (["template", "-o", "a.txt"], "output: found 'a.txt'; allowed: a name that ends in .xlsx or"),
    (["template", "-o", "file"], "output: found 'file'; allowed"),
    (["template", "-o", "no/a.csv"], "output: found no/a.csv, which cannot be written"),
    (["read", "r.txt", "--area", "Atlantis"], "area: found 'Atlantis'; allowed: a code or a Chin"),
    (["read", "r.txt", "--year", "7"], "year: found 7; allowed: 1949 to 2100."),
]


@pytest.mark.parametrize(("argv", "told"), WRONG, ids=lambda x: " ".join(x)[:30])
def test_a_wrong_call_ends_in_one_sentence(argv, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(told) and err.count("\n") == 1
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and f.name not in ("file", "r.txt")]


@pytest.mark.parametrize("argv", [[], ["paint"], ["figures", "--lang", "fr"], ["template"]])
def test_what_argparse_refuses_is_a_wrong_call_too(argv):
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2


@pytest.mark.parametrize("verb", ["figures", "tables", "report", "template"])
def test_a_faulty_own_file_is_a_problem_of_the_input(verb, tmp_path, capsys):
    path = tmp_path / "mine.csv"
    path.write_text(PLAIN + "520521,gdp,x,y,亿元\n", "utf-8")
    assert main([verb, "-o", str(tmp_path / "o.xlsx"), "--series", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "row 2, column time_period: found 'x'" in err and "python -m plangaps check" in err
    assert list(tmp_path.iterdir()) == [path]


def test_tables_as_a_folder_of_one_plan(tmp_path, capsys):
    assert main(["tables", "-o", str(tmp_path / "csv"), "--plan", "dafang-2023"]) == 0
    assert capsys.readouterr().out.endswith(
        "csv: gaps, targets, observations, sources, codebook.\n"
    )
    table = pd.read_csv(tmp_path / "csv/gaps.csv", encoding="utf-8-sig")
    assert len(table) == 30 and table["verdict"].eq("undecided").all()
    assert len(list((tmp_path / "csv").iterdir())) == 5


def test_template_and_check(tmp_path, capsys):
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    assert main(["template", "-o", str(path)]) == 0
    assert "30 targets of dafang-2023 wait for a figure" in capsys.readouterr().out
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: 0 figures, 30 rows or cells without one.\n"
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("No own figures")

    path.write_text(PLAIN + "520521,gdp,x,y,亿元\n", "utf-8")
    other.write_text(PLAIN + GDP, "utf-8")
    assert main(["check", str(path), str(other)]) == 1
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first == f"{path}: 2 to put right; nothing of the file is read."
    assert second == f"{other}: 1 figures, 0 rows or cells without one."
    assert "row 2, column time_period: found 'x'" in rest[0]
    assert "row 2, column obs_value: found 'y'" in rest[1]
    title = tables.sources().set_index("source").loc["s126", "title"]
    assert rest[2] == (
        "b.csv, row 2: Guizhou, Gross domestic (regional) product, 2023: own figure "
        f"100,000,000 yuan, published 2,091,325,000,000 yuan ({title}); the published one judges."
    )


@pytest.mark.parametrize("how", ["option", "environment"])
def test_check_answers_in_chinese(how, tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.csv"
    path.write_text(PLAIN + "520521,gdp,2023,y,亿元\n", "utf-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if how == "environment" else "C")
    assert main(["check", str(path), *(["--lang", "zh"] if how == "option" else [])]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{path}：有1处需要更正；该文件未被读入。"
    assert second.startswith(f"{path}，第2行，“obs_value”列：现为“y”；应为数字。")


def test_read_writes_a_draft_and_says_what_is_left(tmp_path, capsys):
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    assert main(["read", str(tmp_path / "r.txt")]) == 0
    out, err = capsys.readouterr()
    draft = pd.read_csv(io.StringIO(out), keep_default_na=False)
    assert draft["plan"].unique().tolist() == ["dafang-2024"]
    linked = int((draft["indicator"] != "").sum())
    assert 0 < linked < len(draft)
    assert f"{len(draft)} targets read for 大方县, 2024; {linked} linked to indicators.csv" in err


def test_read_takes_standard_input_and_asks_for_the_year(monkeypatch, capsys):
    stdin = SimpleNamespace(buffer=io.BytesIO("新建码头6座".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["read", "-"]) == 0
    out, err = capsys.readouterr()
    assert "新建码头6座" in out
    assert "give it with --year" in err


@pytest.mark.parametrize("name", ["none.txt", "none.csv", "empty"])
def test_a_report_that_cannot_be_read_is_a_problem_of_the_input(name, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["read", str(tmp_path / name)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "found" in err or "cannot be read" in err


@pytest.fixture
def drawing(tmp_path):
    """A run that draws every figure, in a group of its own as in a terminal, with its workers."""
    (tmp_path / "index.csv").write_text("figure,lang\nold,en\n")
    command = [sys.executable, "-m", "plangaps", "figures", "-o", str(tmp_path)]
    with (tmp_path / "told").open("wb") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=told, stderr=told, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
    while process.poll() is None and not list(tmp_path.rglob("*.svg")):
        time.sleep(0.05)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    yield process, workers
    process.kill()
    process.wait()


def ended(workers) -> bool:
    _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    return not alive


def test_a_run_that_is_ended_ends_its_workers_and_leaves_the_old_index(drawing, tmp_path):
    process, workers = drawing
    process.kill()  # nothing is done at the end of a run that another signal would leave time for
    assert process.wait(timeout=PATIENCE) == -signal.SIGKILL
    assert ended(workers)
    assert (tmp_path / "index.csv").read_text() == "figure,lang\nold,en\n"


def test_ctrl_c_says_one_line(drawing, tmp_path):
    process, workers = drawing
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=PATIENCE) == 130
    told = (tmp_path / "told").read_text()
    assert "Traceback" not in told and told.endswith("\nstopped; files written before stay\n")
    assert "figure/s" in told  # progress is told in a log too
    assert ended(workers)
