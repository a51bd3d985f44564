"""The rule language: trees of criteria over facts, read, evaluated, explained, written."""
