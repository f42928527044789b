"""The data package: each file of ``data/`` with its size and hash in ``datapackage.json``.

A figure, an area or a bound that is changed in a file, by hand or by accident, no longer agrees
with the hash that was reviewed; ``make hashes`` writes them anew once a change is meant.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from plangaps import files, tables

_NAME = "datapackage.json"


def seal(folder: Path | None = None, under: str = "") -> None:
    """Write size (``bytes``) and ``hash`` (sha256) of each resource into the package.

    ``under``: only of files whose path begins so, such as ``record/``.
    """
    place = folder or tables.DATA
    package = _read(place)
    package["resources"] = [
        one | _state(place / one["path"]) if one["path"].startswith(under) else one
        for one in package["resources"]
    ]
    text = json.dumps(package, ensure_ascii=False, indent=1)
    files.write(place / _NAME, f"{text}\n".encode())


def about(folder: Path | None = None) -> dict[str, Any]:
    """The package as it describes itself: ``title``, ``version``, ``created``, ``licenses``."""
    return _read(folder or tables.DATA)


def changed(folder: Path | None = None) -> list[str]:
    """Paths of the resources that are not as the package says."""
    place = folder or tables.DATA
    return [
        one["path"]
        for one in _read(place)["resources"]
        if {name: one.get(name) for name in ("bytes", "hash")} != _state(place / one["path"])
    ]


def _read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / _NAME).read_text("utf-8"))


def _state(path: Path) -> dict[str, Any]:
    data = path.read_bytes() if path.is_file() else b""
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
