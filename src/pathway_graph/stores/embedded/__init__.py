"""The embedded database in a folder: store, engine, bulk load, generations and their seals, checks, Bolt."""
