"""Text that people type and read: misspellings, terms given by number, what a terminal may get, secrets, counts.

May import: nothing.
Not here: anything that knows what a pathway is.
"""
