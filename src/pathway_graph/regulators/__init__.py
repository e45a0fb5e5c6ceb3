"""Which regulator explains measured changes: exact causal statistics over every possible regulator."""
