import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from newsgen.errors import UnreadableError
from newsgen.formats.pictures.credits import Credits
from newsgen.formats.pictures.published import credits_in, published
from newsgen.formats.pictures.resize import MAX_PIXELS, recipe, resized
from sample_pictures import camera_notes, noise, photo, png


def opened(data):
    """Return the decoded picture."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def saved(image, kind="PNG", **options):
    """Return *image* as a file."""
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def corner(image):
    """Return where a red corner is: from the left and from the top, as parts of the picture."""
    red, _, blue = image.convert("RGB").split()[:3]
    box = Image.eval(red, lambda value: value > 128 and 255).getbbox()
    assert blue
    return round((box[0] + box[2]) / 2 / image.width, 1), round((box[1] + box[3]) / 2 / image.height, 1)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("JPEG", ["webp 400x300", "jpg 400x300", "webp 800x600", "jpg 800x600", "webp 1200x900", "jpg 1200x900"]),
        ("PNG", ["webp 400x300", "png 400x300", "webp 800x600", "png 800x600", "webp 1200x900", "png 1200x900"]),
        ("WEBP", ["webp 400x300", "webp 800x600", "webp 1200x900"]),
        ("AVIF", ["webp 400x300", "webp 800x600", "webp 1200x900"]),
        ("GIF", ["webp 400x300", "webp 800x600", "webp 1200x900"]),
    ],
)
def test_a_large_picture_has_three_sizes(kind, expected):
    """In WebP, and in its own format for old browsers."""
    options = {"quality": 100} if kind in {"JPEG", "WEBP", "AVIF"} else {}
    made = resized(photo(kind, (1600, 1200), **options))
    assert [f"{one.suffix} {one.width}x{one.height}" for one in made] == expected
    for one in made:
        image = opened(one.data)
        assert image.size == (one.width, one.height)
        assert image.format == {"webp": "WEBP", "jpg": "JPEG", "png": "PNG"}[one.suffix]


def test_a_picture_is_never_made_larger():
    """One of 1,000 pixels has its own width in WebP too, and a small one stays as it is."""
    made = resized(photo(size=(1000, 600), quality=100))
    assert [(one.suffix, one.width) for one in made] == [
        ("webp", 400),
        ("jpg", 400),
        ("webp", 800),
        ("jpg", 800),
        ("webp", 1000),
    ]
    assert resized(photo(size=(400, 300))) == []


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_as_it_is_shown(kind, orientation):
    """Its smaller sizes need no Exif to be shown upright."""
    upright = Image.new("RGB", (600, 900))
    upright.paste((255, 0, 0), (0, 0, 60, 90))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation in undo else upright
    made = resized(saved(stored, kind, exif=camera_notes(orientation)))
    small = opened(made[0].data)
    assert small.size == (400, 600)
    assert corner(small) == (0.1, 0.1)
    assert credits_in(made[0].data).orientation == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_size_names_who_made_it(kind):
    """A picture is copied in the size in which it is shown."""
    data = published(photo(kind, exif=camera_notes(1, "سعيد", "© الجريدة")))
    made = resized(data)
    assert {one.suffix for one in made} >= {"webp"}
    assert {credits_in(one.data) for one in made} == {Credits(1, "سعيد", "© الجريدة")}
    assert not any(b"Secret" in one.data for one in made)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_colours_is_shown(mode):
    """Scans are grey, logos have few colours, and print shops send cyan, magenta, yellow and black."""
    grey = Image.frombytes("L", (50, 40), random.Random(3).randbytes(2000)).resize((500, 400))
    image = (
        grey.convert("I;16").point(lambda value: value * 256) if mode == "I;16" else grey.convert("RGB").convert(mode)
    )
    made = resized(saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    for one in made:
        small = opened(one.data)
        assert small.mode in {"RGB", "RGBA", "L", "LA"}
        mean = sum(small.convert("L").resize((1, 1), Image.Resampling.BOX).get_flattened_data())
        assert abs(mean - sum(grey.resize((1, 1), Image.Resampling.BOX).get_flattened_data())) < 12
    assert made or mode == "1"


def test_transparent_parts_stay_transparent():
    """A logo is shown on the paper of the page, which may be dark."""
    image = opened(noise(600, 400)).convert("RGBA")
    image.putalpha(Image.new("L", (600, 400), 0))
    made = resized(saved(image))
    assert made
    assert all(opened(one.data).getextrema()[-1] == (0, 0) for one in made)


def test_colours_of_another_profile_are_changed_and_the_profile_left_out():
    """A thumbnail of 10 KB needs no profile of 3 KB."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab, b"damaged"):
        for one in resized(photo(icc_profile=profile)):
            assert "icc_profile" not in opened(one.data).info


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animated_picture_has_no_smaller_sizes(kind):
    """It would stand still."""
    frames = [Image.new("RGB", (500, 300), colour) for colour in ("red", "green", "blue")]
    assert resized(saved(frames[0], kind, save_all=True, append_images=frames[1:])) == []


def bomb(width, height, colours=2):
    """Return the header of a PNG file that claims to be very large, of the type of *colours* with this number."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8001, 8000), (10_000, 10_000), (60_000, 60_000)])
def test_a_decompression_bomb_is_not_unpacked(size):
    """A file of a hundred bytes can claim gigabytes."""
    assert size[0] * size[1] > MAX_PIXELS
    with pytest.raises(UnreadableError, match="only up to 64 million are unpacked"):
        resized(bomb(*size))


def test_a_picture_that_is_unpacked_twice_may_have_half_as_many_pixels():
    """Transparent parts are mixed in a copy."""
    with pytest.raises(UnreadableError, match="has 8000 × 4001 pixels, and only up to 32 million are unpacked"):
        resized(bomb(8000, 4001, colours=6))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_damaged_picture_is_refused(kind):
    """A page shows it as far as browsers can."""
    data = photo(kind)
    with pytest.raises(UnreadableError, match="is "):
        resized(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"text", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"II*\0\x08\0\0\0"])
def test_only_formats_of_the_web_are_opened(data):
    """Others have had more holes, and some start other programs."""
    with pytest.raises(UnreadableError, match="is in a form that Pillow does not know"):
        resized(data)


def test_a_size_is_never_a_larger_file():
    """A drawing of few colours is smallest as it is."""
    for data in (png(900, 600), photo(quality=5)):
        assert all(len(one.data) < len(data) for one in resized(data))


def test_the_same_picture_has_the_same_sizes():
    """Incremental builds and clean ones publish the same bytes."""
    data = photo(exif=camera_notes(6, "سعيد"))
    assert resized(data) == resized(data)
    assert recipe() == recipe()
    assert recipe()
