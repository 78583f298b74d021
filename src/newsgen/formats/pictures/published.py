"""Publish a picture without the place and the device that its file names, and with its credits."""

from types import ModuleType

from newsgen.formats.pictures import avif, jpeg, png, webp
from newsgen.formats.pictures.credits import Credits, credits_of, exif_of, xmp_of
from newsgen.formats.pictures.svg import is_svg, sanitised

_FORMATS: tuple[ModuleType, ...] = (jpeg, png, webp)


def published(data: bytes) -> bytes:
    """Return the picture *data* as a site publishes it: the same pixels, the credits, and no other metadata.

    A file that has neither metadata nor anything that follows the picture is unchanged, and so is one that was already
    made so, and a GIF, which names no place. An SVG picture loses what can run scripts or load other files; raises
    UnreadableError if it is not one.
    """
    if is_svg(data):
        return sanitised(data)
    if avif.is_avif(data):
        return avif.rewritten(data)
    form = _format_of(data)
    if form is None:
        return data
    metadata, before, rest = form.split(data)
    if not any(metadata) and before + rest == data:
        return data
    found = credits_of(metadata)
    joined: bytes = form.join(before, rest, exif_of(found), xmp_of(found))
    return joined


def credits_in(data: bytes) -> Credits:
    """Return the credits in the picture *data*."""
    if avif.is_avif(data):
        return avif.credits_in(data)
    form = _format_of(data)
    return credits_of(form.split(data)[0]) if form else Credits()


def _format_of(data: bytes) -> ModuleType | None:
    return next((form for form in _FORMATS if data.startswith(form.START)), None)
