"""Every test run writes to a folder of its own, never to the one in use, and no test depends on the machine's speed."""

import os
import tempfile

from hypothesis import HealthCheck, settings

# Before anything imports Milepost's settings: they are read once.
os.environ.setdefault("MILEPOST_VAR", tempfile.mkdtemp(prefix="milepost-test-"))

settings.register_profile("milepost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("milepost")
