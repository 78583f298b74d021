"""A new, edited or deleted article changes the files that show it, and no others."""

import pytest

SUBJECTS = {
    "ماء": "انقطع الماء الصالح للشرب عن أحياء المدينة بسبب عطب في القناة الرئيسية لتوزيع الماء",
    "قطار": "وصل قطار الضواحي الجديد إلى محطة الميناء بعد أشغال السكة التي دامت سنتين",
    "مدرسة": "افتتحت المدرسة الابتدائية أقسامها أمام تلاميذ الحي بعد ترميم القاعات والساحة",
}


@pytest.fixture
def archive(project):
    """Build a project of fifteen articles on three subjects, with all kinds of lists."""
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/\npage_size: 3\n")
    for number in range(15):
        write(project, number)
    assert project.build().code == 0
    return project


def write(project, number, subject=None):
    """Write an article; the higher its number, the newer it is."""
    subject = subject or list(SUBJECTS)[number % 3]
    body = f"{SUBJECTS[subject]}.\n\n" * 20  # more than the opening by which articles are related
    date = f"2022-{number % 5 + 1:02}-{number + 1:02}"
    head = f"title: {subject} خبر {number}\nslug: a{number}\ndate: {date}\ncategories: [{subject}]\n"
    head += f"tags: [{subject}, مدينة]\nauthor: سعاد المريني\nsource_name: جريدة المدينة\n"
    project.write(f"content/articles/a{number}.md", f"---\n{head}---\n{body}")


NOT_PAGES = {".newsgen-files", "receipt.json"}
"""The manifest and the receipt, which list all files."""


def changed(project, before):
    """Return the files that differ, without the lists of all files."""
    after = project.files()
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - NOT_PAGES


def test_a_new_article_changes_only_the_files_that_show_it(archive):
    """These are its page and short address, lists, indexes, feeds, the next older of its section, related ones."""
    before = archive.files()
    archive.write(
        "content/articles/new.md",
        "---\ntitle: خبر الماء الأخير\nslug: new\ndate: 2022-06-30\ncategories: [ماء]\ntags: [ماء]\n"
        f"author: سعاد المريني\nsource_name: جريدة المدينة\n---\n{SUBJECTS['ماء']}.\n",
    )
    built = archive.build()
    files = changed(archive, before)
    assert built.report["written"] == len(files) + 1  # the receipt
    asides = {name: archive.read(name).split("<aside")[-1] for name in files if name.startswith("articles/a")}
    related = {name for name, aside in asides.items() if "articles/new/" in aside}
    assert files == {
        *(f"{first}index.html" for first in ("", "sections/ماء/", "tags/ماء/", "authors/سعاد-المريني/")),
        *(f"{first}index.html" for first in ("sources/جريدة-المدينة/", "archive/2022/", "archive/2022/06/")),
        *(f"{kind}/index.html" for kind in ("sections", "tags", "authors", "sources", "archive")),
        *(f"{first}page/1/index.html" for first in ("sections/ماء/", "tags/ماء/")),  # six articles, three a page
        *("feed.xml", "rss.xml", "feed.json", "sections/ماء/feed.xml", "sitemap.xml"),
        *("articles/new/index.html", "articles/a12/index.html", "a/new/index.html"),
        *related,
    }
    assert related <= {f"articles/a{number}/index.html" for number in range(0, 15, 3)}


def test_an_edited_body_changes_one_page(archive):
    """The text after the summary and the opening is on the article's own page only."""
    before = archive.files()
    text = (archive.root / "content/articles/a7.md").read_text(encoding="utf-8")
    archive.write("content/articles/a7.md", f"{text}\nوأضاف المتحدث أن الأمر تم كما كان مقررا.\n")
    assert archive.build().code == 0
    assert changed(archive, before) == {"articles/a7/index.html"}


def test_a_deleted_article_leaves_nothing_behind(archive):
    """The site is the same as before the article was added."""
    before = archive.files()
    write(archive, 19, "ماء")
    assert archive.build().code == 0
    (archive.root / "content/articles/a19.md").unlink()
    assert archive.build().code == 0
    assert changed(archive, before) == set()


def test_what_is_written_about_an_author_changes_the_authors_first_page(archive):
    """An edit and the deletion of it too; numbered pages and articles do not show it."""
    before, page = archive.files(), "authors/سعاد-المريني/index.html"
    for text in ("صحفية من المدينة.\n", "صحفية من المدينة، ولها كتاب.\n"):
        archive.write("content/authors/سعاد المريني.md", text)
        assert archive.build().code == 0
        assert changed(archive, before) == {page}
        assert text.strip() in archive.read(page)
    (archive.root / "content/authors/سعاد المريني.md").unlink()
    assert archive.build().code == 0
    assert changed(archive, before) == set()
