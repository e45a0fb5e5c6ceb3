"""Check a text sentence by sentence against the claims that it names; no model, no guess."""

from pathway_graph.evidence.checking.check import Checked, CheckedClaim, Verification, verify

__all__ = ["Checked", "CheckedClaim", "Verification", "verify"]
