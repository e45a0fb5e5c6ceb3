"""Who lies upstream of BDNF within two steps, with which signs: csv and igraph."""

import csv
import sys

import igraph

with open(sys.argv[1], encoding="utf-8") as file:
    rows = [(row["source"], row["target"], int(row["sign"])) for row in csv.DictReader(file, delimiter="\t")]
graph = igraph.Graph.TupleList(rows, directed=True, edge_attrs=["sign"])
found, front = {}, {(graph.vs.find("BDNF").index, 1)}
for _ in range(2):
    edges = ((graph.es[edge], sign) for node, sign in front for edge in graph.incident(node, "in"))
    front = {(edge.source, sign * edge["sign"]) for edge, sign in edges}
    for node, sign in front:
        found.setdefault(node, set()).add(sign)
print(len(found))
