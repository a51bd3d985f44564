"""The window: pages that lay out, a desk that decides, models that feed tables."""
