"""The window's texts in other languages, one table each."""
