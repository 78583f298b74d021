"""Check that every picture has an alternative text, which may be empty."""

from collections.abc import Iterator

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.page import Page


def of_page(page: Page, _: Inventory) -> Iterator[Finding]:
    """Yield the pictures of a page without alternative text."""
    for image in page.images:
        if image.alt is None:
            name = image.url.partition("?")[0].rpartition("/")[2] or "without address"
            found = f"{name} has no alternative text, so blind readers hear its file name"
            remedy = 'say in alt what it shows, or write alt="" if it only decorates'
            yield Finding("pictures", "error", page.path, image.line, f"<{image.element}>", found, remedy)


CHECK = Check("pictures without alternative text", of_page)
