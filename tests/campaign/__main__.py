"""Run the campaign from the root of the repository: ``python -m tests.campaign --help``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own modules

from campaign.command import main

sys.exit(main())
