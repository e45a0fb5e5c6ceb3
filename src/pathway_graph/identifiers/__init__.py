"""TODO identifiers."""
