"""Texts that test the isolation of left-to-right parts, and what a browser reads of the result."""

from html.parser import HTMLParser

from hypothesis import settings
from hypothesis import strategies as st

from effort import examples

PIECES = st.sampled_from(
    [
        *(
            "هاتف ",
            "0522-12-34-56",
            "+212 6 12 34 56 78",
            "$5",
            "12 €",
            "a@b.ma",
            "@desk",
            "C++",
            "-2.5%",
            "« كلمة »",
            "« Mot »",
            "https://x.ma/ا?q=1&b=2",
        ),
        *("<", ">", "&", '"', "'", "&amp;", "&lt;b", "</bdi>", "<script>", "<!--", "]]>", "\u202e", "\u200f", "\ufeff"),
        *("\x00", "\x1b", "\xa0", "\u2028", "\ufdd0", "\U0001ffff", "،", ".", "(", ")", " ", "\n"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)
LAWS = settings(deadline=None, max_examples=examples(150))


class Reader(HTMLParser):
    """Collect what a browser sees of a piece of HTML: its text, its tags, and the text of each bdi."""

    def __init__(self, html):
        """Read *html*."""
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.bdi, self.open = [], [], [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Collect a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))
        if tag == "bdi":
            self.bdi.append("")
            self.open = True

    def handle_endtag(self, tag):
        """Collect an end tag by its name with a slash before it."""
        self.tags.append((f"/{tag}", {}))
        self.open = self.open and tag != "bdi"

    def handle_data(self, data):
        """Collect a text."""
        self.text.append(data)
        if self.open:
            self.bdi[-1] += data

    def handle_comment(self, data):
        """Collect anything else as a comment."""
        self.tags.append(("!--", {"": data}))

    handle_decl = handle_pi = unknown_decl = handle_comment


NEAR_MISSES = st.sampled_from(
    [
        *("0", "00", "05", "52", "2010", "123456", "٠٥", "+", "#", "$", "€", "@", ".", "-", "/", "_", " ", "و"),
        *(
            "a",
            "C",
            "w",
            "www",
            "www.",
            ":",
            "//",
            "http",
            "https://",
            "ftp://",
            ".ma",
            "(",
            ")",
            "\u00a0",
            "\u200f",
            "é",
        ),
        *("&", "&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&#36;", "&amp;#36;", "&rlm;", "<", ">", '"'),
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<table>",
            '<a href="https://x.ma/$5">',
        ),
        *("0522123456", "+212522123456", "a@b.ma", "@desk", "12 $", "C++"),
    ]
)
NASTY = st.lists(NEAR_MISSES, max_size=10).map("".join)
