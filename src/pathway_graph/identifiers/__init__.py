"""Which thing is meant: look-up by name, the forms of a gene, the table of human genes, ids and how they meet.

May import: `text`, `errors`, `model`.
Not here: what is claimed about a thing.
"""
