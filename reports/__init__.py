"""From a frozen case to a signed PDF, and back: verification."""
