"""From variants to findings, facts, tiers and conclusions: pure functions with reasons."""
