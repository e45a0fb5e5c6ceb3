"""Databases that hold a network: embedded (the default) and Neo4j, behind one protocol.

May import: `text`, `errors`, `files`, `model`, `identifiers`, `cypher`, `index`, `evidence`.
Not here: what a query may say: that is for `cypher`.
"""
