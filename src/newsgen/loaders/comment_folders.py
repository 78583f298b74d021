"""Find the comments of articles: for each article a folder named after its id, with a file for each comment."""

import os
from pathlib import Path

from newsgen.errors import ConfigError

FOLDER = "content/comments"


def comment_folders(root: Path) -> list[str]:
    """Return what lies where the folders of comments are, by name; sorted.

    Names that start with a dot are not looked at. Raises ConfigError where that place cannot be read.
    """
    return _visible(root, FOLDER) or []


def folder_of(article: str) -> str:
    """Return the path of the folder that the comments on an article are in, by its id."""
    return f"{FOLDER}/{article}"


def comments_on(root: Path, article: str) -> list[str]:
    """Return the paths below *root* of the folder of comments on an article, by its id, and of the files in it.

    None where there is no folder: an id may be no name for one. Raises ConfigError where it cannot be read.
    """
    folder = folder_of(article)
    names = None if "/" in article or article.startswith(".") else _visible(root, folder)
    return [] if names is None else [folder, *(f"{folder}/{name}" for name in names)]


def _visible(root: Path, folder: str) -> list[str] | None:
    try:
        names = os.listdir(f"{root}/{folder}")  # noqa: PTH208 - for every source that is read
    except (FileNotFoundError, ValueError):
        return None
    except OSError as error:
        if not os.path.lexists(f"{root}/{folder}"):  # its name is too long, or what should be around it is a file
            return None
        raise ConfigError(folder, f"cannot be read ({error.strerror})", "make it a readable folder") from None
    return sorted(name for name in names if not name.startswith("."))
