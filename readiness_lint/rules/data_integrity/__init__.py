"""Data Integrity and Lifecycle."""
