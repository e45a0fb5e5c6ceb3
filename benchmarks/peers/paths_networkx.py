"""Paths from TP53 to MYC of at most three steps: csv and networkx."""

import csv
import itertools
import sys

import networkx

graph = networkx.DiGraph()
with open(sys.argv[1], encoding="utf-8") as file:
    for row in csv.DictReader(file, delimiter="\t"):
        graph.add_edge(row["source"], row["target"], sign=int(row["sign"]))
print(sum(1 for _ in itertools.islice(networkx.all_simple_paths(graph, "TP53", "MYC", cutoff=3), 20_000)))
