"""Build the documentation: ``sphinx-build -W docs docs/_build``; pictures and generated pages are made anew first."""

from __future__ import annotations

import runpy
from importlib.metadata import version as installed
from pathlib import Path

HERE = Path(__file__).parent
runpy.run_path(str(HERE.parent / "scripts" / "regenerate.py"), run_name="__main__")

project = "pathway-graph"
author = "The pathway-graph authors"
copyright = "the pathway-graph authors"
release = version = installed("pathway-graph")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
default_role = "code"
nitpicky = False
html_theme = "furo"
html_title = "pathway-graph"
html_show_sphinx = False
suppress_warnings = ["misc.highlighting_failure"]  # the Cypher lexer does not know parameters
