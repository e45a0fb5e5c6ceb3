"""Queries put so that the embedded engine answers them as Neo4j does; what it cannot answer rightly is refused."""
