"""Functions that take frames and numbers: what they are given is made valid once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from plangaps import tables, words
from plangaps.frames import kinds
from plangaps.frames.making import taken

_REAL = (int, float, np.integer, np.floating)

P = ParamSpec("P")
R = TypeVar("R")

# A function that is called within another gets what was made valid there.
_within: ContextVar[bool] = ContextVar("within", default=False)


def takes(**frames: kinds.Needs) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function whose arguments named are frames, with what it needs of each.

    Other arguments are checked by their names: shares, years, levels. Raises
    :class:`plangaps.tables.TableError` in place of the function for what cannot be used.
    """

    def decorate(call: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(call)

        @wraps(call)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            if _within.get():
                return call(*args, **kwargs)
            given = signature.bind(*args, **kwargs)
            for name, value in given.arguments.items():
                if name in frames and not (value is None and _may_be_none(signature, name)):
                    given.arguments[name] = _frame(value, name, frames[name])
                elif name in _CHECKS and value is not None:
                    given.arguments[name] = _CHECKS[name](name, value)
            token = _within.set(True)
            try:
                return call(*given.args, **given.kwargs)
            finally:
                _within.reset(token)

        return inner

    return decorate


def _may_be_none(signature: inspect.Signature, name: str) -> bool:
    return signature.parameters[name].default is None


def _frame(value: Any, name: str, asked: kinds.Needs) -> pd.DataFrame | pd.Series:
    """A frame made valid; a row of one, as of targets, stays a row."""
    if isinstance(value, Mapping):
        value = pd.Series(dict(value))
    if not isinstance(value, pd.Series):
        return taken(value, name, asked)
    return taken(value.to_frame().T, name, asked, every=True).iloc[0]


def _refuse(key: str, name: str, found: Any) -> tables.TableError:
    return tables.TableError(words.say(f"argument.{key}", "en", name=name, found=repr(found)))


def _share(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, _REAL) or not 0 <= value < 1:
        raise _refuse("share", name, value)
    return float(value)


def _year(name: str, value: Any) -> int:
    if not isinstance(value, _REAL) or isinstance(value, bool) or not 1900 <= value <= 2100:
        raise _refuse("year", name, value)
    if value != int(value):
        raise _refuse("year", name, value)
    return int(value)


def _levels(name: str, value: Any) -> tuple[float, ...]:
    given = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    wrong = [level for level in given if not isinstance(level, _REAL) or not 0 < level < 1]
    if wrong or not given:
        raise _refuse("levels", name, wrong[0] if wrong else value)
    return given


def _ahead(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 50:
        raise _refuse("ahead", name, value)
    return value


_CHECKS: dict[str, Callable[[str, Any], Any]] = {"tolerance": _share, "rounding": _share}
_CHECKS |= {"as_of": _year, "until": _year, "levels": _levels, "ahead": _ahead}
