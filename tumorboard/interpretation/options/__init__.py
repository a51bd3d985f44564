"""What could be offered to a patient, and what to test next."""
