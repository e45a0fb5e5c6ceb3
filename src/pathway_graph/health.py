"""What a check-up finds: one line a check, with the remedy where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the installation or the store.

    Attributes:
        name: What was looked at.
        state: ``ok``; ``warning`` where something does not work that you may not need; ``wrong``.
        found: What was found, in a few words; never a secret.
        remedy: What to do; empty if all is well.

    >>> print(Check("fonts", "wrong", "no letters are drawn", "install the package fonts-dejavu-core"))
    wrong    fonts: no letters are drawn; install the package fonts-dejavu-core
    """

    name: str
    state: State
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.state:8} {self.name}: {self.found}" + (f"; {self.remedy}" if self.remedy else "")
