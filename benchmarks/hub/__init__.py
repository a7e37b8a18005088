"""A class on one JupyterHub: how much memory a student takes, and how long the first picture."""
