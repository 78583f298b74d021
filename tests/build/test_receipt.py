"""The receipt of a site proves each of its files, and each source of its articles."""

import shutil
from hashlib import sha256

from newsgen.model.receipt import RECEIPT, read_receipt

CAPTURE = "عنوان الخبر الملتقط\n\n" + "وقال المتحدث إن الأشغال انتهت قبل موعدها بكثير. " * 4


def files_and_digests(project):
    """Return the digests of the files of the site as they are on the disk, by path."""
    found = {path: sha256(data).hexdigest() for path, data in project.files().items()}
    return {path: digest for path, digest in found.items() if path not in {RECEIPT, ".newsgen-files"}}


def test_the_receipt_lists_every_file_of_the_site_and_every_source(project):
    """Also after the edit of a body, of a headline, of a source that shows nothing of it, and a lost cache."""
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/\n")
    project.write("content/media/ملف.pdf", b"%PDF-1.4")
    project.write("seeds/c.txt", CAPTURE)
    markdown = "---\ntitle: {}\ncapture: c.txt\nslug: a\ndescription: ملخص\n---\n[ملف](ملف.pdf) {}\n"
    edits = [("خبر", "متن"), ("خبر", "متن ثان"), ("خبر آخر", "متن ثان"), ("خبر آخر ", "متن ثان")]
    for title, body in [*edits, edits[-1]]:
        file = project.write("content/articles/a.md", markdown.format(title, body))
        assert project.build().code == 0
        receipt = read_receipt(project.site)
        assert receipt.files == files_and_digests(project)
        article = receipt.articles["c"]
        assert article.address == "articles/a/"
        assert article.sources == {
            "content/articles/a.md": sha256(file.read_bytes()).hexdigest(),
            "seeds/c.txt": sha256(CAPTURE.encode()).hexdigest(),
        }
    shutil.rmtree(project.root / ".newsgen")
    before = project.files()
    assert project.build().report["written"] == 0
    assert project.files() == before


def test_the_receipt_names_the_drafts_that_a_build_published(project):
    """So that they are not deployed by mistake."""
    project.write("content/site.yml", "font: system\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\ndraft: true\n---\nمتن\n")
    project.write("content/pages/about.md", "---\ntitle: عنا\ndraft: true\n---\nمتن\n")
    assert project.build().code == 0
    assert read_receipt(project.site).drafts == ()
    assert project.build("--drafts").code == 0
    assert read_receipt(project.site).drafts == ("content/articles/a.md", "content/pages/about.md")


def test_no_file_of_a_project_may_take_the_place_of_the_receipt(project):
    """It is a name of newsgen's own."""
    project.write("content/articles/a.md", "---\ntitle: خبر\naliases: [/receipt.json]\n---\nمتن\n")
    built = project.build()
    assert built.code == 1
    assert "receipt.json" in built.stderr
