"""How words fit a name: whole, as its beginning, at the beginning of a word in it, inside it."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_GAPS: Final = " \t_/-,;:()[]\u2010\u2011\u2012\u2013\u2014\u2212\xa0"
_PLAIN: Final = str.maketrans(_LETTERS | dict.fromkeys(_GAPS, " "))
_SHORT: Final = 3
"""Fewer letters are not looked for inside words: they stand in too many."""
NO_FIT: Final = 9


class Words:
    """Words that are looked for.

    Args:
        typed: The words.

    >>> words = Words("beta-2 adreno")
    >>> [words.fit(name) for name in ("β2 adrenoceptor", "the beta 2 adrenoceptor", "adrenoceptor beta 2", "alpha 2")]
    [2, 3, 4, 9]
    """

    def __init__(self, typed: str) -> None:
        spaced = _spaced(typed)
        self._typed = typed.casefold()
        self._spaced, self._joined = f" {spaced}", spaced.replace(" ", "")
        self._parts = spaced.split()

    def fit(self, name: str) -> int:
        """Return how the words fit *name*, as the place of a word of `find.WAYS`; `NO_FIT` if they do not."""
        if not self._joined:
            return NO_FIT
        spaced = _spaced(name)
        joined = spaced.replace(" ", "")
        if joined == self._joined:
            return 1
        if joined.startswith(self._joined):
            return 2
        if self._spaced in f" {spaced}":
            return 3
        if len(self._joined) < _SHORT:
            return NO_FIT
        if self._joined in joined:
            return 4
        if len(self._parts) > 1 and all(part in spaced for part in self._parts):
            return 4
        return NO_FIT

    def fit_identifier(self, identifier: str) -> int:
        """Return how the words fit an identifier: whole or as its beginning, with its prefix or without."""
        known, typed = identifier.casefold(), self._typed
        local = known.rpartition(":")[2]
        if typed in (known, local):
            return 1
        return 2 if len(typed) > _SHORT and (known.startswith(typed) or local.startswith(typed)) else NO_FIT


def _spaced(text: str) -> str:
    return " ".join(text.casefold().translate(_PLAIN).split())
