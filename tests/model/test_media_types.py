"""Each file is served with the right type, the same from a preview and from a bucket."""

import pytest

from newsgen.model.media_types import content_type


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("articles/خبر/index.html", "text/html; charset=utf-8"),
        ("articles/خبر/source.txt", "text/plain; charset=utf-8"),
        ("assets/style.0123456789.css", "text/css; charset=utf-8"),
        ("assets/icon.0123456789.svg", "image/svg+xml; charset=utf-8"),
        ("assets/font.0123456789.woff2", "font/woff2"),
        ("media/صورة.0123456789.JPG", "image/jpeg"),
        ("sections/x/feed.xml", "application/atom+xml; charset=utf-8"),
        ("rss.xml", "application/rss+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/feed+json; charset=utf-8"),
        ("_redirects", "text/plain; charset=utf-8"),
        ("search/1/fragment/q.pf_fragment", "application/octet-stream"),
        ("x.CSS", "text/css; charset=utf-8"),
    ],
)
def test_text_is_served_as_utf_8(path, kind):
    """Arabic without a charset would be garbage in some browsers."""
    assert content_type(path) == kind
