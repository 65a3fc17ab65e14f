"""The measured claims: each file is one, run as `python -m bench.NAME`."""
