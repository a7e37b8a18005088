"""Benchmarks of the library beside its peers. `make bench` runs every `bench_*.py`, then what measures pages:
`slider_latency.py` and `first_picture.py`.
"""
