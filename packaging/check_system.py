"""Say in one line which Debian packages the window still needs, if any."""

import sys

PACKAGES = (
    "libegl1 libgl1 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0"
)


def main() -> int:
    """Try the import that needs the system's libraries."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - the import is the check
    except ImportError as fault:
        print(
            f"The window needs system libraries that are missing ({fault}); "
            f"on Debian and Ubuntu: sudo apt-get install {PACKAGES}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
