"""TODO cypher."""
