"""A Neo4j server: store, rows that change, values, errors in words, checks."""
