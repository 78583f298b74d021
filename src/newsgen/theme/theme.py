"""Find the folders of a theme, and hold what all its pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsgen.text.date_format import Locale

START = "_start"
"""The variable of templates that has the escaped relative path from the page to the home page."""
_PACKAGED = Path(__file__).parents[1] / "templates"
_CHECKOUT = Path(__file__).parents[3] / "templates"


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders of the theme that are searched for templates, the project's own first."""
    shipped = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return tuple(dict.fromkeys([root / "templates", shipped]))


@dataclass(frozen=True, slots=True)
class Theme:
    """What all pages of a build share: templates, assets and the locale of the site."""

    root: Path
    locale: Locale
    assets: Mapping[str, str]
    """Addresses of assets by name."""
    not_found_prefix: str
    """The path at which the site is served, for 404.html, the only page that is shown at any depth."""
    templates: str = ""
    """The digests of the template folders, in hexadecimal."""
