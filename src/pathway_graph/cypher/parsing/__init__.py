"""Read tokens into the tree of `syntax`, by recursive descent; each module adds what it reads to the one before.

`cursor` ← `labels` ← `patterns` ← `operands` ← `operators` ← `clauses` ← `updates` ← `statements`.
"""
