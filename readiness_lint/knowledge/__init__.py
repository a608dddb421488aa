"""What is known of libraries: data only, a file per library; `schema` joins it."""
