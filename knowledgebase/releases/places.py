"""Where an installation keeps its knowledge: the installed release, trusted keys, the cache."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledgebase.errors import KnowledgeError


def shipped_folder() -> Traversable:
    """Give the folder of knowledge that the program ships; raises where it is missing."""
    folder = files("knowledgebase") / "content"
    if not folder.is_dir():
        raise KnowledgeError(
            "the knowledge base is missing from this installation; install the program again"
        )
    return folder


def installed_path() -> Path:
    """Give where the installed release lies (it may not exist)."""
    from platformdirs import user_data_path

    return user_data_path("Tumorboard", appauthor=False) / "knowledge" / "installed.release"


def is_installed() -> bool:
    """Tell whether a release is installed here, sound or not."""
    return installed_path().exists()


def newest_path() -> Path:
    """Give where the newest version ever installed is noted, beside the installed release."""
    return installed_path().with_name("newest-installed.json")


def keys_folder() -> Path:
    """Give the folder of the public keys this installation trusts."""
    from platformdirs import user_config_path

    return user_config_path("Tumorboard", appauthor=False) / "knowledge-keys"


def cache_folder() -> Path:
    """Give the user's own cache folder for knowledge (it may not exist yet)."""
    from platformdirs import user_cache_path

    return user_cache_path("Tumorboard", appauthor=False) / "knowledge"
