"""Whatever editors do, and in whatever order, the site is what a clean build would have made."""

import random
import shutil

import pytest

TITLES = ["خبر", "خبر آخر", "سوق الجملة", "Reuters خبر", "؟!"]
SECTIONS = ["", "اقتصاد", "الاقتصاد", "page", "C++", "؟"]
TAGS = ["ماء", "الماء", "بحر", "C", "C#", "!!", "خ" * 200]
ADDRESSES = ["خبر", "s1", "/old/", "/x.html", "/articles/s1/"]
PERMALINKS = ["articles/{slug}/", "{year}/{slug}/", "{slug}/", "{section}/{slug}/", "{id}/", "{year}-{slug}/"]
CAPTURED = "فقرة طويلة من نص المقال الملتقط تقول ما جرى في المدينة اليوم، وتذكر أسماء الحاضرين.\n\n"
STEPS = 8


@pytest.fixture(params=range(4))
def edit(request, project):
    """Return a function that changes the project in one way, by chance."""
    chance = random.Random(request.param)
    articles = project.root / "content/articles"
    articles.mkdir(parents=True)

    def write():
        lines = [f"title: {chance.choice(TITLES)}", f"categories: ['{chance.choice(SECTIONS)}']"]
        lines.append(f"tags: [{', '.join(repr(tag) for tag in chance.sample(TAGS, 2))}]")
        lines += [f"date: 20{chance.choice('12')}1-0{chance.choice('123')}-11"] * (chance.random() < 0.7)
        lines += [f"slug: {chance.choice(ADDRESSES[:2])}"] * (chance.random() < 0.2)
        lines += [f"aliases: [{chance.choice(ADDRESSES[2:])}]"] * (chance.random() < 0.2)
        lines += [f"related: [{chance.choice(ADDRESSES)}]"] * (chance.random() < 0.3)
        lines += ["draft: true"] * (chance.random() < 0.1) + ["updated: bad"] * (chance.random() < 0.1)
        text = "\n".join(lines)
        project.write(f"content/articles/{chance.choice('abcdef')}.md", f"---\n{text}\n---\nنص عن الماء والبحر.\n")

    def rename():
        for file in sorted(articles.iterdir())[:1]:
            file.rename(articles / f"{chance.choice('ghij')}.md")

    def remove():
        for file in sorted(articles.iterdir())[-1:]:
            file.unlink()

    def configure():
        settings = f"permalink: '{chance.choice(PERMALINKS)}'\npage_size: {chance.choice('123')}\n"
        project.write("content/site.yml", f"font: system\nbase_url: https://example.org/n/\n{settings}")

    def capture():
        project.write(f"seeds/{chance.choice('xyz')}.txt", f"{chance.choice(TITLES)}\n\n{CAPTURED * 2}")

    def word():
        project.write("templates/labels.yml", f"home: بيت {chance.randint(1, 9)}\n")

    def somehow():
        chance.choice([write, write, write, write, rename, remove, configure, capture, word])()

    return somehow


def published(root):
    """Return the published files of a project and its address book."""
    files = {file.relative_to(root).as_posix(): file for file in (root / "site").rglob("*") if file.is_file()}
    book = root / "content/addresses.tsv"
    return {name: file.read_bytes() for name, file in files.items()}, book.read_bytes() if book.exists() else b""


def test_a_build_after_any_edits_is_a_clean_build(project, edit, tmp_path):
    """Byte for byte, and both write the same address book; building again changes nothing."""
    for step in range(STEPS):
        edit()
        if "nothing was published" in project.build("--keep-going").stderr:
            continue
        again = project.build("--keep-going")
        assert (again.report["written"], again.report["removed"], again.report["notes"]) == (0, 0, [])
        clean = tmp_path / f"clean {step}"
        shutil.copytree(project.root, clean, ignore=shutil.ignore_patterns("site", ".newsgen"))
        project.run("build", "--root", str(clean), "--keep-going")
        assert published(clean) == published(project.root)
