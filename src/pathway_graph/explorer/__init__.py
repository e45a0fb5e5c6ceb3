"""A local page over the loaded store: find, look, trace, query, export; read-only, for this machine alone.

May import: `text`, `errors`, `files`, `model`, `identifiers`, `cypher`, `evidence`, `look`, `trace`, `stores`,
`formats`, `regulators`, `diagrams`, `charts`.
Not here: answers that no Python function gives.
"""
