"""Benchmarks of the library beside its peers. `make bench` runs every `bench_*.py`, then `slider_latency.py`."""
