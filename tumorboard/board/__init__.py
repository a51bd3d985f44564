"""The flow of the board: roles, decisions, sign-off."""
