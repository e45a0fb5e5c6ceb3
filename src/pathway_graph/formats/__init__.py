"""File formats: ``read(path)`` gives a Network, ``write(network, path)`` a file; one module for each format.

May import: `text`, `errors`, `files`, `model`, `identifiers`, `evidence`, `stores`.
Not here: what a database holds, and tables of measured changes.
"""
