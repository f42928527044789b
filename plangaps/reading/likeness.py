"""How much of what one text says another one says too, by weighted pairs of characters.

Rare pairs weigh more: of 新建高标准农田 the words 高标准农田 tell, 新建 does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

_END = 0  # stands between two texts
_WIDTH = 1 << 21  # more than there are characters


class Likeness:
    """Weights of the pairs of characters in some ``clauses``: the rarer, the heavier."""

    def __init__(self, clauses: Sequence[str]) -> None:
        codes, rows = _grams(clauses)
        self._grams, places = np.unique(codes, return_inverse=True)
        once = np.unique(np.stack([places, rows]), axis=1)[0]
        frequency = np.bincount(once, minlength=len(self._grams))
        # A pair that no clause holds is as rare as can be.
        self._weights = np.append(np.log((len(clauses) + 1) / frequency), np.log(len(clauses) + 1))

    def shared(self, parts: Sequence[str], wholes: Sequence[str]) -> np.ndarray:
        """Share (0 to 1) of the weight of each part that stands in each whole, parts x wholes."""
        (codes, rows), (other_codes, other_rows) = _grams(parts), _grams(wholes)
        grams, places = np.unique(np.append(codes, other_codes), return_inverse=True)
        weights = self._weights[self._places(grams)]
        said = _matrix(rows, places[: len(codes)], (len(parts), len(grams)))
        held = _matrix(other_rows, places[len(codes) :], (len(wholes), len(grams)))
        weighted = said.multiply(weights).tocsr()
        total = np.asarray(weighted.sum(axis=1)).ravel()
        both = (weighted @ held.T).toarray()
        return np.divide(both, total[:, None], out=np.zeros_like(both), where=total[:, None] > 0)

    def _places(self, grams: np.ndarray) -> np.ndarray:
        at = np.searchsorted(self._grams, grams).clip(max=max(len(self._grams) - 1, 0))
        known = self._grams[at] == grams if len(self._grams) else np.zeros(len(grams), bool)
        return np.where(known, at, len(self._grams))


def shared_characters(ours: Sequence[str], theirs: Sequence[str]) -> np.ndarray:
    """How many different characters each of ``ours`` has in common with each of ``theirs``.

    >>> shared_characters(["渔港码头"], ["码头", "港口"]).tolist()
    [[2.0, 1.0]]
    """
    signs = {sign: at for at, sign in enumerate(dict.fromkeys("".join([*ours, *theirs])))}
    held = []
    for texts in (ours, theirs):
        rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        columns = np.array([signs[sign] for text in texts for sign in text], dtype=int)
        held.append(_matrix(rows, columns, (len(texts), len(signs))))
    return (held[0] @ held[1].T).toarray()


def _grams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of neighbouring characters as numbers, and the text each stands in."""
    joined = "".join(f"{text}\0" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype("int64")
    row = np.cumsum(codes == _END)[:-1]
    inside = (codes[:-1] != _END) & (codes[1:] != _END)
    return (codes[:-1] * _WIDTH + codes[1:])[inside], row[inside]


def _matrix(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Which text holds which pair; one held twice counts once."""
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.data[:] = 1
    return matrix
