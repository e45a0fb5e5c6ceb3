"""The pages by what they are for, as the head of every page lists them."""

from __future__ import annotations

from typing import Final

MENU: Final = (
    ("Follow", (
        ("/trace", "Trace", "what lies upstream or downstream"),
        ("/paths", "Paths", "every route from one to another"),
        ("/explain", "Explain", "why, with evidence for and against"),
        ("/fragile", "Fragility", "the works a net sign rests on"),
    )),
    ("Gene list", (
        ("/regulators", "Regulators", "what explains measured changes"),
        ("/network", "Network", "the smallest signed network behind them"),
        ("/names", "Names", "what each name of a list means"),
    )),
    ("Evidence", (
        ("/claims", "Claims", "by what they state"),
        ("/publications", "Publications", "what stands behind claims"),
        ("/weight", "Weight", "independent studies of one effect"),
        ("/conflicts", "Conflicts", "claims that contradict each other"),
        ("/contrast", "Contrast", "two contexts side by side"),
        ("/audit", "Audit", "citation marks and entries"),
        ("/retractions", "Retractions", "retracted works and what falls"),
    )),
    ("Stored", (
        ("/diagrams", "Diagrams", "all of them, small"),
        ("/sources", "Data sets", "where they come from"),
        ("/history", "History", "what came when"),
        ("/differences", "Differences", "against an earlier state"),
        ("/check", "Check a file", "what an import would keep"),
    )),
    ("Ask", (
        ("/queries", "Queries", "the library, with a form each"),
        ("/cypher", "Cypher", "a query of your own"),
    )),
)  # fmt: skip
"""Groups of pages: address, name, and what it shows in a few words."""
