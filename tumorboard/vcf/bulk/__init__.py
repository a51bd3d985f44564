"""Prove most lines of a large file sound in bulk, and leave the rest to the strict check."""
