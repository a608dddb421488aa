"""Infrastructure Reality."""
