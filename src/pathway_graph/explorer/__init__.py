"""A local page over the loaded store: find, look, trace, query, export; read-only, for this machine alone."""
