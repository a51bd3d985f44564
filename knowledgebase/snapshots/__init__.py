"""Two states of a trial registry, and what changed between them, as work for a trial office."""
