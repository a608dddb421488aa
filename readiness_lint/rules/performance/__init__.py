"""Performance and Scalability."""
