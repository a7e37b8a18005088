"""The content of the exercises: a module for each notebook."""
