"""Styles: what a node, an edge and a compartment look like; one module a style."""
