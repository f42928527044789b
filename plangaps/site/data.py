"""Data of a page as a script, which a page that is opened from a disk can load, too."""

from __future__ import annotations

import json
from typing import Any


def script(name: str, value: Any) -> bytes:
    """A script that hands ``value`` to the page under ``name``."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"plangaps.data({json.dumps(name)},{text});\n".encode()
