"""Who lies upstream of BDNF within two steps, with which signs: a ladybug database, COPY from CSV and a query."""

import csv
import sys
import tempfile
from pathlib import Path

import ladybug

folder = Path(tempfile.mkdtemp())
with open(sys.argv[1], encoding="utf-8") as file:
    rows = [(row["source"], row["target"], int(row["sign"])) for row in csv.DictReader(file, delimiter="\t")]
with (folder / "nodes.csv").open("w", newline="") as file:
    csv.writer(file).writerows([name] for name in sorted({name for row in rows for name in row[:2]}))
with (folder / "edges.csv").open("w", newline="") as file:
    csv.writer(file).writerows(rows)
connection = ladybug.Connection(ladybug.Database(str(folder / "db")))
connection.execute("CREATE NODE TABLE Gene(id STRING, PRIMARY KEY(id))")
connection.execute("CREATE REL TABLE Acts(FROM Gene TO Gene, sign INT64)")
connection.execute(f'COPY Gene FROM "{folder}/nodes.csv"')
connection.execute(f'COPY Acts FROM "{folder}/edges.csv"')
answer = connection.execute(
    'MATCH (a:Gene)-[e:Acts]->(:Gene {id: "BDNF"}) RETURN a.id, e.sign UNION '
    'MATCH (a:Gene)-[e:Acts]->(:Gene)-[f:Acts]->(:Gene {id: "BDNF"}) RETURN a.id, e.sign * f.sign'
)
found: dict[str, set[int]] = {}
while answer.has_next():
    name, sign = answer.get_next()
    found.setdefault(name, set()).add(sign)
print(len(found))
