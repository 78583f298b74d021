"""How sites of other generators are recognised and read, and what is said of what is not imported."""

import json
import os

import pytest

from generator_sites import PNG
from newsgen.cli.entry import main

POST = "---\ntitle: {title}\ndate: 2022-07-05\n{keys}---\n{text}\n"


def post(title="عنوان", text="نص.", keys=""):
    return POST.format(title=title, text=text, keys=keys)


class Old:
    """A folder of another generator, and a project to import it into."""

    def __init__(self, folder):
        """Make both below *folder*, empty."""
        self.folder, self.root = folder / "old", folder / "project"
        self.root.mkdir()
        self.folder.mkdir()

    def files(self, files):
        """Write *files* below the folder."""
        for path, content in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def run(self, *options, path=""):
        """Import the folder or a *path* in it; return the exit code and the report."""
        report = self.root.parent / "report.json"
        arguments = [str(self.folder / path), "--root", str(self.root), "--report", str(report), *options]
        code = main(["import", *arguments])
        return code, json.loads(report.read_text(encoding="utf-8"))

    def article(self, name):
        """Return the Markdown of the imported article *name*."""
        return (self.root / "content" / "articles" / f"{name}.md").read_text(encoding="utf-8")

    def tree(self):
        """Return the files of the project."""
        files = (file for file in self.root.rglob("*") if file.is_file() and ".newsgen" not in file.parts)
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}


@pytest.fixture
def old(tmp_path):
    return Old(tmp_path)


MARKERS = {
    "hugo.toml": ("", "a Hugo site"),
    "config/_default/hugo.yaml": ("title: x\n", "a Hugo site"),
    "config.toml": ("base_url = 'https://example.org'\n", "a Zola site"),
    "config.yaml": ("baseURL: https://example.org\n", "a Hugo site"),
    "_config.yml": ("title: x\n", "a Jekyll site"),
    "pelicanconf.py": ("AUTHOR = 'x'\n", "a Pelican site"),
    "conf.py": ("BLOG_TITLE = 'x'\n", "a Nikola site"),
    ".eleventy.js": ("", "an Eleventy site"),
}


@pytest.mark.parametrize(("marker", "content", "title"), [(name, *found) for name, found in MARKERS.items()])
def test_a_site_is_recognised_by_its_settings(old, capsys, marker, content, title):
    """The message says which generator, and why."""
    folder = {"a Jekyll site": "_posts", "a Nikola site": "posts"}.get(title, "content/posts")
    old.files({marker: content, f"{folder}/2022-07-05-a.md": post()}).run()
    assert f"old: taken as {title} because of {marker}" in capsys.readouterr().err
    assert len(list((old.root / "content/articles").iterdir())) == 1


def test_hexo_is_recognised_by_the_folder_of_its_source(old, capsys):
    """Jekyll has a file of the same name."""
    old.files({"_config.yml": "title: x\n", "source/_posts/a.md": post()}).run()
    assert "a Hexo site because of _config.yml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "content", "title"),
    [
        ("_posts/2022-07-05-a.md", post(), "a Jekyll site because of _posts"),
        ("_posts/a.md", post(), "a Hexo site because of _posts"),
        ("news/_index.md", post(), "a Hugo site because of _index.md"),
        ("a.md", "+++\ntitle = 'x'\n[extra]\na = 1\n+++\n", "a Zola site because of [extra]"),
        ("a.md", ".. title: x\n.. slug: a\n\nText.\n", "a Nikola site because of the lines `.. title:`"),
        ("a.md", "Title: x\nDate: 2022-07-05\n\nText.\n", "a Pelican site because of the lines `Title:`"),
        ("a.md", post(), "a folder of Markdown files"),
    ],
)
def test_a_folder_of_content_alone_is_recognised_by_its_shape(old, capsys, path, content, title):
    """Then the addresses are those that the generator makes by default."""
    old.files({path: content}).run()
    assert f"taken as {title}" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["", "content", "content/posts", "content/posts/a.md"])
def test_a_part_of_a_site_is_imported_with_the_rules_of_the_whole(old, path):
    """Links to the rest of the site are followed, but the rest is not imported."""
    old.files({
        "hugo.toml": "[permalinks]\nposts = '/:year/:filename/'\n",
        "content/posts/a.md": post(text="[ب](b.md)"),
        "content/posts/b.md": post("ب", text="نص آخر."),
    })  # fmt: skip
    assert old.run(path=path)[0] == 0
    assert "[ب](/2022/b/)" in old.article("a")
    assert 'aliases: ["/2022/a/"]' in old.article("a")
    assert (old.root / "content/articles/b.md").exists() is (not path.endswith("a.md"))


def test_a_given_kind_is_believed(old, capsys):
    """The folder may have lost its settings."""
    old.files({"x/a.md": post()})
    assert old.run("--kind", "jekyll")[0] == 0
    assert "taken as a Jekyll site\n" in capsys.readouterr().err


def test_a_folder_may_hold_captures_beside_markdown_and_sites(old):
    """Each is imported as what it is."""
    text = "عنوان النص الملتقط من الصحيفة\n\nأعلنت الحكومة اليوم الثلاثاء عن خطة جديدة لدعم الفلاحين الصغار.\n"
    old.files(
        {"t.txt": text, "x.md": post("س", text="س س س."), "blog/hugo.toml": "", "blog/content/posts/y.md": post()}
    )
    report = old.run()[1]
    assert {one["article"] for one in report["inputs"]} == {f"content/articles/{name}.md" for name in "txy"}


def test_folders_that_belong_to_the_generator_are_left_out(old):
    """Each is named once, with the number of its Markdown files; files about the repository are no articles."""
    names = (
        "node_modules/a/x.md",
        "vendor/x.md",
        "README.md",
        "LICENSE.md",
        ".git/x.md",
        "_site/x.md",
        "_layouts/x.html",
    )
    old.files({"_config.yml": "exclude: [notes]\n", "notes/x.md": post(), **dict.fromkeys(names, post())})
    old.files({"_posts/2022-07-05-a.md": post()})
    report = old.run()[1]
    skipped = {one["place"] for one in report["inputs"] if one["became"] == "skipped"}
    assert skipped == {"node_modules", "vendor", "_site", "notes", "README.md", "LICENSE.md"}
    assert report["articles"] == 1


HOLDING = {
    "draft": "draft: true\n",
    "not published": "published: false\n",
    "capital": "Draft: Yes\n",
    "a status": "status: private\n",
    "hidden": "hidden: true\n",
    "never rendered": "build: {render: never}\n",
    "a password": "password: x\n",
    "redirect": "redirect_to: https://example.org/\n",
    "a wrong letter": "darft: true\n",
    "an unknown value": "published: perhaps\n",
    "inherited": "",
    "in Zola's table": "extra: {draft: true}\n",
    "a word in a key": "truedraft: true\n",
}


@pytest.mark.parametrize("keys", HOLDING.values(), ids=HOLDING)
def test_what_was_not_public_stays_a_draft(old, keys):
    """The build of the project succeeds without it, and the report says that it is held back."""
    defaults = "" if keys else "defaults: [{scope: {path: _posts}, values: {published: false}}]\n"
    old.files({"_config.yml": f"title: x\n{defaults}", "_posts/2022-07-05-a.md": post("سر", keys=keys)})
    report = old.run()[1]
    assert "was not public, so it stays a draft" in report["inputs"][0]["warnings"]
    assert "\ndraft: true\n" in old.article("a")
    assert main(["build", "--root", str(old.root)]) == 0
    assert not [file for file in (old.root / "site").rglob("*.html") if "سر" in file.read_text(encoding="utf-8")]


def test_days_of_publication_are_kept(old):
    """A build obeys them."""
    keys = "publishDate: 2099-01-01T10:00:00+01:00\nexpiryDate: 2100-01-01\n"
    old.files({"hugo.toml": "", "content/posts/a.md": post(keys=keys)}).run()
    assert "\npublish_date: 2099-01-01T10:00:00+01:00\nexpiry_date: 2100-01-01\n" in old.article("a")
    assert main(["build", "--root", str(old.root)]) == 0
    assert not list((old.root / "site/articles").glob("*"))


def test_all_keys_are_carried_over(old):
    """What newsgen does not know is kept; names may be texts, lists or mappings."""
    keys = """lastmod: 2022-08-01 10:00:00 -0500
authors: [{name: سلمى}, Sam]
keywords: [a, b]
excerpt: خلاصة
weight: 10
toc: true
menu: {main: {weight: 5, name: x}}
comments: false
subtitle: "عنوان: فرعي"
id: 17
related: true
"""
    old.files({"hugo.toml": "", "content/محلي/a.md": post(keys=keys)})
    assert old.run()[1]["errors"] == []
    written = old.article("a")
    for line in (
        "updated: 2022-08-01T10:00:00-05:00",
        "authors: [سلمى, Sam]",
        "categories: [محلي]",
        "tags: [a, b]",
        "description: خلاصة",
        "comments: closed",
        "weight: 10",
        "toc: true",
        "  main: {weight: 5, name: x}",
        'subtitle: "عنوان: فرعي"',
        "  id: 17",
        "  related: true",
    ):
        assert f"\n{line}\n" in written
    assert main(["build", "--root", str(old.root)]) == 0


def test_times_without_a_zone_get_that_of_the_site(old):
    """Otherwise they would move when the project has another zone."""
    old.files(
        {
            "_config.yml": "timezone: America/New_York\n",
            "_posts/2022-07-05-a.md": post(keys="lastmod: 2022-07-06 10:30\n"),
        }
    )
    old.run()
    assert "updated: 2022-07-06T10:30:00-04:00" in old.article("a")


def test_what_cannot_be_read_is_an_error_with_its_line(old):
    """The other articles are imported."""
    old.files(
        {"hugo.toml": "", "content/posts/a.md": "+++\ntitle = 'x'\ndate = ?\n+++\n", "content/posts/b.md": post()}
    )
    old.files(
        {"content/posts/c.md": b"---\ntitle: \xe9\n---\n", "content/posts/d.md": post("د", keys="lastmod: أمس\n")}
    )
    code, report = old.run()
    assert code == 1
    assert [(error["path"].rpartition("/")[2], error["line"]) for error in report["errors"]] == [
        ("a.md", 3),
        ("c.md", 2),
    ]
    assert all(error["found"] and error["remedy"] for error in report["errors"])
    (warned,) = [one for one in report["inputs"] if one["place"].endswith("d.md")]
    assert warned["warnings"][0].startswith("line 4: updated 'أمس' cannot be read")
    assert "\nold:\n  updated: أمس\n" in old.article("d")
    assert main(["build", "--root", str(old.root)]) == 0


def test_other_formats_are_named_with_a_remedy(old):
    """They are not silently missing."""
    old.files({"pelicanconf.py": "", "content/a.rst": "x", "content/b.html": "<p>x", "content/c.md": post()})
    skipped = {one["place"]: one["why"] for one in old.run()[1]["inputs"] if one["became"] == "skipped"}
    assert skipped.keys() == {"content/a.rst", "content/b.html"}
    assert all("pandoc" in why for why in skipped.values())


def test_nothing_is_read_outside_the_site(old, tmp_path):
    """Links, and paths with .., do not lead out of it."""
    (tmp_path / "secret.md").write_text(post("سر"), encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(PNG)
    text = "![x](../../../secret.png) ![y](/../secret.png) ![z](link.png) [w](../../../secret.md)"
    old.files(
        {
            "hugo.toml": "contentDir = '../'\n",
            "content/posts/a.md": post(text=text, keys="cover: ../../../secret.png\n"),
        }
    )
    (old.folder / "content/posts/b.md").symlink_to(tmp_path / "secret.md")
    (old.folder / "content/posts/link.png").symlink_to(tmp_path / "secret.png")
    (old.folder / "content/posts/up").symlink_to(tmp_path)
    code, report = old.run()
    assert code == 0
    assert not [path for path in old.tree() if "media" in path or "secret" in path]
    assert "سر" not in "".join(data.decode() for data in old.tree().values())
    skipped = {one["place"] for one in report["inputs"] if one["became"] == "skipped"}
    assert skipped == {"content/posts/b.md", "content/posts/up"}


def test_hostile_names_and_huge_files_are_reported(old, monkeypatch):
    """No name makes a file outside the folders of content."""
    monkeypatch.setattr("newsgen.importers.saved_pages.files.MAX_PAGE_BYTES", 500)
    names = ("..md", "a\nb.md", "<b>.md", "C:x.md", "-.md", "x" * 200 + ".md", "\u202eا.md", "CON.md", "%2e%2e%2fx.md")
    old.files({"hugo.toml": "", "content/posts/huge.md": post(text="x" * 600)})
    old.files(
        {f"content/posts/{name}": post(f"عنوان {number}", text=f"نص {number}") for number, name in enumerate(names)}
    )
    (old.folder / os.fsdecode(b"content/posts/\xff.md")).write_bytes(post().encode())
    code, report = old.run()
    assert code == 1
    assert [error["found"] for error in report["errors"]] == ["is larger than 0 MB, too large for an article"]
    assert all(path.startswith(("content/articles/", "seeds/", "content/imports.tsv")) for path in old.tree())
    assert "has a name that is not UTF-8; rename it" in {one["why"] for one in report["inputs"]}
    assert report["articles"] == len(names) - 1  # one is hidden
    assert main(["build", "--root", str(old.root)]) == 0


def test_settings_never_run(old, tmp_path):
    """Settings that are Python are read as text; a value that is computed is not known."""
    old.files(
        {"pelicanconf.py": f"open({str(tmp_path / 'ran')!r}, 'w')\nARTICLE_URL = 'x/' + '{{slug}}'\nAUTHOR = 'س'\n"}
    )
    old.files({"content/a.md": "Title: x\nSlug: a\n\nText.\n"}).run()
    assert not (tmp_path / "ran").exists()
    assert 'aliases: ["/a.html"]' in old.article("a")


def test_broken_settings_are_a_warning(old, capsys):
    """The default rules are used."""
    old.files({"hugo.toml": "x = \n", "content/posts/a.md": post()})
    assert old.run()[0] == 0
    assert "hugo.toml: cannot be read" in capsys.readouterr().err
    assert 'aliases: ["/posts/a/"]' in old.article("a")


def test_a_cascade_and_the_data_of_folders_are_inherited(old):
    """They hold articles back, too."""
    old.files({
        "hugo.toml": "",
        "content/a/_index.md": "---\ncascade:\n  draft: true\n  params: {subtitle: x}\n---\n",
        "content/a/b/c.md": post(),
    })  # fmt: skip
    old.run()
    assert "\ndraft: true\n" in old.article("c")
    assert "\nsubtitle: x\n" in old.article("c")


def test_a_post_that_was_changed_in_the_old_site_is_updated(old):
    """Its address stays, and the former file is kept as a version; an editor's changes are never overwritten."""
    text = " ".join(f"كلمة{number}" for number in range(50))
    old.files({"hugo.toml": "", "content/posts/a.md": post(text=text)}).run()
    old.files({"content/posts/a.md": post(text=f"{text}\n\nزيادة.")})
    assert old.run()[1]["inputs"][0]["became"] == "version"
    assert "زيادة." in old.article("a")
    assert main(["build", "--root", str(old.root)]) == 0
    file = old.root / "content/articles/a.md"
    file.write_text(f"{old.article('a')}\nتصحيح المحرر.\n", encoding="utf-8")
    old.files({"content/posts/a.md": post(text=f"{text}\n\nزيادة أخرى.")})
    assert old.run()[1]["inputs"][0]["became"] == "skipped"
    assert "تصحيح المحرر." in old.article("a")


def test_the_articles_of_newsgen_come_out_equal(old):
    """The front matter has the same meaning in another project."""
    head = """---
title: "عنوان: أول"
date: 2022-07-05T10:30:00+01:00
updated: 2022-07-06
slug: مقال-أول
authors: [سلمى, كريم]
categories: [أخبار]
tags: [قطار, نقل]
description: خلاصة
draft: true
image: {src: a/b.png, alt: وصف, caption: تعليق}
comments: closed
related_heading: اقرأ أيضا
related: [عنوان ثان]
source_name: الصحيفة
robots: noindex
subtitle: فرعي
---

نص [رابط](/about/) و![صورة](a/b.png).
"""
    old.files({"content/site.yml": "", "content/articles/first.md": head, "content/media/a/b.png": PNG})
    old.run()
    written = old.article("first")
    for line in head.split("---\n")[1].splitlines():
        if not line.startswith("image"):
            assert f"\n{line}\n" in written
    assert "alt: وصف" in written
    assert "\ndraft: true\n" in written
    assert (old.root / "content/media").is_dir()
    assert main(["build", "--root", str(old.root), "--drafts"]) == 0


def test_links_to_an_address_that_newsgen_needs_lead_to_the_article(old, capsys):
    """The old address cannot lead there, and the report says so."""
    old.files(
        {"hugo.toml": "", "content/archive/a.md": post(text="نص."), "content/n/b.md": post("ب", "[أ](/archive/a/)")}
    )
    report = old.run()[1]
    assert "is reserved for newsgen's own pages" in " ".join(report["warnings"])
    assert "[أ](/old/archive/a/)" in old.article("b")
    capsys.readouterr()
    assert main(["build", "--root", str(old.root)]) == 0
    assert "does not exist" not in capsys.readouterr().err


def test_a_link_leads_to_the_translation_in_its_own_language(old):
    """Two files have one name."""
    text = '[x](b.md) [y]({{< ref "b" >}})'
    paths = [(name, language) for name in "ab" for language in ("ar", "en")]
    files = {f"content/posts/{name}.{language}.md": post(f"{name} {language}", text) for name, language in paths}
    old.files({"hugo.toml": "defaultContentLanguage = 'ar'\n[languages.ar]\n[languages.en]\n", **files}).run()
    written = [file.read_text(encoding="utf-8") for file in (old.root / "content/articles").glob("a*.md")]
    texts = {text.split("---\n")[2].strip() for text in written}
    assert texts == {"[x](/posts/b/) [y](/posts/b/)", "[x](/en/posts/b/) [y](/en/posts/b/)"}


def test_a_project_is_not_imported_into_itself(old):
    """Every article would be there twice."""
    (old.root / "content/articles").mkdir(parents=True)
    (old.root / "content/articles/a.md").write_text(post(), encoding="utf-8")
    code = main(["import", str(old.root), "--root", str(old.root)])
    assert (code, len(list((old.root / "content/articles").iterdir()))) == (0, 1)


def test_the_same_file_twice_is_one_article_at_both_addresses(old):
    """A copy is not lost, and not published twice."""
    old.files({"hugo.toml": "", "content/a/x.md": post(), "content/b/y.md": post()})
    report = old.run()[1]
    assert report["articles"] == 1
    assert 'aliases: ["/a/x/", "/b/y/"]' in old.article("x")
    assert "is the same file as content/a/x.md, byte for byte" in " ".join(report["warnings"])


def test_code_that_gives_values_is_named(old, capsys):
    """Eleventy has data in JavaScript, which does not run."""
    old.files(
        {".eleventy.js": "", "src/posts/posts.11tydata.js": "module.exports = {}", "src/posts/a.md": post()}
    ).run()
    assert "src/posts/posts.11tydata.js: is code" in capsys.readouterr().err


def test_two_files_of_a_site_are_two_articles(old):
    """Even if their titles, texts and addresses are the same, as those of translations may be."""
    files = {f"content/posts/{name}.md": post(keys=f"url: /same/\nweight: {name}\n") for name in "123"}
    old.files({"hugo.toml": "baseURL = 'https://example.org'\n", **files})
    assert [one["became"] for one in old.run()[1]["inputs"]] == ["imported"] * 3
    assert main(["build", "--root", str(old.root)]) == 0


@pytest.mark.parametrize(
    "keys", [f"{'k' * 1500}: x\n", f"params:\n  x: {{ {'ك' * 600}: x }}\n", f"x: [{{ {'k' * 900}: x }}]\n"]
)
def test_a_key_too_long_for_yaml_is_left_out(old, keys):
    """A build could not read it back; a warning says so."""
    if keys.startswith("k"):
        old.files({"hugo.toml": "", "content/a.md": f"+++\ntitle = 'x'\n{keys[:-4]} = 'x'\n+++\nنص.\n"})
    else:
        old.files({"hugo.toml": "", "content/a.md": post(keys=keys)})
    report = old.run()[1]
    assert any("is left out" in text for text in report["warnings"])
    assert main(["build", "--root", str(old.root)]) == 0
