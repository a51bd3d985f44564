"""What every test shares: no display, Qt's own log is watched, nothing of the user's is touched."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_HOME = tempfile.mkdtemp(prefix="tumorboard-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _what in ("CACHE", "CONFIG", "DATA"):  # an installed release or a cache of the user's own
    os.environ[f"XDG_{_what}_HOME"] = os.path.join(_HOME, _what.lower())

from hypothesis import settings  # noqa: E402 - after the surroundings are set

# A machine with other work is slow now and then; how long an example takes proves nothing.
settings.register_profile("tumorboard", deadline=None)
settings.load_profile("tumorboard")
