"""Observability and Operability."""
