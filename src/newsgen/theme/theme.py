"""The folders of a theme, and what all its pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGED = Path(__file__).parents[1] / "templates"
_CHECKOUT = Path(__file__).parents[3] / "templates"


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders in which a template is looked for, the project's own first."""
    shipped = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return tuple(dict.fromkeys([root / "templates", shipped]))


@dataclass(frozen=True, slots=True)
class Theme:
    """What all pages of a build share: templates, assets, the site's country."""

    root: Path
    country: str
    assets: Mapping[str, str]
    """Address of an asset by its name."""
    not_found_prefix: str
    """The path at which the site is served, for the one page that is shown at any depth."""
    templates: str = ""
    """The digest of all templates."""
    digits: str | None = None
    """The family of digits; None for the country's."""
