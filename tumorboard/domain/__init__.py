"""Frozen dataclasses of the clinic: variants, cases, findings, conclusions. No I/O."""
