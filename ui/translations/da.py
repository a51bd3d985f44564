"""Danish texts of the window, by the English text they stand for."""

DANISH: dict[str, str] = {}
