"""Risk models that are arithmetic: pure functions over the coefficients of their records."""
