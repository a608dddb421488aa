"""Backend vocabulary: what the model sees, joined with what the tables know."""
