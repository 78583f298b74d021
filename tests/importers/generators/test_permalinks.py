"""The addresses that each generator gave its articles, as its own programs or its documentation say."""

from pathlib import Path

import pytest

from newsgen.importers.generators.detection import Site
from newsgen.importers.generators.front_matter import read_front_matter
from newsgen.importers.generators.headers import read_header
from newsgen.importers.generators.metadata import read_metadata
from newsgen.importers.generators.permalinks import alias_address
from newsgen.importers.generators.places import read_place

HEAD = "---\ntitle: T\ndate: 2022-07-05 10:30\n"


def reading(generator, settings, path, head=HEAD):
    """Return what is known of the article at *path* of a site."""
    site = Site(generator, Path("/site"), "x", "content", settings)
    header = read_header(f"{head}---\n".encode(), path)
    return read_metadata(read_front_matter(header, {}, site, path), read_place(path, site), None)


HUGO = {"permalinks": {"a": "/:year/:month/:slug/"}, "uglyurls": {"ugly": True}}
PERMALINKS = [
    ("hugo", {}, "posts/My Post.md", "", "/posts/my-post/"),
    ("hugo", {}, "posts/C++ & C#_x~y@z.md", "", "/posts/c++--c#_x~y@z/"),
    ("hugo", {}, "posts/مَقال ثانٍ، كبير.md", "", "/posts/مَقال-ثانٍ-كبير/"),
    ("hugo", {}, "posts/sub/2022-07-05-dated.md", "", "/posts/sub/2022-07-05-dated/"),
    ("hugo", {}, "posts/x.md", "slug: My Slug\n", "/posts/my-slug/"),
    ("hugo", {}, "posts/bundle/index.md", "", "/posts/bundle/"),
    ("hugo", HUGO, "a/x.md", "", "/2022/07/t/"),
    ("hugo", HUGO, "ugly/x.md", "", "/ugly/x.html"),
    ("hugo", {"permalinks": {"page": {"a": "/:sections[1:]/:2006/:01/:filename"}}}, "a/b/x.md", "", "/b/2022/07/x/"),
    ("hugo", {"permalinks": {"a": "/:sections/:monthname/:yearday/:slugorfilename/"}}, "a/B.md", "", "/a/july/186/b/"),
    ("hugo", {}, "posts/x.md", "url: /y/:slug/z.html\n", "/y/t/z.html"),
    ("hugo", {"languages": {"en": {}, "ar": {}}}, "posts/x.ar.md", "", "/ar/posts/x/"),
    ("hugo", {"languages": {"ar": {"contentDir": "content/ar"}}}, "ar/posts/x.md", "", "/ar/posts/x/"),
    ("zola", {}, "news/2022-07-05-My Post.md", "", "/news/my-post/"),
    ("zola", {}, "news/x.md", "path: /some/where\n", "/some/where/"),
    ("zola", {"slugify": {"paths": "safe"}}, "أخبار/مقال.md", "", "/أخبار/مقال/"),
    ("jekyll", {}, "_posts/2022-07-05-train.md", "categories: News Local\n", "/news/local/2022/07/05/train.html"),
    ("jekyll", {"permalink": "pretty"}, "news/_posts/2022-07-05-train.md", "", "/news/2022/07/05/train/"),
    ("jekyll", {"permalink": "none"}, "_posts/2022-07-05-Train.md", "", "/Train.html"),
    ("jekyll", {"permalink": "ordinal"}, "_posts/2022-07-05-train.md", "", "/2022/186/train.html"),
    ("jekyll", {"permalink": "/:i_month-:short_month/:title"}, "_posts/2022-07-05-a.md", "", "/7-Jul/a/"),
    ("jekyll", {}, "_posts/2022-07-05-a.md", "permalink: /x/:title:output_ext\n", "/x/a.html"),
    ("jekyll", {"collections": {"books": {"output": "true"}}}, "_books/2022/a.md", "", "/books/2022/a.html"),
    ("jekyll", {}, "sub/about.md", "", "/sub/about.html"),
    ("hexo", {}, "_posts/sub/train.md", "", "/2022/07/05/sub/train/"),
    ("hexo", {"permalink": ":category/:title.html"}, "_posts/a.md", "categories: [[x, y]]\n", "/x/y/a.html"),
    ("hexo", {"permalink": "p/:lang/:abbr/"}, "_posts/a.md", "abbr: z\nlang: ar\n", "/p/ar/z/"),
    ("pelican", {}, "x.md", "slug: a\n", "/a.html"),
    ("pelican", {"article_url": "{date:%Y}/{date:%b}/{slug}/", "default_lang": "ar"}, "x.md", "", "/2022/Jul/t/"),
    ("pelican", {"default_lang": "ar"}, "x.md", "lang: en\nslug: a\n", "/a-en.html"),
    ("pelican", {}, "pages/x.md", "slug: a\n", "/pages/a.html"),
    ("pelican", {"article_url": "{category}/{author}/{slug}"}, "x.md", "category: C\nauthor: A B\n", "/c/a-b/t/"),
    ("nikola", {}, "posts/2022/x.md", "slug: a\n", "/posts/2022/a/"),
    ("nikola", {"pretty_urls": False}, "posts/x.md", "", "/posts/x.html"),
    ("nikola", {"posts": (("posts/*.md", "blog", "post.tmpl"),)}, "posts/x.md", "", "/blog/x/"),
    ("eleventy", {}, "posts/2022-07-05-x.md", "", "/posts/2022-07-05-x/"),
    ("eleventy", {}, "x.md", "permalink: \"/{{ title | slugify }}/{{ page.date | date: '%Y' }}/\"\n", "/t/2022/"),
    ("markdown", {}, "a/b/index.md", "", "/a/b/"),
]  # fmt: skip


@pytest.mark.parametrize(("generator", "settings", "path", "keys", "address"), PERMALINKS)
def test_an_article_had_this_address(generator, settings, path, keys, address):
    """It becomes an alias, so that it leads to the article."""
    found = reading(generator, settings, path, HEAD + keys)
    assert (found.address, found.warnings) == (address, [])


def test_pelican_spells_arabic_titles_in_latin_letters():
    """Pelican 4.12 gives this title this slug."""
    head = "---\ntitle: 'عنوان «كبير» جدًا: C++ & more_x'\n"
    assert reading("pelican", {}, "a.md", head).address == "/nwn-kbyr-jdan-c-more_x.html"


@pytest.mark.parametrize(
    ("generator", "settings", "keys", "words"),
    [
        ("hexo", {"permalink": ":hash/"}, "", ":hash"),
        ("jekyll", {"permalink": "/:nonsense/"}, "", ":nonsense"),
        ("eleventy", {}, "permalink: /{{ secret() }}/\n", "{{ secret() }}"),
        ("pelican", {"article_url": "{slug.__class__}/{date.year}"}, "", ""),
    ],
)
def test_a_rule_that_cannot_be_followed_is_a_warning(generator, settings, keys, words):
    """No code of the site runs."""
    found = reading(generator, settings, "_posts/2022-07-05-a.md" if generator != "eleventy" else "a.md", HEAD + keys)
    if words:
        assert found.address == ""
        assert words in " ".join((*found.warnings, *found.front.all_warnings()))
    else:
        assert "class" not in found.address.replace("{slug.__class__}", "")


def test_only_the_beginning_of_an_alias_is_a_host():
    """A long alias would take minutes if a host were searched at each of its letters."""
    site = Site("jekyll", Path("/site"), "x", "content", {})
    assert alias_address("https://a.example/old/", "", site) == "/old/"
    assert alias_address("/x/y//a.example/old/", "", site) == "/x/y//a.example/old/"
    assert alias_address("a" * 50_000, "", site) == "/" + "a" * 50_000
