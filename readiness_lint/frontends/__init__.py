"""The hosts: flake8, pylint and the command."""
