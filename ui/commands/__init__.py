"""The commands of the headless face, one module a family."""
