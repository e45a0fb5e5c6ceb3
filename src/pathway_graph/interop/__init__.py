"""Other libraries: the networkx mirror, pandas and polars frames, notebooks, the py2neo bridge.

May import: `text`, `errors`, `model`, `evidence`, `trace`, `stores`, `diagrams`.
Not here: file formats and databases.
"""
