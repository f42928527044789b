"""One list of dependencies, one command, and a package that holds all of its modules."""

import doctest
import importlib
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from each import each
from openpyxl import load_workbook
from packaging.requirements import Requirement

import plan_targets
import plangaps

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
MODULES = ["plan_targets", "plangaps"] + [
    module.name for module in pkgutil.walk_packages(plangaps.__path__, "plangaps.")
]


def locked() -> list[tuple[str, str]]:
    """Name and version of each entry; a library may have one version a range of Pythons."""
    return re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.M)


def asked_for() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"]
    lists = [PROJECT["project"]["dependencies"], *extras.values()]
    return [Requirement(one) for listed in lists for one in listed]


def test_the_lock_holds_every_dependency_in_its_range():
    versions = {need.name.lower(): [] for need in asked_for()}
    for name, version in locked():
        versions.setdefault(re.sub(r"[-_.]+", "-", name).lower(), []).append(version)
    for need in asked_for():
        found = versions[need.name.lower()]
        assert found, f"{need} is not in requirements.txt; `make lock` compiles it anew"
        assert all(version in need.specifier for version in found), (str(need), found)


def test_conda_installs_the_same_lock_and_nothing_else():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    python = PROJECT["project"]["requires-python"]
    assert listed == [f"python{python}", "pip", {"pip": ["-r requirements.txt"]}]
    # pip takes no editable package beside hashes, so it is installed by itself, as `make` does
    assert "pip install --no-deps --editable ." in (ROOT / "postBuild").read_text("utf-8")
    assert os.access(ROOT / "postBuild", os.X_OK)


def test_the_lock_names_versions_and_no_address():
    assert "://" not in LOCK
    assert len(locked()) == len(re.findall(r"^\w", LOCK, re.M))


def test_every_locked_version_has_its_hashes_and_no_option_beside_them():
    entries = re.split(r"^(?=\w)", LOCK, flags=re.M)[1:]
    assert all(re.match(r"[^\n]+ \\\n {4}--hash=sha256:[0-9a-f]{64}\b", one) for one in entries)
    options = re.findall(r"^\s*-[^\n]*", LOCK, re.M)
    assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?", one) for one in options)


def test_the_lock_is_made_for_the_oldest_python_allowed():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert re.search(rf"--universal .*--python-version {re.escape(oldest)} ", MAKEFILE)
    assert f"(3, {oldest.split('.')[1]})" in MAKEFILE


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_help_lists_every_target():
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    run = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True, env=environment
    )
    targets = re.search(r"^\.PHONY: ([a-z ]+)", MAKEFILE, re.M)[1].split()
    assert re.findall(r"^  make (\w+)  +\S", run.stdout, re.M) == targets
    assert {"notebooks", "test", "lab", "lint", "help"} <= set(targets)


def test_continuous_integration_runs_the_test_command():
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text("utf-8").splitlines() if line[:1].isalpha()]
    assert commands[-1] == "make test"
    assert os.access(script, os.X_OK)


def test_the_distribution_holds_every_module():
    listed = PROJECT["tool"]["setuptools"]
    packages = {
        ".".join(p.parent.relative_to(ROOT).parts) for p in ROOT.glob("plangaps/**/__init__.py")
    }
    assert set(listed["packages"]) == packages | {"plangaps_data"}
    assert listed["package-dir"] == {"plangaps_data": "data"}
    assert set(listed["py-modules"]) == {file.stem for file in ROOT.glob("*.py")}


def test_the_distribution_holds_every_file_the_modules_read():
    listed = PROJECT["tool"]["setuptools"]["package-data"]
    named = {
        file
        for package in listed
        if package != "plangaps_data"
        for pattern in listed[package]
        for file in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    beside = {f for f in ROOT.glob("plangaps/**/*.*") if f.suffix not in (".py", ".pyc")}
    assert named == beside


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The distribution as pip builds it, of a copy in which somebody keeps own figures."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("plangaps", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "plan_targets.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    (copy / "data" / "own" / "plans").mkdir(parents=True, exist_ok=True)
    (copy / "data" / "own" / "plans" / "private.csv").touch()
    code = "from setuptools.build_meta import build_wheel; build_wheel('.')"
    subprocess.run([sys.executable, "-c", code], cwd=copy, check=True, capture_output=True)
    (built,) = copy.glob("*.whl")
    return built


def test_the_wheel_brings_all_data_and_nothing_own(wheel):
    listed = zipfile.ZipFile(wheel).namelist()
    held = [f for f in (ROOT / "data").rglob("*") if f.is_file() and "own" not in f.parts]
    data = {f"plangaps_data/{f.relative_to(ROOT / 'data').as_posix()}" for f in held}
    assert {name for name in listed if name.startswith("plangaps_data/")} == data
    tops = {name.partition("/")[0] for name in listed}
    meta = f"plan_gaps-{plan_targets.__version__}.dist-info"
    assert tops == {"plan_targets.py", "plangaps", "plangaps_data", meta}


@pytest.mark.parametrize("verb", ["tables", "template"])
def test_what_was_installed_works_in_any_folder(wheel, verb, tmp_path):
    """The wheel as a path of modules; figures in ``data/own`` of the folder are read."""
    installed, here = tmp_path / "installed", tmp_path / "here"
    zipfile.ZipFile(wheel).extractall(installed)
    (here / "data" / "own").mkdir(parents=True)
    mine = pd.DataFrame({"ref_area": ["520521"], "indicator": "forest_coverage"})
    mine = mine.assign(time_period="2023", obs_value=61, unit_measure="%")
    mine.to_csv(here / "data" / "own" / "mine.csv", index=False)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PLANGAPS")}
    environment |= {"PYTHONPATH": str(installed), "LC_ALL": "C.UTF-8"}
    output = str(here / "out.xlsx")
    command = [sys.executable, "-m", "plangaps", verb, "--plan", "dafang-2023", "-o", output]
    run = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    sheet = load_workbook(output).worksheets[{"tables": 1, "template": 0}[verb]]
    asked = [row[0] for row in sheet.iter_rows(values_only=True, min_row=2)]
    assert len(asked) == {"tables": 30, "template": 29}[verb]  # a figure of one's own judges one


def test_a_folder_without_tables_is_named(tmp_path):
    code = "import plan_targets; plan_targets.targets()"
    environment = os.environ | {"PLANGAPS_DATA": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    last = run.stderr.decode().splitlines()[-1]
    assert f"TableError: {tmp_path}: found no target file; allowed: a folder like" in last


def test_one_version_everywhere():
    version = plan_targets.__version__
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {
        "attr": "plan_targets.__version__"
    }
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changes = (ROOT / "docs" / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", changes, re.M)
    assert {package["version"], citation["version"], newest[1]} == {version}
    assert str(citation["date-released"]) == newest[2]


@each(MODULES)
def test_examples_in_docstrings_hold(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert doctest.testmod(module).failed == 0


def test_some_examples_are_there():
    finder = doctest.DocTestFinder()
    found = [
        t for name in MODULES for t in finder.find(importlib.import_module(name)) if t.examples
    ]
    assert len(found) >= 3
