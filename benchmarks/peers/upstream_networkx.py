"""Who lies upstream of BDNF within two steps, with which signs: csv and networkx."""

import csv
import sys

import networkx

graph = networkx.MultiDiGraph()
with open(sys.argv[1], encoding="utf-8") as file:
    for row in csv.DictReader(file, delimiter="\t"):
        graph.add_edge(row["source"], row["target"], sign=int(row["sign"]))
found, front = {}, {("BDNF", 1)}
for _ in range(2):
    edges = ((edge, sign) for node, sign in front for edge in graph.in_edges(node, data="sign"))
    front = {(source, sign * other) for (source, _, other), sign in edges}
    for node, sign in front:
        found.setdefault(node, set()).add(sign)
print(len(found))
