"""Files of any kind: rows of cells read strictly, writing whole or not at all, and what a disk that refuses says.

May import: `errors`, `text`.
Not here: what a file means: that is for `formats`.
"""
