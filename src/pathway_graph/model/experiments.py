"""The words for how an experiment was done: units of a dose, routes, sexes, statistical figures."""

from __future__ import annotations

from math import isclose
from typing import Final

DOSE_UNITS: Final[dict[str, str]] = {
    "mg/kg": "milligrams for a kilogram of body weight, once",
    "mg/kg/day": "milligrams for a kilogram of body weight, daily",
    "µg/kg": "micrograms for a kilogram of body weight, once",
    "µg/kg/day": "micrograms for a kilogram of body weight, daily",
    "g/kg": "grams for a kilogram of body weight, once",
    "mg": "milligrams, once",
    "mg/day": "milligrams, daily",
    "µg": "micrograms, once",
    "nmol": "nanomoles, once",
    "nM": "nanomoles in a litre",
    "µM": "micromoles in a litre",
    "mM": "millimoles in a litre",
    "ng/ml": "nanograms in a millilitre",
    "µg/ml": "micrograms in a millilitre",
    "mg/ml": "milligrams in a millilitre",
    "IU": "international units, once",
    "IU/kg": "international units for a kilogram of body weight, once",
    "Gy": "gray, of radiation",
}
"""Units of a dose; µ is the micro sign, U+00B5."""

ROUTES: Final[dict[str, str]] = {
    "oral": "swallowed, by gavage included",
    "in diet": "mixed into the food",
    "in drinking water": "dissolved in the drinking water",
    "intraperitoneal": "into the abdominal cavity",
    "intravenous": "into a vein",
    "subcutaneous": "under the skin, by pump or implant included",
    "intramuscular": "into a muscle",
    "intracerebroventricular": "into a ventricle of the brain",
    "intracerebral": "into a region of the brain",
    "intrathecal": "into the space around the spinal cord",
    "intranasal": "into the nose",
    "inhaled": "breathed in",
    "topical": "on the skin or the eye",
    "in medium": "added to the medium of cells or slices",
}

SEXES: Final[dict[str, str]] = {
    "female": "females only",
    "male": "males only",
    "both": "females and males together",
}

STATISTICS: Final[dict[str, str]] = {
    "p-value": "probability under the null hypothesis, unadjusted",
    "adjusted p-value": "p-value or false discovery rate adjusted for many tests",
    "fold change": "ratio to the untreated value",
    "log2 fold change": "logarithm to base 2 of that ratio",
    "Cohen's d": "difference of means in standard deviations",
    "t": "Student's t",
    "F": "F of an analysis of variance",
    "chi-squared": "chi-squared of a table of counts",
    "odds ratio": "ratio of odds",
    "correlation": "coefficient of correlation",
}
"""Kinds of statistical figures that a claim may give."""

_AMOUNTS: Final[dict[str, tuple[str, float]]] = {
    "g": ("mass", 1.0), "mg": ("mass", 1e-3), "µg": ("mass", 1e-6), "ng": ("mass", 1e-9),
    "nmol": ("substance", 1e-9), "mM": ("molar", 1e-3), "µM": ("molar", 1e-6), "nM": ("molar", 1e-9),
    "IU": ("units", 1.0), "Gy": ("radiation", 1.0),
}  # fmt: skip
"""Of what a dose is an amount, and how much of that in the unit of the first."""


def same_dose(one: tuple[float, str], other: tuple[float, str]) -> bool | None:
    """Tell whether two doses, each an amount and a unit, are the same; None where their units cannot be compared.

    What is given daily is not what is given once, whatever the amount.

    >>> same_dose((0.01, "g/kg"), (10.0, "mg/kg")), same_dose((10.0, "mg/kg"), (10.0, "mg/kg/day"))
    (True, False)
    >>> same_dose((10.0, "mg/kg"), (10.0, "mg")) is None
    True
    """
    (what, amount, is_daily), (other_what, other_amount, other_is_daily) = map(_measured, (one, other))
    if what != other_what:
        return None
    return is_daily == other_is_daily and isclose(amount, other_amount, rel_tol=1e-9)


def _measured(dose: tuple[float, str]) -> tuple[tuple[str, ...], float, bool]:
    """Return what a dose is an amount of and by what, how much, and whether daily."""
    amount, (unit, *per) = dose[0], dose[1].split("/")
    what, factor = _AMOUNTS[unit]
    return (what, *(one for one in per if one != "day")), amount * factor, "day" in per
