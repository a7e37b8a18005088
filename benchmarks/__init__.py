"""Benchmarks beside peers. `make bench` runs every `bench_*.py`, then the page: `slider_latency.py`, `first_picture.py`."""
