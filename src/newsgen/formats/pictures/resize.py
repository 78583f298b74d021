"""Make the smaller sizes of a picture with Pillow, which may be missing."""

import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgen.errors import UnreadableError
from newsgen.formats.pictures.credits import ORIENTATION, TURNED, Credits, exif_of, xmp_of
from newsgen.formats.pictures.published import credits_in

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (400, 800, 1200)
"""Pixels; a picture is never made larger than it is."""
MAX_PIXELS = 64_000_000
"""A picture of more pixels is not unpacked: it would take 256 MB and more, and a small file can claim any number.

Of a picture with transparent parts or a palette it is half as many, because it is unpacked twice.
"""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_OWN = {"JPEG": "jpg", "PNG": "png"}
"""The formats in which smaller sizes are made beside WebP; a GIF or AVIF has none, because WebP does their work."""
_OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "compress_level": 8},
}
_RECIPE = 1
"""Changes when other bytes are made of the same picture by the same libraries."""
_ORIENTED = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""Pillow's operations that turn a picture as its Exif orientation says."""
_SIMPLE = frozenset({"RGB", "L", "CMYK"})
"""The modes of Pillow in which a picture is made smaller as it is."""
_TRANSPARENT = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})


class Resized(NamedTuple):
    """A smaller size of a picture."""

    suffix: str
    width: int
    height: int
    data: bytes


def recipe() -> str | None:
    """Return what decides the bytes of resized pictures: the versions of the libraries; None if there are none."""
    if find_spec("PIL") is None:
        return None
    from PIL import features  # noqa: PLC0415 - few sites have pictures

    try:
        pillow = version("pillow")
    except PackageNotFoundError:
        return None
    parts = [features.version(name) for name in ("libjpeg_turbo", "jpg", "zlib", "webp", "avif", "littlecms2")]
    return " ".join([str(_RECIPE), pillow, *map(str, parts)])


def resized(data: bytes) -> list[Resized]:
    """Return the smaller sizes of the picture *data*, narrowest first, in WebP and in its own format.

    There are none of an animated picture. Raises UnreadableError if the picture is too large or cannot be read.
    """
    from PIL import Image  # noqa: PLC0415 - as above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with a picture does not concern its readers
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                most = MAX_PIXELS if image.mode in _SIMPLE else MAX_PIXELS // 2
                if image.width * image.height > most:
                    raise UnreadableError(_too_large(f"has {image.width} × {image.height} pixels", most))
                return [] if getattr(image, "is_animated", False) else list(_sizes(image, data))
    except Image.DecompressionBombError:
        raise UnreadableError(_too_large("claims to have far too many pixels", MAX_PIXELS)) from None
    except MemoryError:
        raise UnreadableError("does not fit into memory") from None
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        reason = "is in a form that Pillow does not know" if "identify" in str(error) else "is damaged or incomplete"
        raise UnreadableError(reason) from None


def _too_large(found: str, most: int) -> str:
    return f"{found}, and only up to {most // 1_000_000} million are unpacked"


def _sizes(image: "Image.Image", data: bytes) -> Iterator[Resized]:
    own = _OWN.get(image.format or "")
    is_webp = image.format == "WEBP"
    found = credits_in(data)
    if image.format == "AVIF":  # turned by a box of its own, which Pillow reports as if it were Exif
        found = found._replace(orientation=image.getexif().get(ORIENTATION, 1))
    turned = found.orientation in TURNED
    full = (image.height, image.width) if turned else image.size
    widths = [width for width in WIDTHS if width < full[0]]
    if not widths:
        return
    if full[0] <= WIDTHS[-1] and not is_webp:
        widths.append(full[0])
    largest = _prepared(image, _box(full, widths[-1], turned=turned), found.orientation)
    plain = found._replace(orientation=1)
    for width in widths:
        smaller = largest if width == largest.width else _scaled(largest, _box(full, width))
        for suffix in ("webp", own):
            if suffix and (suffix == "webp" or width < full[0]):
                made = _encoded(smaller, suffix, plain)
                if len(made) < len(data):
                    yield Resized(suffix, smaller.width, smaller.height, made)


def _box(full: tuple[int, int], width: int, *, turned: bool = False) -> tuple[int, int]:
    """Return the size of a picture of the size *full* at a *width*; *turned* as its file has it."""
    height = max(1, round(full[1] * width / full[0]))
    return (height, width) if turned else (width, height)


def _prepared(image: "Image.Image", box: tuple[int, int], orientation: int) -> "Image.Image":
    """Return *image* at the size *box*, in plain colours, and turned as it is shown.

    It is made small before anything else, so that only one large picture is ever in memory.
    """
    from PIL import Image  # noqa: PLC0415 - as above

    profile = image.info.get("icc_profile")
    image.draft(None, box)  # a JPEG is unpacked at an eighth, a quarter or half of its size, if that is enough
    small = _scaled(_plain(image), box)
    small = _in_srgb(small, profile)
    if orientation in _ORIENTED:
        small = small.transpose(Image.Transpose(_ORIENTED[orientation]))
    small.info = {}
    return small


def _scaled(image: "Image.Image", box: tuple[int, int]) -> "Image.Image":
    from PIL import Image  # noqa: PLC0415 - as above

    return image if image.size == box else image.resize(box, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(image: "Image.Image") -> "Image.Image":
    """Return *image* in a mode whose colours can be mixed."""
    if image.mode in _TRANSPARENT or "transparency" in image.info:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I"):  # sixteen bits
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image if image.mode in _SIMPLE else image.convert("RGB")


def _in_srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """Return *image* in the colours that a browser expects of a picture without a profile."""
    if profile and b"sRGB" not in profile[:1024]:
        from PIL import ImageCms  # noqa: PLC0415 - as above

        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that does not fit the picture
            changed = None
        image = changed or image
    return image.convert("RGB") if image.mode == "CMYK" else image


def _encoded(image: "Image.Image", suffix: str, credits: Credits) -> bytes:  # noqa: A002 - as above
    """Return *image* as a file of the type *suffix*, with its *credits*."""
    output = BytesIO()
    exif, xmp = exif_of(credits), xmp_of(credits)
    options = dict(_OPTIONS[suffix])
    if exif:
        options["exif"] = b"Exif\0\0" + exif if suffix == "jpg" else exif
    if xmp and suffix == "png":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - as above

        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())
    elif xmp:
        options["xmp"] = xmp
    image.save(output, **options)
    return output.getvalue()
