"""Read a folder of BEL scripts: PyBEL, without asking the network which names there are."""

import sys
from pathlib import Path

import pybel

count = 0
for file in sorted(Path(sys.argv[1]).rglob("*.bel")):
    try:
        count += pybel.from_bel_script(str(file), no_identifier_validation=True).number_of_edges()
    except NotImplementedError as error:  # PyBEL 0.15.5 refuses one of the scripts
        print(file.name, error, file=sys.stderr)
print(count)
