"""Reliability and Resilience."""
