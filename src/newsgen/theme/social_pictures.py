"""Decide how the pictures look that social networks show of articles without one."""

from dataclasses import dataclass

from newsgen.errors import UnreadableError, install_extra
from newsgen.filesystem import sha256
from newsgen.formats.pictures.headline_picture import Look, recipe
from newsgen.model.config import Config
from newsgen.text.arabic import one_line
from newsgen.theme.fonts import find_font

_FONT = "noto-naskh-arabic"
"""Not the site's font, which may be that of each reader."""
_LEFT_OUT = "social pictures are left out because"


@dataclass(frozen=True, slots=True)
class SocialLook:
    """The look of a site's social pictures."""

    look: Look
    digest: str
    """Changes with all that the pictures show beside the headlines, and with what draws them."""


def social_look(config: Config) -> tuple[SocialLook | None, list[str]]:
    """Return the look of a site's social pictures, None if it has none, and a warning if it lacks what they need."""
    if not config.social_pictures or not config.base_url:
        return None, []
    font = find_font(_FONT)
    if font is None:
        return None, [f"{_LEFT_OUT} the font {_FONT} is not installed; {install_extra('images')}"]
    try:
        made_by = recipe()
    except UnreadableError as error:
        return None, [f"{_LEFT_OUT} {error}"]
    look = Look(one_line(config.title), font)
    return SocialLook(look, sha256(f"{made_by}\0{look.site}\0{sha256(font.read_bytes())}".encode())), []
