"""The house as drawn: imports run one way, without a circle, and no function is long."""

import ast
import importlib.util
from graphlib import TopologicalSorter
from pathlib import Path

from each import each

ROOT = Path(__file__).parents[1]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [ROOT / "plan_targets.py", *sorted(ROOT.glob("plangaps/**/*.py"))]
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}

# Each floor imports only from those before it; rooms of one floor do not know each other.
FLOORS = [
    {"words", "files", "intake", "workers"},
    {"codebook"},
    {"tables"},
    {"units", "citing", "package"},
    {"own"},
    {"plan_targets"},
    {"frames"},
    {"observed", "filling"},
    {"matching", "predictive"},
    {"gaps"},
    {"reading", "rules", "trajectories"},
    {"record", "proposals", "drafting"},
    {"findings"},
    {"charts", "proposal_sheet"},
    {"report", "template", "checking"},
    {"explorer"},
    {"site"},
    {"__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
MOST = 40


def imported(tree):
    """Modules of the project that a module imports, those imported within a function too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = importlib.util.resolve_name(
                "." * node.level + (node.module or ""), "plangaps"
            )
            inside = [f"{package}.{alias.name}" for alias in node.names]
            names = [name if name in FILES else package for name in inside]
        else:
            names = []
        yield from (name for name in names if name in FILES)


IMPORTS = {name: set(imported(tree)) for name, tree in TREES.items()}


def room(module):
    return module.split(".")[1] if "." in module else module


def length(function):
    """Lines from the first statement behind the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_no_import_runs_in_a_circle():
    assert set(TopologicalSorter(IMPORTS).static_order()) == set(FILES)


@each(sorted(set(FILES) - {"plangaps"}))
def test_no_arrow_runs_upwards(module):
    above = {
        other
        for other in IMPORTS[module]
        if room(other) != room(module) and FLOOR[room(other)] >= FLOOR[room(module)]
    }
    assert not above


def test_reading_knows_nothing_of_plans_observations_and_what_is_drawn():
    rooms = {room(other) for module in FILES if room(module) == "reading"
             for other in IMPORTS[module]}  # fmt: skip
    assert rooms <= {"reading", "gaps", "tables", "words", "files", "intake", "workers"}


def test_no_function_is_long():
    long = {
        f"{name}.{node.name}": length(node)
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > MOST
    }
    assert not long
