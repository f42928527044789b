"""How long the record takes and how it grows: ``python benchmarks/record.py TEXTS [--areas 20]``.

TEXTS is the folder that ``make record`` takes. Some prefectures are read once and three times over,
the copies renamed to other prefectures; then, with --all, the whole folder. Printed are texts,
megabytes, seconds, seconds of all processors, and the most memory that this process and its workers
took together.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pandas as pd
import psutil

from plangaps import tables
from plangaps.record import build
from plangaps.record.texts import Texts, decoded

TIMES = (1, 3)


def main() -> None:
    """Print the table named above."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts", type=Path, help="folder of reports.zip and index.csv")
    parser.add_argument("--areas", type=int, default=20, help="prefectures to read over again")
    parser.add_argument("--all", action="store_true", help="read the whole folder too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = [multiple(given.texts, Path(place), given.areas, times) for times in TIMES]
        folders += [given.texts] if given.all else []
        rows = [measured(folder, Path(place)) for folder in folders]
    print(pd.DataFrame(rows).round(1).to_string(index=False))


def multiple(texts: Path, place: Path, count: int, times: int) -> Path:
    """A folder with the reports of ``count`` prefectures ``times`` over, under other names."""
    names = tables.areas().query("level == 'prefecture' and name_zh.str.endswith('市')")["name_zh"]
    shelf = Texts(texts)
    index = shelf.index()
    areas = [name for name in names if (index["area"] == name).sum() >= 5][:count]
    others = [name for name in names if name not in areas]
    folder = place / f"times{times}"
    folder.mkdir()
    rows = []
    with zipfile.ZipFile(folder / "reports.zip", "w") as archive:
        for row in index[index["area"].isin(areas)].to_dict("records"):
            text = decoded(shelf.read(row["file"]))
            for time_ in range(times):
                own = row["area"]
                name = own if not time_ else others[areas.index(own) + count * (time_ - 1)]
                file = f"places/{name}-{row['report_year']}.txt"
                archive.writestr(file, text.replace(own[:-1], name[:-1]))
                rows.append(row | {"file": file, "area": name})
    pd.DataFrame(rows).to_csv(folder / "index.csv", index=False)
    return folder


def measured(folder: Path, place: Path) -> dict[str, float]:
    """What a whole build of a folder takes; processor time tells more on a busy machine."""
    shelf, most, over = Texts(folder), [0.0, 0.0], threading.Event()
    files = [*shelf.index()["file"], *shelf.communiques()]
    watch = threading.Thread(target=watched, args=(most, over))
    watch.start()
    begun, own = time.perf_counter(), time.process_time()
    build.build(folder, place / "record", work=place / f"work-{folder.name}", progress=False)
    seconds, own = time.perf_counter() - begun, time.process_time() - own
    over.set()
    watch.join()
    size = sum(len(shelf.read(file)) for file in files) / 1e6
    return {
        "texts": len(files),
        "MB": size,
        "seconds": seconds,
        "processor seconds": own + most[1],
        "MB of memory": most[0],
    }


def watched(most: list[float], over: threading.Event) -> None:
    """Keep the most memory of this process and its workers in ``most``, and the workers' time."""
    own = psutil.Process()
    while not over.wait(0.2):
        used, spent = own.memory_info().rss / 1e6, 0.0
        for process in own.children(recursive=True):
            try:
                used += process.memory_info().rss / 1e6
                spent += sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        most[:] = max(most[0], used), max(most[1], spent)


if __name__ == "__main__":
    main()
