"""Links and pictures in the Markdown of other generators."""

import pytest

from generator_sites import PNG
from newsgen.cli.entry import main

FILES = {
    "hugo": {
        "hugo.toml": "baseURL = 'https://example.org/blog/'\n",
        "content/posts/b.md": "B",
        "static/images/p.png": PNG,
    },
    "zola": {
        "config.toml": "base_url = 'https://example.org'\n",
        "content/posts/b.md": "B",
        "static/images/p.png": PNG,
    },
    "jekyll": {"_config.yml": "baseurl: /blog\n", "_posts/2022-07-05-b.md": "B", "images/p.png": PNG},
    "pelican": {"pelicanconf.py": "", "content/posts/b.md": "B", "content/images/p.png": PNG},
    "nikola": {"conf.py": "BLOG_TITLE = 'x'\n", "posts/b.md": "B", "images/p.png": PNG},
    "hexo": {"_config.yml": "root: /\n", "source/_posts/b.md": "B", "source/images/p.png": PNG},
    "eleventy": {".eleventy.js": "", "src/posts/b.md": "B", "src/images/p.png": PNG},
}
PLACES = {
    "jekyll": "_posts/2022-07-06-a.md",
    "hexo": "source/_posts/a.md",
    "nikola": "posts/a.md",
    "eleventy": "src/posts/a.md",
}
B = {
    **dict.fromkeys(("hugo", "zola", "nikola", "eleventy"), "/posts/b/"),
    "jekyll": "/2022/07/05/b.html",
    "pelican": "/b.html",
    "hexo": "/2022/07/05/b/",
}


@pytest.fixture
def body(tmp_path, capsys):
    """Return a function that imports a post with a text, and returns the new text and the messages."""

    def rewritten(generator, text, **more):
        old, root = tmp_path / "old", tmp_path / "project"
        root.mkdir()
        head = "---\ntitle: {}\ndate: 2022-07-05 10:00:00\nslug: {}\n---\n"
        files = {
            path: head.format("ب", "b") + "نص." if data == "B" else data for path, data in FILES[generator].items()
        }
        files |= {path.replace("__", "/"): data for path, data in more.items()}
        files[PLACES.get(generator, "content/posts/a.md")] = head.format("أ", "a") + text
        for path, data in files.items():
            (old / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).write_bytes(data if isinstance(data, bytes) else data.encode())
        assert main(["import", str(old), "--root", str(root)]) == 0
        return (root / "content/articles/a.md").read_text(encoding="utf-8").split("---\n", 2)[
            2
        ].strip(), capsys.readouterr().err

    return rewritten


LINKS = [
    ("hugo", '[x]({{< ref "b.md" >}})'),
    ("hugo", '[x]({{< ref "/posts/b.md" >}} "y")'),
    ("hugo", "[x]({{% relref `b` %}})"),
    ("hugo", '[x]({{< ref path="b.md" >}})'),
    ("hugo", "[x](b.md)"),
    ("hugo", "[x](../b/)"),
    ("hugo", "[x](/posts/b)"),
    ("hugo", "[x](/blog/posts/b/)"),
    ("hugo", "[x](https://example.org/blog/posts/b/index.html)"),
    ("hugo", "[x][y]\n\n[y]: ./b.md"),
    ("hugo", '<a class="z" href="../b/">x</a>'),
    ("hugo", '{{< button href="/posts/b/" >}}x{{< /button >}}'),
    ("zola", "[x](@/posts/b.md)"),
    ("zola", "[x]({{ get_url(path='@/posts/b.md') }})"),
    ("jekyll", "[x]({% post_url 2022-07-05-b %})"),
    ("jekyll", "[x]({{ site.baseurl }}{% post_url 2022-07-05-b %})"),
    ("jekyll", "[x]({% link _posts/2022-07-05-b.md %})"),
    ("jekyll", "[x]({{ '/2022/07/05/b.html' | relative_url }})"),
    ("jekyll", '[x]({{ site.url }}{{ site.baseurl }}/2022/07/05/b.html "y")'),
    ("jekyll", '<a href="{{ "/2022/07/05/b.html" | absolute_url }}">x</a>'),
    ("pelican", "[x]({filename}b.md)"),
    ("pelican", "[x](|filename|/posts/b.md)"),
    ("pelican", "[x]({filename}../posts/b.md)"),
    ("nikola", "[x](link://slug/b)"),
    ("nikola", "[x](link://filename/posts/b.md)"),
    ("hexo", "{% post_link b x %}"),
    ("hexo", "{% post_link b 'x y' %}"),
    ("hexo", "[x]({% post_path b %})"),
    ("hexo", "[x](/2022/07/05/b/)"),
    ("eleventy", "[x]({{ '/posts/b/' | url }})"),
    ("eleventy", "[x](./b.md)"),
]


@pytest.mark.parametrize(("generator", "text"), LINKS)
def test_a_link_to_a_post_leads_to_its_article(body, generator, text):
    """However the generator lets a writer spell it, it becomes the path that the post had."""
    found, messages = body(generator, text)
    assert f"{B[generator]}" in found
    assert not [sign for sign in ("{%", "ref", ".md", "filename", "link:", "site.", "blog/") if f"({sign}" in found]
    assert "line " not in messages


@pytest.mark.parametrize("generator", FILES)
def test_a_fragment_is_kept(body, generator):
    """The heading is on the new page."""
    assert body(generator, f"[x]({B[generator]}#قسم)")[0] == f"[x]({B[generator]}#قسم)"


PICTURES = [
    ("hugo", "![x](/images/p.png)"),
    ("hugo", "![x](/blog/images/p.png 'y')"),
    ("hugo", '<img alt="x" src="/images/p.png">'),
    ("hugo", '{{< figure src="/images/p.png" alt="x" >}}'),
    ("hugo", "[![x](/images/p.png)](/images/p.png)"),
    ("zola", "![x](https://example.org/images/p.png)"),
    ("jekyll", '![x]({{ "/images/p.png" | relative_url }})'),
    ("jekyll", "![x]({{ site.baseurl }}/images/p.png)"),
    ("jekyll", "<img src='{{ site.baseurl }}/images/p.png'>"),
    ("pelican", "![x]({static}/images/p.png)"),
    ("pelican", "![x]({attach}../images/p.png)"),
    ("pelican", "![x](|static|/images/p.png)"),
    ("nikola", "![x](/images/p.png)"),
    ("hexo", "![x](/images/p.png)"),
    ("eleventy", "![x](/images/p.png)"),
]


@pytest.mark.parametrize(("generator", "text"), PICTURES)
def test_a_picture_is_copied(body, tmp_path, generator, text):
    """Its name has a part of its digest, so that it never replaces another picture."""
    found, messages = body(generator, text)
    (file,) = (tmp_path / "project/content/media").rglob("*.png")
    assert file.read_bytes() == PNG
    name = file.relative_to(tmp_path / "project/content").as_posix()
    assert found.count(name) == text.count("p.png")
    assert "line " not in messages


@pytest.mark.parametrize(
    ("generator", "text", "more"),
    [
        ("hexo", "{% asset_img q.png 200 100 'وصف' %}", "source___posts__a__q.png"),
        ("hexo", "![وصف]({% asset_path q.png %})", "source___posts__a__q.png"),
        ("hexo", "![وصف](q.png)", "source___posts__a__q.png"),
        ("hugo", "![وصف](q.png)", "content__posts__q.png"),
        ("jekyll", "![وصف](q.png)", "2022__07__05__q.png"),
    ],
)
def test_a_picture_beside_a_post_is_found(body, tmp_path, generator, text, more):
    """It is in the folder of the post, or at the address of the post."""
    found, _ = body(generator, text, **{more.replace("source___posts", "source/_posts"): PNG})
    assert found.startswith("![وصف](media/")
    assert list((tmp_path / "project/content/media").rglob("*.png"))


CODE = [
    "```\n[x](b.md) ![p](/images/p.png)\n```",
    "- a\n\n  ~~~ text\n  [x](b.md)\n  ~~~",
    "`[x](b.md)` and ``[x](b.md) ` ``",
    "<pre>[x](b.md)</pre>",
    "{% raw %}[x](b.md){% endraw %}",
    "[x](https://elsewhere.example/b.md) <https://elsewhere.example/b.md> [y](#b) [z](mailto:a@example.org)",
    "![x](https://elsewhere.example/p.png) [ ] [x] (b.md) \\[x](",
    '{{< youtube abc >}} {{% notice "b.md" %}} {{ unknown | filter }} {% include x.html %}',
]


@pytest.mark.parametrize("text", CODE)
def test_code_and_other_sites_stay_as_they_are(body, text):
    """Byte for byte."""
    assert body("hugo", text)[0] == text


@pytest.mark.parametrize(
    ("generator", "text", "result", "words"),
    [
        ("hugo", "\n\n![وصف](no.png)", "وصف", "line 8: the picture 'no.png'"),
        ("hugo", "![وصف](/images/d.svg)", "وصف", "line 6: the picture '/images/d.svg'"),
        ("hugo", '<img src="no.png" alt="وصف">', "وصف", "line 6: the picture 'no.png'"),
        ("hugo", "[x](gone.md)", "[x](gone.md)", "line 6: the link 'gone.md' leads to nothing"),
        ("hugo", '[x]({{< ref "gone" >}})', '[x]({{< ref "gone" >}})', "line 6: "),
        ("zola", "[x](@/gone.md)", "[x](@/gone.md)", "line 6: "),
        ("jekyll", "{% post_url 2000-01-01-gone %}", "{% post_url 2000-01-01-gone %}", "line 6: "),
        ("hexo", "{% post_link gone x %}", "x", "line 6: "),
        ("pelican", "[x]({filename}gone.md)", "[x]({filename}gone.md)", "line 6: "),
    ],
)
def test_what_leads_nowhere_is_a_warning_with_its_line(body, generator, text, result, words):
    """A picture that is missing would make the build fail, so only its description stays."""
    found, messages = body(generator, text, images__d="x")
    assert found == result
    assert words in messages


def test_links_to_terms_lead_to_those_of_newsgen(body):
    """Pelican and Nikola link to tags and categories."""
    assert body("pelican", "[x]({tag}نقل عام) [y]({category}أخبار) [z]({index})")[0] == (
        "[x](/tags/نقل-عام/) [y](/sections/أخبار/) [z](/)"
    )


@pytest.mark.parametrize("part", ["`", "[", "![", "](", "{{", "{% ", "<img ", "```\n", "[a](", "(", 'src="'])
def test_a_hostile_text_takes_no_longer_than_another(body, part):
    """Each sign that opens something is looked at once."""
    body("jekyll", part * 20_001)
