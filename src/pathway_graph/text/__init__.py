"""Text that people type and read: near misspellings, what a terminal may get, what is secret.

May import: nothing.
Not here: anything that knows what a pathway is.
"""
