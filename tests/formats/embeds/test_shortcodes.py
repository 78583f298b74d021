"""The shortcodes of Hugo, Jekyll and WordPress show what they showed there, or are named."""

import pytest

from newsgen.formats.markdown_to_html import convert_markdown
from newsgen.formats.sanitise import plain_blocks

FILM = '<a href="https://www.youtube.com/watch?v=abc" rel="noopener">'


def found(text):
    """Return line and finding of all that a Markdown text does not show."""
    return [(finding.line, finding.found) for finding in convert_markdown(text).findings]


@pytest.mark.parametrize(
    "text",
    [
        "{{< youtube abc >}}",
        '{{< youtube id="abc" autoplay="true" >}}',
        "{{<youtube abc>}}",
        "{{% youtube abc %}}",
        "{% youtube abc %}",
        '{% youtube "https://youtu.be/abc" %}',
        '{% include youtube.html id="abc" %}',
        '{% include video id="abc" provider="youtube" %}',
        "{% embed https://youtu.be/abc %}",
        "[embed]https://youtu.be/abc[/embed]",
        "[youtube https://www.youtube.com/watch?v=abc&w=640]",
        "[youtube=https://www.youtube.com/watch?v=abc]",
        '[youtube id="abc"]',
        "https://youtu.be/abc",
        "<https://youtu.be/abc>",
        "![](https://youtu.be/abc)",
    ],
)
def test_the_shortcode_of_a_film_is_a_card(text):
    """Whoever moves from another generator keeps the films of an archive, without a warning."""
    rendered = convert_markdown(f"قبل\n\n{text}\n\nبعد")
    assert rendered.html.startswith(f'<p>قبل</p>\n<figure class="embed">{FILM}')
    assert plain_blocks(rendered.html) == ("قبل", "فيديو: YouTube", "youtube.com", "بعد")
    assert rendered.findings == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("{{< vimeo 12 >}}", "https://vimeo.com/12"),
        ('{{< tweet user="a" id="12" >}}', "https://x.com/a/status/12"),
        ('{{< x user="a" id="12" >}}', "https://x.com/a/status/12"),
        ("{{< tweet 12 >}}", "https://x.com/i/status/12"),
        ("{{< instagram CxOWiQNP2MO >}}", "https://www.instagram.com/p/CxOWiQNP2MO/"),
        ('[soundcloud url="https://soundcloud.com/a/b"]', "https://soundcloud.com/a/b"),
        ("{{< telegram channel/12 >}}", "https://t.me/channel/12"),
    ],
)
def test_each_site_has_its_shortcode(text, address):
    """An id leads to the page of that site."""
    assert f'<figure class="embed"><a href="{address}" rel="noopener">' in convert_markdown(text).html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '{{< figure src="a.png" alt="و" caption="شرح *مهم*" >}}',
            '<figure><img src="a.png" alt="و"><figcaption>شرح <em>مهم</em></figcaption></figure>',
        ),
        (
            '{{< figure src="a.png" link="/b/" >}}',
            '<figure><a href="/b/" rel="noopener"><img src="a.png" alt=""></a></figure>',
        ),
        (
            '[caption id="x" width="3"]<img src="a.png" alt="و" /> شرح[/caption]',
            '<figure><img src="a.png" alt="و"><figcaption>شرح</figcaption></figure>',
        ),
        (
            "[caption]![و](a.png) شرح[/caption]",
            '<figure><img src="a.png" alt="و"><figcaption>شرح</figcaption></figure>',
        ),
        (
            '[video src="a.mp4" poster="b.png"][/video]',
            '<video controls="" preload="none" poster="b.png"><source src="a.mp4"></video>',
        ),
        ('[audio mp3="a.mp3"]', '<audio controls="" preload="none"><source src="a.mp3"></audio>'),
        ("![[a.png|وصف]]", '<p><img src="a.png" alt="وصف"></p>'),
        ("{{< highlight go >}}\nx < {{ y }}\n{{< /highlight >}}", "<pre><code>x &lt; {{ y }}</code></pre>"),
        ("أ {% raw %}{{ b }}{% endraw %}", "<p>أ {{ b }}</p>"),
        ("أ {% comment %}ب{% endcomment %}ج", "<p>أ ج</p>"),
        ("أ {{</* youtube abc */>}}", "<p>أ {{&lt; youtube abc &gt;}}</p>"),
        ("![]({{ site.baseurl }}/a.png)", '<p><img alt="" src="/a.png"></p>'),
        ('[أ]({{ "/b/" | relative_url }})', '<p><a href="/b/" rel="noopener">أ</a></p>'),
        ("![]({static}/images/a.png)", '<p><img alt="" src="/images/a.png"></p>'),
    ],
)
def test_other_shortcodes_show_what_they_showed(text, html):
    """Figures, captions, files, code and parts of addresses need no warning."""
    rendered = convert_markdown(text)
    assert rendered.html == html
    assert rendered.findings == ()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{{< gist a 12 >}}", "a shortcode of Hugo ({{< gist a 12 >}}) is shown as text"),
        ("{{% notice tip %}}\nنص\n{{% /notice %}}", "a shortcode of Hugo ({{% notice tip %}}) is shown as text"),
        ("{% include a.html %}", "a tag of Liquid ({% include a.html %}) is shown as text"),
        ("{{ page.title }}", "a variable ({{ page.title }}) is shown as text"),
        ('[gallery ids="1,2"]', 'a shortcode of WordPress ([gallery ids="1,2"]) is shown as text'),
        ('[su_box title="أ"]ب[/su_box]', 'a shortcode of WordPress ([su_box title="أ"]) is shown as text'),
        ("![[ملاحظة]]", "a shortcode of Obsidian (![[ملاحظة]]) is shown as text"),
    ],
)
def test_an_unknown_shortcode_stays_as_text_and_is_named(text, finding):
    """The reader sees it, so the editor is told the line."""
    rendered = convert_markdown(f"أ\n\nب {text}")
    assert found(f"أ\n\nب {text}") == [(3, finding)]
    assert plain_blocks(rendered.html)[1].startswith("ب " + text.split("\n")[0])


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            '[أ]({{< ref "b.md" >}})',
            'a shortcode of Hugo ({{< ref "b.md" >}}) is no address, so the words stand without',
        ),
        (
            "[أ]({% post_url 2022-01-01-b %})",
            "a tag of Liquid ({% post_url 2022-01-01-b %}) is no address, so the words",
        ),
        ("[أ]({filename}b.md)", "'{filename}b.md' is an address of Pelican, so only its words are shown"),
    ],
)
def test_an_address_that_only_its_generator_knows_is_named(text, finding):
    """A link to it would lead nowhere."""
    assert convert_markdown(text).html == "<p><a>أ</a></p>"
    ((line, said),) = found(text)
    assert line == 1
    assert said.startswith(finding)


@pytest.mark.parametrize(
    "text",
    [
        "قال [رويترز] و[AFP] و[sic] و[1] و[archive 2020] و[x 5] و[x=5] و[نص](/a/) و[a b][1]\n\n[1]: /b/",
        "{وَمَنْ أَظْلَمُ} و{داعش} و\\frac{{a}}{b}",
        '`{{< gist a >}}` و`[gallery ids="1"]` و`{{ x.y }}`',
        "```\n{{< gist a >}}\n{% include x %}\n```",
        "    {{< gist a >}} [[أ]]",
        '\\[gallery ids="1"]',
        "<!-- {{< gist a >}} [[أ]] <iframe src='https://a.example'> -->\n\nنص",
        "<!--more-->\n\nنص <!-- excerpt -->",
    ],
)
def test_prose_code_and_comments_are_not_named(text):
    """Braces and brackets of ordinary texts, and markup that an article is about, are text."""
    assert found(text) == []


def test_markup_in_code_is_shown_as_it_is_written():
    """An article may explain shortcodes and tags."""
    text = "`{{< youtube abc >}}`\n\n    <iframe src=x> {{< youtube abc >}}\n\n```\n<video src=x>\n```"
    assert plain_blocks(convert_markdown(text).html) == (
        "{{< youtube abc >}}",
        "<iframe src=x> {{< youtube abc >}}",
        "<video src=x>",
    )


def test_a_shortcode_that_only_encloses_is_left_out():
    """Its content is read as if it were not there, with its lines."""
    text = '[raw x="1"]\n<svg>أ</svg>\n[/raw]\n\n{{< rawhtml >}}\n<my-x>ب</my-x>\n{{< /rawhtml >}}'
    rendered = convert_markdown(text)
    assert plain_blocks(rendered.html) == ("أ", "ب")
    assert [finding.line for finding in rendered.findings] == [2, 6]


def test_thousands_of_unclosed_shortcodes_are_read_fast():
    """The end of each is searched once."""
    text = "{{< " * 20_000 + "[caption] " * 20_000 + "{% " * 20_000
    assert convert_markdown(text.replace("[caption]", "[caption] {% raw %}")).html
