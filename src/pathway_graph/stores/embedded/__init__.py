"""TODO stores/embedded."""
