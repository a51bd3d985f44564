"""The demonstration: made-up cases, and the story told on them."""
