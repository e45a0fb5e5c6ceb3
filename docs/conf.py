"""Build the documentation: ``sphinx-build -W docs docs/_build``. It only reads; ``scripts/regenerate.py`` writes."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))  # drawn.py

project = "pathway-graph"
author = "The pathway-graph authors"
copyright = "the pathway-graph authors"
release = version = installed("pathway-graph")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "drawn"]
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
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
suppress_warnings = ["misc.highlighting_failure"]  # the Cypher lexer does not know parameters
