"""Releases: all records in one signed file, its compiled form, and what changed between two."""
