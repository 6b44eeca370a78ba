"""How fast it is, measured: ``uv run python -m tests.benchmarks`` (see ``command``)."""
