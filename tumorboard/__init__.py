"""What is known about one patient, and what follows from it."""
