"""A graph database of signaling pathways: typed, signed, with the evidence and its context."""
