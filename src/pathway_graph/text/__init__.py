"""Text that people type and read: near misspellings, terms given by number, what a terminal may get, what is secret.

May import: nothing.
Not here: anything that knows what a pathway is.
"""
