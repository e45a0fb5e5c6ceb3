"""Other libraries: the networkx mirror, pandas and polars frames, notebooks, the py2neo bridge.

May import: `errors`, `model`, `evidence`, `trace`, `stores`, `diagrams`.
Not here: file formats and databases.
"""
