"""TODO stores/server."""
