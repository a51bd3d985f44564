"""Read annotated variant files strictly: every line is accounted for."""
