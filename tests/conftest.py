"""Every test run writes to a folder of its own, never to the one in use."""

import os
import tempfile

# Before anything imports settings: they are read once.
os.environ.setdefault("MILEPOST_VAR", tempfile.mkdtemp(prefix="milepost-test-"))
