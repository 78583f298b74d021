"""Each file of XML, JSON or CSV is recognised by what it holds, and said for what it is if it is not imported."""

import gzip

import pytest

from newsgen.importers.inputs import find_inputs

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
ATOM = f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">'
KINDS = {
    "wxr": f'{XML}<!-- generator="WordPress/6.4" -->\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">',
    "blogger": f"{ATOM}<id>tag:blogger.com,1999:blog-7.archive</id><entry>",
    "feed": f"{ATOM}<title>xmlns:wp=http://wordpress.org/export/1.2/</title><entry><id>tag:blogger.com,1999:blog-7.post-1</id>",
    "html": f'{XML}<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml">',
}
REFUSED = {
    "is a sitemap,": f'{XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>',
    "is a list of sitemaps,": f"{XML}<sitemapindex>",
    "is a list of feeds (OPML)": f'{XML}<opml version="2.0"><head>',
    "is a picture (SVG)": f'{XML}<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]><svg xmlns="x">',
    "is an export of MediaWiki,": '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/">',
    "is a single entry of a feed": f'{XML}<entry xmlns="http://www.w3.org/2005/Atom">',
    "is XML with the root <archive>,": f"{XML}<archive>",
    "has the name of an XML file,": "نص بلا وسوم",
    "is empty": " \n",
}


def found(file):
    """Return the kind of a file, or why it is not imported."""
    (one,) = find_inputs([file], None)
    return one.kind or one.reason


@pytest.mark.parametrize(("kind", "text"), KINDS.items())
@pytest.mark.parametrize("name", ["x.xml", "x.atom", "x.rss", "x", "x.xml.gz"])
def test_xml_is_recognised_by_its_root_whatever_its_name(tmp_path, kind, text, name):
    """A comment, a document type and a byte order mark may precede the root."""
    data = ("\ufeff" + text).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    is_page = kind == "html" and name.endswith(".gz")
    assert found(tmp_path / name) == (f"is compressed; unpack it first: gunzip {name}" if is_page else kind)


@pytest.mark.parametrize(
    ("kind", "text"), [one for one in KINDS.items() if one[0] in {"wxr", "blogger", "feed", "html"}]
)
def test_an_export_with_the_name_of_a_web_page_is_no_page(tmp_path, kind, text):
    """Its tags would be dropped, and all its items would be one text."""
    (tmp_path / "x.html").write_text(text, encoding="utf-8")
    assert found(tmp_path / "x.html") == kind


def test_what_a_program_printed_before_the_xml_does_not_matter(tmp_path):
    """PHP prints its warnings there."""
    text = "<br />\n<b>Warning</b>: x in <b>export.php</b><br />\n" + KINDS["wxr"]
    (tmp_path / "x.xml").write_text(text, encoding="utf-8")
    assert found(tmp_path / "x.xml") == "wxr"


@pytest.mark.parametrize(("reason", "text"), REFUSED.items())
def test_other_xml_is_said_for_what_it_is(tmp_path, reason, text):
    """No file is called a broken file of another kind."""
    (tmp_path / "x.xml").write_text(text, encoding="utf-8")
    assert found(tmp_path / "x.xml").startswith(reason)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.json", '{"db":[{"meta":{"exported_on":1,"version":"5"},"data":{', "ghost"),
        ("x.json", '{\n "meta": {"exported_on": 1},', "ghost"),
        ("x.json", '{"posts": []}', "is JSON, but not an export of Ghost"),
        ("x.json", "", "is empty"),
        ("posts.csv", '\ufeff"post_id","post_date","title"\n', "substack"),
        ("x.csv", "a,b\n", "is a table, but not the list of posts of Substack"),
    ],
)
def test_json_and_tables_are_recognised_by_their_beginning(tmp_path, name, text, expected):
    """The suffix alone says nothing."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert found(tmp_path / name) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_feed_in_utf_16_is_recognised(tmp_path, encoding):
    """Its importer says that it must be saved as UTF-8."""
    (tmp_path / "x.xml").write_bytes(
        ("\ufeff" if encoding != "utf-16" else "").encode(encoding) + ATOM.encode(encoding)
    )
    assert found(tmp_path / "x.xml") == "feed"


def test_a_hostile_document_type_is_recognised_fast(tmp_path):
    """No pattern runs away on brackets that never end."""
    (tmp_path / "x.xml").write_text("<!DOCTYPE x " + "[a]b" * 15_000, encoding="utf-8")
    assert found(tmp_path / "x.xml")


@pytest.mark.parametrize(("name", "text"), [("x.json.gz", '{"db":[{'), ("x.html.gz", "<!DOCTYPE html>")])
def test_what_cannot_be_read_compressed_is_said(tmp_path, name, text):
    """Exports in XML and archives can."""
    (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    assert found(tmp_path / name) == f"is compressed; unpack it first: gunzip {name}"
