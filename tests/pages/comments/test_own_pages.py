"""An open form leads to the thanks for a comment and to the rules for comments; an editor may write both pages."""

import pytest

FORMSPREE = "comment_form: {preset: formspree, endpoint: 'https://formspree.io/f/xyzabcde'}\n"
NETLIFY = "comment_form: {preset: netlify}\n"
MAIL = "comment_form: {preset: mailto, endpoint: desk@example.org}\n"
BASE = "base_url: https://archive.example.org/news/\n"
ARTICLE, POLICY, THANKS = "articles/خبر/index.html", "comment-policy/index.html", "thanks/index.html"


@pytest.fixture
def build(project):
    """Return a function that builds a site with one article and these settings, and returns its files."""

    def build(settings, **pages):
        project.write("content/site.yml", f"font: system\n{settings}")
        project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
        for name, text in pages.items():
            project.write(f"content/pages/{name.replace('_', '-')}.md", text)
        assert project.build().code == 0
        return {path: data.decode(errors="replace") for path, data in project.files().items()}

    return build


@pytest.mark.parametrize(
    ("settings", "policy", "thanks"),
    [
        ("", False, False),
        (MAIL + BASE, True, False),
        (NETLIFY, True, True),
        (FORMSPREE, True, False),
        (FORMSPREE + BASE, True, True),
    ],
)
def test_only_forms_have_these_pages(build, settings, policy, thanks):
    """The thanks are a page only if the service can lead there, and the rules only if there is something to send."""
    files = build(settings)
    assert (POLICY in files, THANKS in files) == (policy, thanks)


def test_the_rules_are_linked_and_the_thanks_are_not_found_by_search(build):
    """Form and foot link to the rules; the thanks are for those who sent something."""
    files = build(NETLIFY + BASE)
    assert files[ARTICLE].count('href="../../comment-policy/"') == 2
    assert '<form action="../../thanks/" method="post" name="comments"' in files[ARTICLE]
    assert "comment-policy/" in files["sitemap.xml"]
    assert not any('href="../thanks/' in text or "/thanks/<" in text for text in files.values())
    assert '<meta name="robots" content="noindex">' in files[THANKS]
    assert "noindex" not in files[POLICY]
    menu = files["index.html"].partition("</header>")[0]
    assert "comment-policy" not in menu


def test_an_editor_writes_the_pages(build):
    """A page of the same name takes the place of newsgen's, and is linked like it."""
    page = "---\ntitle: عندنا\n---\nهكذا\n"
    files = build(NETLIFY, thanks=page, comment_policy=page.replace("عندنا", "قواعدنا"))
    assert "عندنا" in files[THANKS]
    assert "قواعدنا" in files[POLICY]
    assert files[ARTICLE].count('href="../../comment-policy/"') == 3  # in the form, the foot and the menu


def test_an_article_cannot_have_their_addresses(project):
    """It gets another one, as with any page; an address that an editor chose is an error that names both."""
    project.write("content/site.yml", f"font: system\npermalink: '{{slug}}'\n{NETLIFY}")
    project.write("content/articles/a.md", "---\ntitle: thanks\n---\nنص\n")
    assert project.build().code == 0
    assert "شكرا" in project.read(THANKS)
    assert len([path for path in project.files() if path.startswith("thanks-")]) > 0
    project.write("content/articles/a.md", "---\ntitle: خبر\nslug: thanks\n---\nنص\n")
    done = project.build()
    assert done.code == 1
    assert "content/articles/a.md" in done.stderr
    assert "content/site.yml" in done.stderr


def test_the_pages_come_and_go_with_the_form(build):
    """A site that takes no comments any more has no rules for them."""
    build(NETLIFY)
    files = build("")
    assert POLICY not in files
    assert THANKS not in files
    assert "comment-policy" not in files[ARTICLE]


def test_without_base_url_a_warning_says_what_readers_miss(project):
    """The service then shows a page of its own, in its own language."""
    project.write("content/site.yml", FORMSPREE)
    warning = "content/site.yml: comment_form cannot lead readers to /thanks/ after a comment without base_url"
    assert warning in project.build().report["warnings"]
