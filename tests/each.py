"""One test of each of many small cases: those that fail are named together.

A test a case would be clearer to run alone, but two thousand of them took longer than their cases.
"""

from collections.abc import Callable, Iterable


def each(cases: Iterable) -> Callable[[Callable], Callable[[], None]]:
    """Call a test with every case (its arguments, where it is a tuple), then say which failed."""
    listed = [case if isinstance(case, tuple) else (case,) for case in cases]

    def of(test: Callable) -> Callable[[], None]:
        def every() -> None:
            assert listed
            failed = [(case, told) for case in listed if (told := _fault(test, case))]
            if failed:
                raise AssertionError("\n".join(f"{case!r}: {told}" for case, told in failed))

        every.__name__, every.__doc__ = test.__name__, test.__doc__
        return every

    return of


def _fault(test: Callable, case: tuple) -> str:
    try:
        test(*case)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
