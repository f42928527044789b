"""Cost of the front door: ``import plan_targets`` against ``import pandas``, each as a process."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def seconds(module: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True)
    return time.perf_counter() - start


def test_import_costs_little_more_than_pandas():
    pairs = [(seconds("pandas"), seconds("plan_targets")) for _ in range(7)]
    pandas, front_door = (min(times) for times in zip(*pairs[1:], strict=True))
    assert front_door <= 1.5 * pandas, f"{front_door:.2f} s against {pandas:.2f} s"
