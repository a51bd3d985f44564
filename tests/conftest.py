"""What every test shares: no display, and Qt's own log is watched."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
