"""Pages saved in one file go from the file to the site, with their pictures and the file as evidence."""

import json
import zipfile

import pytest

from newsgen.cli.entry import main
from saved_samples import HEADLINE, URL, article, mhtml, part, png, webarchive
from warc_samples import record, zstd_packed

PICTURE = "https://www.marfa.example/media/garden.png"
PAGE = article(PICTURE)


def packed_wacz(data):
    """Return a function that writes a collection of one WACZ file with the archive *data*."""

    def write(file):
        inner = file.with_suffix(".inner")
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("archive/data.warc.zst", data)
        with zipfile.ZipFile(file, "w") as archive:
            archive.write(inner, "a.wacz")
        inner.unlink()

    return write


ARCHIVE = zstd_packed(record(URL, PAGE), record(PICTURE, png(), media="image/png"))
INPUTS = {
    "page.mhtml": mhtml(part(PAGE, Content_Location=URL), part(png(), "image/png", "base64", Content_Location=PICTURE)),
    "page.mht": mhtml(part(article("cid:g")), part(png(), "image/png", "base64", Content_ID="<g>")),
    "page.webarchive": webarchive(PAGE, (PICTURE, png())),
    "crawl.warc.zst": ARCHIVE,
    "collection.wacz": packed_wacz(ARCHIVE),
}


def write(name, folder):
    """Write the input *name* into *folder*."""
    folder.mkdir(exist_ok=True)
    data = INPUTS[name]
    data(folder / name) if callable(data) else (folder / name).write_bytes(data)
    return folder / name


def run(root, *inputs):
    """Import *inputs*; return the exit code and the report."""
    report = root.parent / "report.json"
    code = main(["import", *map(str, inputs), "--root", str(root), "--report", str(report)])
    return code, json.loads(report.read_text(encoding="utf-8"))


def tree(folder):
    files = (file for file in folder.rglob("*") if file.is_file() and ".newsgen" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def build(root, capsys):
    """Build the site; return its files."""
    capsys.readouterr()
    assert main(["build", "--root", str(root), "--output", str(root.parent / "site")]) == 0
    assert "is ignored" not in capsys.readouterr().err
    return tree(root.parent / "site")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.mark.parametrize("name", INPUTS)
def test_from_the_file_to_the_page(name, root, capsys):
    """The page shows the article and its picture, and links the file that was imported."""
    file = write(name, root.parent / "in")
    code, report = run(root, file)
    (one,) = [each for each in report["inputs"] if each["became"] == "imported"]
    assert code == 0
    site = build(root, capsys)
    before = tree(root)
    pages = (path for path in site if path.startswith("articles/") and path.endswith("index.html"))
    page = site[min(pages, key=len)].decode()
    assert HEADLINE in page
    assert png() in site.values()
    assert "media/imported/" in page
    original = (root / one["evidence"]).read_bytes()
    assert original == (PAGE if "warc" in name or "wacz" in name else file.read_bytes())
    assert original in site.values()
    assert run(root, file)[1]["imported"] == 0
    assert tree(root) == before


def test_forms_of_one_page_are_versions_of_one_article(root, capsys):
    """Each keeps its original, and a build takes all of them for evidence."""
    for name in INPUTS:
        write(name, root.parent / "in")
    _, report = run(root, root.parent / "in")
    assert report["articles"] == 1
    assert {file.suffix for file in (root / "seeds").iterdir()} == {".html", ".mhtml", ".webarchive"}
    build(root, capsys)


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.webarchive"])
def test_a_page_put_into_seeds_by_hand_is_told_to_be_imported(name, root, capsys):
    """A build reads no pages of this form; the warning names the command that does."""
    write(name, root / "seeds")
    (root / "content/articles").mkdir(parents=True)
    main(["build", "--root", str(root)])
    assert "use `newsgen import` to read the page" in capsys.readouterr().err
