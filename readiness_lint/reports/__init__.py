"""Findings in, text out; nothing here reads or writes a file."""
