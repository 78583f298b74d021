"""Any HTML is reduced to HTML that is safe and fits into the page."""

import html
import re
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.errors import UnreadableError
from newsgen.formats.markdown_to_html import render_markdown
from newsgen.formats.sanitise import depth, plain_blocks, sanitise

SAFE_TAGS = set(
    "a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table"
    " tbody td tfoot th thead time tr u ul var audio source track video".split()
)
SAFE_ATTRIBUTES = set(
    "href title dir cite datetime src alt width height value start reversed colspan rowspan scope lang rel id"
    " class role aria-label align controls preload poster kind srclang label".split()
)
OWN_VALUES = {
    ("a", "footnote-ref"), ("a", "footnote-backref"), ("a", "العودة إلى موضع الحاشية "), ("div", "footnote"),
    ("ul", "task-list"), ("li", "task-list-item"), ("span", "img"), ("span", "منجز"), ("span", "غير منجز"),
    ("figure", "embed"),
}  # fmt: skip
"""The classes, roles and names that the converter gives to footnotes, tasks and cards."""
SAFE_ADDRESS = re.compile(r"(?:(?:https?|mailto|tel):|[^:]*(?:$|[/?#]))", re.IGNORECASE)
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


class SafetyChecker(HTMLParser):
    """Read HTML as a browser would, and fail if it is not safe."""

    headings: list[int]

    def reset(self):
        """Begin with no heading seen."""
        super().reset()
        self.headings = []

    def handle_starttag(self, tag, attrs):
        """Fail for unknown tags and attributes, and for URLs that could run code."""
        assert tag in SAFE_TAGS
        for name, value in attrs:
            assert name in SAFE_ATTRIBUTES
            if name in {"class", "role", "aria-label"}:
                assert (tag, value.rstrip("0123456789")) in OWN_VALUES
            if name in {"href", "src", "cite"}:
                assert SAFE_ADDRESS.match("".join(c for c in value if c.isprintable() and not c.isspace()))
            if name == "poster" or tag in {"source", "track"}:
                assert not re.match("[a-z]+:|//", value)
        assert len({name for name, _ in attrs}) == len(attrs)
        assert tag != "img" or "alt" in dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_comment(self, data):
        """Fail for comments, because old browsers ran code in some of them."""
        pytest.fail(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_safe(text):
    """Assert that *text* is HTML that cannot run, and whose headings begin at h2 and skip no level."""
    checker = SafetyChecker()
    checker.feed(text)
    checker.close()
    levels = [1, *checker.headings]
    assert all(2 <= after <= before + 1 for before, after in pairwise(levels))
    assert not INVISIBLE.search(html.unescape(text))


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT src=//x.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href='java&#1;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='java&#x200e;script:alert(1)'>x</a>",
    "<a href='java&#xfeff;script:alert(1)'>x</a>",
    "<a href='java&#173;script:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='blob:x'>x</a><a href='file:///etc/passwd'>x</a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<q cite='javascript:alert(1)'>x</q>",
    "<form action='javascript:alert(1)'><input name=x onfocus=alert(1) autofocus><button formaction=x>",
    "<iframe src='javascript:alert(1)'></iframe><object data=x></object><embed src=x>",
    "<style>body{display:none}</style><p style='position:fixed'>x</p><link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=x'><base href=//x.example/>",
    "<p onclick=alert(1) id=main class=hidden>x</p>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--[if IE]><script>alert(1)</script><![endif]--><!-- x --><?php x ?><![CDATA[<script>]]>",
    "<template><script>alert(1)</script></template><textarea><script>",
    "<p title='a>b<script>'>x</p><img alt='\"><script>' src=x>",
    "<h1 lang=fr>x</h1><h6>y</h6><h2></h2>",
    "<bdo dir=rtl>x</bdo><p dir=ltr lang='x\"y'>",
    "a\u202eb&#x202e;c\u200f&rlm;\x00&#0;\x07&#7;\ufeff",
    "[x](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)>",
    "[x](java&#x200e;script:alert(1)) [x]( &#1;javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](https://example.org 'title\" onclick=alert(1)')",
    "\x02klzzwxh:0000\x03 \x02stash\x03",
    "```x onclick=alert(1)\n<script>\n```",
    "| <script> | x |\n|---|---|\n| <b onclick=x> | y |",
    "# خبر\n### آخر\n\n<h1>x</h1>\n\nعنوان\n=====",
    "*[<script>]: <script>\n\n<script>",
    "<video src=//x.example/a.mp4 onplay=alert(1)><source src='javascript:x'><track src=//x.example/t></video>",
    "<video poster=data:x src=a.mp4><video><source src=a><audio src=b></video></audio><source src=c><p>x</p>",
    "<iframe srcdoc='<script>'><iframe src=https://youtu.be/x title='\"><script>'></iframe>",
    "<blockquote class=twitter-tweet><a href=javascript:x>x</a><script>x</blockquote>",
    "<div class=fb-post data-href='javascript:x'></div><figure class='embed x'>x</figure>",
    "{{< figure src='javascript:x' link='javascript:x' caption='<script>' >}} {{< youtube '\"><script>' >}}",
    "[caption]<img src=x onerror=alert(1)><script>[/caption] [audio src=javascript:x] [embed]javascript:x[/embed]",
    "{% raw %}<script>{% endraw %} {{< rawhtml >}}<script>x</script>{{< /rawhtml >}} [a]({{< x >}}'onclick=y')",
    "\ufdd00\ufdd0 <b \ufdd11\ufdd1> &#xfdd0;0&#xfdd0; {{< youtube x >}}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attacks_leave_nothing_that_runs(text):
    """No script, no handler, no style and no URL that runs code is left, in HTML or in Markdown."""
    assert_safe(sanitise(text))
    assert_safe(render_markdown(text))


FRAGMENTS = st.lists(
    st.sampled_from([
        *HOSTILE, *"<>\"'&;=/[]()!*_`#|:\\-~ \n\t\x01\x0b\u200e\u202e\ufeff", "javascript:", "&#x6a;", "&colon;",
        " onerror=", "<a href=", "<img ", "<b>", "</b>", "<h1>", "</h1>", "<div>", "</div>", "\n\n", "    ", "> ",
        "<video>", "</video>", "<source src=a>", "<p>", "</p>", "<iframe src=https://youtu.be/a>", "{{< ", " >}}",
        "1. ", "<td>", "<table>", "<li>", "خبر", "كلمة", "style=",
    ]) | st.text(max_size=5),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=examples(150))
@given(FRAGMENTS)
def test_no_mixture_of_fragments_runs(text):
    """Fragments that are harmless alone are harmless in any combination."""
    assert_safe(sanitise(text))
    try:
        rendered = render_markdown(text)
    except UnreadableError:
        return
    assert_safe(rendered)


@settings(deadline=None, max_examples=examples(100))
@given(FRAGMENTS)
@example("<h1><img <b>")
@example("<video src=a><video><source src=b>x</video><source src=c></video>")
def test_sanitising_twice_changes_nothing(text):
    """Sanitised HTML is a fixed point, with and without films of the site itself."""
    for clean in (sanitise, partial(sanitise, own_media=True)):
        once = clean(text)
        assert clean(once) == once
        assert_safe(once)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<p>نص <strong>مهم</strong></p>", "<p>نص <strong>مهم</strong></p>"),
        ("<p>أ\u00a0ب&nbsp;ج</p>", "<p>أ&nbsp;ب&nbsp;ج</p>"),
        ("<p>می\u200cخواهم</p>", "<p>می\u200cخواهم</p>"),
        ("<a href='/about/'>من نحن</a>", '<a href="/about/" rel="noopener">من نحن</a>'),
        ("<a href='mailto:a@example.org'>بريد</a>", '<a href="mailto:a@example.org" rel="noopener">بريد</a>'),
        ("<a href='x?t=12:30'>ساعة</a>", '<a href="x?t=12:30" rel="noopener">ساعة</a>'),
        ("<img src=a.jpg>", '<img alt="" src="a.jpg">'),
        ("<p><img src='data:image/png;base64,AA' alt='صورة &lt;'></p>", "<p>صورة &lt;</p>"),
        ("<img src='a>b.jpg' alt='صورة'>", '<img src="a&gt;b.jpg" alt="صورة">'),
        ("<img src=a.jpg width=50% height=30>", '<img alt="" src="a.jpg" height="30">'),
        ("<time datetime='2022-07-18'>أمس</time>", '<time datetime="2022-07-18">أمس</time>'),
        ("<time datetime='أمس'>أمس</time>", "<time>أمس</time>"),
        ("<td>خلية", "خلية"),
    ],
)
def test_ordinary_html_is_kept(text, clean):
    """Emphasis, links, pictures and joiners are kept; values that no validator accepts are removed."""
    assert sanitise(text) == clean


@pytest.mark.parametrize(
    ("written", "stepped"),
    [
        ([1, 1, 2], [2, 2, 3]),
        ([3, 4, 6], [2, 3, 4]),
        ([2, 4, 3, 2, 6], [2, 3, 3, 2, 3]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        ([6, 5, 4], [2, 2, 2]),
    ],
)
def test_headings_begin_at_h2_and_skip_no_level(written, stepped):
    """The headline is the page's h1; the writer's outline is kept, without its gaps."""
    text = "".join(f'<h{level} lang="ar">عنوان</h{level}>' for level in written)
    assert sanitise(text) == "".join(f'<h{level} lang="ar">عنوان</h{level}>' for level in stepped)


def test_a_heading_in_a_heading_closes_as_it_opened():
    """The end tag of a heading has the level of its start tag."""
    assert sanitise("<h1><div><h2>أ</h2></div></h1>") == "<h2><div><h3>أ</h3></div></h2>"


def test_a_heading_without_text_is_left_out():
    """A screen reader would announce a heading without text."""
    assert sanitise("<h2> &nbsp;</h2><p>نص</p>") == "<p>نص</p>"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<p>أ <em>ب</em>\n ج</p>\n<p>د</p>", ("أ ب ج", "د")),
        ("<p>أ<br>ب</p>", ("أ ب",)),
        ("<div>أ</div><div>ب</div>ج<hr>د", ("أ", "ب", "ج", "د")),
        ("<ul><li>أ<ul><li>ب</li></ul></li></ul>", ("أ", "ب")),
        ("<table><caption>ج</caption><tr><th>أ</th><td>ب</td></tr></table>", ("ج", "أ", "ب")),
        ("<p>3 &lt; 5 &amp; أ&nbsp;ب</p>", ("3 < 5 & أ\u00a0ب",)),
        ("<pre><code>سطر\n  آخر</code></pre>", ("سطر آخر",)),
        ("<p> </p><img src=x alt=صورة>", ()),
    ],
)
def test_the_plain_text_of_a_block_is_one_entry(text, blocks):
    """The record's body has the words of each paragraph, heading, item and cell, and does not join two of them."""
    assert plain_blocks(sanitise(text)) == blocks


INLINE = set(
    "a abbr b bdi cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var"
    .split()
)  # fmt: skip


def texts_between_blocks(safe):
    """Return the text that a parser reads between the borders of blocks."""
    texts = [""]

    def tag(name, *_):
        if name not in INLINE | {"br"}:
            texts.append("")
        elif name == "br":
            texts[-1] += " "

    def words(data):
        texts[-1] += data

    parser = HTMLParser()
    parser.handle_starttag = parser.handle_endtag = tag
    parser.handle_data = words
    parser.feed(safe)
    parser.close()
    return texts


PARTS = "<p> </p> <br> <em> </em> <a&#32;href='x>y'> </a> <td> <li> <pre> <h2> <img&#32;alt='<p>'> &amp; &lt; &lt;p&gt;"


@given(
    st.lists(st.sampled_from([*PARTS.replace("&#32;", "_").split(), " ", "\n", "\u00a0", "&", "amp;", "أ", "<", ">"]))
)
def test_the_plain_text_agrees_with_a_parser(parts):
    """It is found from the tags alone, because sanitised HTML is regular."""
    safe = sanitise("".join(parts).replace("_", " "))
    texts = (re.sub("[ \t\r\n]+", " ", text).strip(" ") for text in texts_between_blocks(safe))
    assert plain_blocks(safe) == tuple(filter(None, texts))


def test_depth_counts_nested_elements():
    """Elements that cannot have content do not count."""
    assert depth("") == 0
    assert depth('<p title="<b>">أ<br><img alt=""></p><ul><li><p>ب</p></li></ul>') == 3


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_lost_its_url_is_valid(address):
    """A link without href must not have rel, or the page is not valid."""
    assert sanitise(f'<p><a href="{address}" title="href=x">نص</a></p>') == '<p><a title="href=x">نص</a></p>'
