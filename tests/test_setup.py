"""One list of dependencies, one command, and a package that holds all of its modules."""

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

import plangaps

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
MODULES = ["plan_targets", "plangaps"] + [
    module.name for module in pkgutil.walk_packages(plangaps.__path__, "plangaps.")
]


def locked() -> list[tuple[str, str]]:
    """Name and version of each line; a library may have one version a range of Pythons."""
    lines = [line for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]
    return [re.match(r"([\w.-]+)==(\S+)", line).groups() for line in lines]


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
    assert listed == [f"python{python}", "pip", {"pip": ["-r requirements.txt", "--editable ."]}]


def test_the_lock_names_versions_and_no_address():
    assert "://" not in LOCK
    assert not re.search(r"^\s*-", LOCK, re.M)
    assert len(locked()) == len(re.findall(r"^\w", LOCK, re.M))


def test_the_lock_is_made_for_the_oldest_python_allowed():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"--universal --python-version {oldest}" in MAKEFILE
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
    assert set(listed["packages"]) == packages
    assert set(listed["py-modules"]) == {file.stem for file in ROOT.glob("*.py")}


def test_the_distribution_holds_every_file_the_modules_read():
    listed = PROJECT["tool"]["setuptools"]["package-data"]
    named = {
        ROOT.joinpath(*package.split("."), file) for package in listed for file in listed[package]
    }
    beside = {f for f in ROOT.glob("plangaps/**/*.*") if f.suffix not in (".py", ".pyc")}
    assert named == beside


@pytest.mark.parametrize("name", MODULES)
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
