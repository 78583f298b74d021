"""Create a project for newsgen, and make the edits whose builds are measured."""

import re
import shutil

SITE = """\
title: أرشيف
base_url: https://example.org/
related: 5
feed_items: 20
comment_form: {preset: mailto, endpoint: desk@example.org}
search: false
"""
"""The features that the sites of the peers have too, and newsgen's defaults, which are more."""
ARTICLES = "content/articles"
PARAGRAPH = "أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة بعد أشغال دامت سنتين.\n"
FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
DATE = re.compile(r"(?m)^date: (\S+)$")
TITLE = re.compile(r'(?m)^title: "')
SUMMARY = re.compile(r"(?m)^description: .*\n")
NEW = "new.md"
THEME = """\
{% extends "shipped/article.html" %}
{% block neighbours %}<hr>{{ super() }}{% endblock %}
"""


def make_project(root, articles):
    """Create the project with its articles and settings, without results of earlier builds.

    One article has no written summary, so that its opening is shown in lists.
    """
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(articles, root / ARTICLES)  # real copies with the old times: they are edited, the peers' are not
    (root / "content/site.yml").write_text(SITE, encoding="utf-8")
    rewrite(some_article(root, 6), lambda text: SUMMARY.sub("", text, count=1))


def nothing(_):
    """Change nothing."""


def body_start(root):
    """Insert a paragraph at the beginning of the body of an article in the middle of the archive."""
    rewrite(some_article(root, 2), before_body)


def body_end(root):
    """Append a paragraph to the body of another article."""
    rewrite(some_article(root, 3), lambda text: f"{text}\n{PARAGRAPH}")


def summary(root):
    """Insert a paragraph at the beginning of the article without a written summary, which changes its summary."""
    rewrite(some_article(root, 6), before_body)


def headline(root):
    """Correct the headline of an article; its address stays."""
    rewrite(some_article(root, 8), lambda text: TITLE.sub('title: "تصحيح: ', text, count=1))


def added(root):
    """Add an article with the date of the newest one and the reversed paragraphs of another one."""
    newest = max(DATE.search(file.read_text(encoding="utf-8"))[1] for file in (root / ARTICLES).iterdir())
    text = some_article(root, 4).read_text(encoding="utf-8")
    head = FRONT_MATTER.match(text)[0]
    paragraphs = text.removeprefix(head).strip().split("\n\n")
    head = DATE.sub(f"date: {newest}", re.sub(r"(?m)^slug: .*$", "slug: new", head))
    (root / ARTICLES / NEW).write_text(head + "\n" + "\n\n".join(paragraphs[::-1]) + "\n", encoding="utf-8")


def template(root):
    """Change the template of articles, which changes all their pages."""
    (root / "templates").mkdir()
    (root / "templates/article.html").write_text(THEME, encoding="utf-8")


def deleted(root):
    """Delete an article in the middle of the archive, which shifts the numbered lists."""
    some_article(root, 5).unlink()


def some_article(root, part):
    """Return the file at one *part*th of all articles, in the order of file names."""
    names = sorted(file.name for file in (root / ARTICLES).iterdir())
    return root / ARTICLES / names[len(names) // part]


def rewrite(file, change):
    """Replace the text of *file* by the result of *change*."""
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def before_body(text):
    """Return the text of an article's file with one more paragraph before its body."""
    head = FRONT_MATTER.match(text)[0]
    return f"{head}\n{PARAGRAPH}{text.removeprefix(head)}"


EDITS = {
    "nothing": ("nothing changed", nothing),
    "body-start": ("one body edited at its beginning", body_start),
    "body-end": ("one body edited at its end", body_end),
    "summary": ("one body edited where its summary changes", summary),
    "added": ("one article added", added),
    "headline": ("one headline corrected", headline),
    "deleted": ("one article deleted", deleted),
    "template": ("a template changed", template),
}
"""The builds after the first, in this order; each starts from the site of the one before."""
