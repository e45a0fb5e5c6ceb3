"""Paths from TP53 to MYC of at most three steps: NeKo (the package ``nekomata``), which finds the shortest ones.

NeKo asks UniProt for every name it is given. The benchmark has no network, so a name stands for itself here.
"""

import os
import sys
import tempfile

import pandas

table = os.path.abspath(sys.argv[1])
os.chdir(tempfile.mkdtemp())  # a package that it brings leaves a folder of logs where it is run

from neko.inputs import identifier_mapping  # noqa: E402

identifier_mapping.to_uniprot = identifier_mapping.to_genesymbol = lambda name, *_, **__: name

from neko.core.network import Network  # noqa: E402  what it asks is replaced first

edges = pandas.read_csv(table, sep="\t")
edges["is_directed"], edges["form_complex"] = True, False
edges["is_stimulation"], edges["is_inhibition"] = edges["sign"] > 0, edges["sign"] < 0
network = Network(["TP53", "MYC"], resources=edges)
network.complete_connection(maxlen=3, path_policy="all_shortest", reuse_policy="none", only_signed=True)
print(len(network.edges))
