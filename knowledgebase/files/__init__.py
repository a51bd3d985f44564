"""Knowledge files: strict YAML in folders by kind, read into records, every fault with its line."""
