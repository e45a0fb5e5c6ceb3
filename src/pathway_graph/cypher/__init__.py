"""Queries as text: the library and its files, the tree of a Cypher text, and the list of what a query may use.

Its ``.cypher`` files stand at the top of a checkout, and beside these modules in an installation.

May import: `errors`.
Not here: running a query: that is for `stores`.
"""
