"""Databases that hold a network: embedded (the default) and Neo4j, behind one protocol."""
