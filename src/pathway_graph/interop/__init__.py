"""TODO interop."""
