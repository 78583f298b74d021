import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.pages.sharing.citation_files import Reference, bibtex, citation_files, csl_json, ris
from requirements import modules
from sample_records import CONFIG, a_site, an_article, plan

ONLINE = replace(CONFIG, base_url="https://archive.example.org/", citation_files=True, title="أرشيف المدينة")
REFERENCE = Reference(
    "market",
    "سوق الجملة يفتح أبوابه",
    ("سعاد المريني", "يوسف بناني"),
    "جريدة المدينة",
    "أرشيف المدينة",
    date(2023, 3, 7),
    "اقتصاد",
    ("أسواق", "فلاحة"),
    "ar",
    "https://archive.example.org/a/market/",
    "https://newspaper.example.org/2023/market.html",
)
UNKNOWN = REFERENCE._replace(authors=(), newspaper=None, published=None, section=None, tags=(), original=None)
HOSTILE = r"}, url = {x} \input{/etc/passwd} $50 & 10% #1 _a_ ^~ @article{x, \\ \" % ER  - }}}} {{{"
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool)


def test_bibtex_has_what_biber_needs():
    """Names and title are in double braces, so that nothing splits or recases them."""
    assert bibtex(REFERENCE) == (
        "@article{market,\n"
        "  title = {{سوق الجملة يفتح أبوابه}},\n"
        "  author = {{سعاد المريني} and {يوسف بناني}},\n"
        "  journal = {جريدة المدينة},\n"
        "  date = {2023-03-07},\n"
        "  year = {2023},\n"
        "  keywords = {أسواق, فلاحة},\n"
        "  langid = {arabic},\n"
        "  url = {https://archive.example.org/a/market/},\n"
        "  note = {أرشيف المدينة}\n"
        "}\n"
    )


def test_unknown_facts_are_left_out_of_bibtex():
    """An article of no newspaper is a page of this archive."""
    assert bibtex(UNKNOWN) == (
        "@online{market,\n"
        "  title = {{سوق الجملة يفتح أبوابه}},\n"
        "  langid = {arabic},\n"
        "  url = {https://archive.example.org/a/market/},\n"
        "  note = {أرشيف المدينة}\n"
        "}\n"
    )


@given(LINES)
def test_no_text_ends_a_field_of_bibtex(text):
    """The braces of an entry match whatever they contain, and no command of TeX comes from the text."""
    written = bibtex(REFERENCE._replace(title=text, authors=(text,), newspaper=text, tags=(text,), archive=text))
    depth = 0
    for sign in written.rstrip():
        assert depth > 0 or sign != "}"
        depth += (sign == "{") - (sign == "}")
    assert depth == 0
    commands = set(re.findall(r"\\([a-zA-Z]+|.)", written))
    assert commands <= {
        *"#$%&_",
        "textbackslash",
        "textbraceleft",
        "textbraceright",
        "textasciitilde",
        "textasciicircum",
    }
    assert not re.search(r"(?<!\\)[#$%&_]", written.replace("https://", ""))


def test_a_hostile_headline_is_read_back_from_bibtex():
    """A parser of BibTeX finds one entry, with the fields of the article alone."""
    modules("pybtex")
    from pybtex.database import parse_string  # noqa: PLC0415 - it may be missing

    written = bibtex(REFERENCE._replace(title=HOSTILE, authors=(f"{HOSTILE} and others, Jr",)))
    (entry,) = parse_string(written, "bibtex").entries.values()
    assert {*entry.fields} == {"title", "journal", "date", "year", "keywords", "langid", "url", "note"}
    assert len(entry.persons["author"]) == 1


def test_ris_has_one_fact_a_line():
    """Each line has a tag, two spaces, a hyphen and a space; the order is that of other archives."""
    assert ris(REFERENCE).split("\r\n") == [
        "TY  - NEWS",
        "ID  - market",
        "TI  - سوق الجملة يفتح أبوابه",
        "AU  - سعاد المريني",
        "AU  - يوسف بناني",
        "T2  - جريدة المدينة",
        "PY  - 2023",
        "DA  - 2023/03/07/",
        "SE  - اقتصاد",
        "KW  - أسواق",
        "KW  - فلاحة",
        "LA  - ar",
        "DB  - أرشيف المدينة",
        "UR  - https://archive.example.org/a/market/",
        "N1  - https://newspaper.example.org/2023/market.html",
        "ER  - ",
        "",
    ]


@given(LINES)
def test_no_text_ends_a_record_of_ris(text):
    """A line begins with a tag of newsgen's, and the record ends once."""
    lines = ris(UNKNOWN._replace(title=text, authors=(text,))).split("\r\n")
    assert [line[:6] for line in lines[:-1]] == [
        "TY  - ",
        "ID  - ",
        "TI  - ",
        "AU  - ",
        "LA  - ",
        "DB  - ",
        "UR  - ",
        "ER  - ",
    ]


def test_csl_json_has_what_citeproc_needs():
    """Arabic names are literal, because nothing says which part of them is the family's."""
    assert json.loads(csl_json(REFERENCE)) == [
        {
            "id": "market",
            "type": "article-newspaper",
            "title": "سوق الجملة يفتح أبوابه",
            "author": [{"literal": "سعاد المريني"}, {"literal": "يوسف بناني"}],
            "container-title": "جريدة المدينة",
            "issued": {"date-parts": [[2023, 3, 7]]},
            "section": "اقتصاد",
            "keyword": "أسواق, فلاحة",
            "language": "ar",
            "archive": "أرشيف المدينة",
            "URL": "https://archive.example.org/a/market/",
            "note": "https://newspaper.example.org/2023/market.html",
        }
    ]


CSL_FIELDS = {"id", "type", "title", "author", "container-title", "issued", "section", "keyword", "language"}
CSL_FIELDS |= {"archive", "URL", "note"}


@pytest.mark.parametrize("reference", [REFERENCE, UNKNOWN, REFERENCE._replace(title=HOSTILE)])
def test_csl_json_has_only_fields_of_its_schema(reference):
    """They are those of csl-data.json, which allows no others; each text is a string."""
    (item,) = json.loads(csl_json(reference))
    assert item.keys() <= CSL_FIELDS
    assert {"id", "type"} <= item.keys()
    assert all(isinstance(value, str) for name, value in item.items() if name not in {"author", "issued"})
    assert item["title"] == reference.title


# The files of a site


def test_each_article_has_its_citation_as_three_files():
    """They are beside its page, which links them, and they name its short address."""
    article = an_article(published=datetime(2022, 7, 18, 9, 30), source_name="جريدة المدينة")  # noqa: DTZ001 - as read
    files = {file.url: file.content().decode() for file in citation_files(a_site(article, config=ONLINE))}
    linked = plan(article, config=ONLINE)["articles/harbour/"].context["citation_files"]
    assert list(files) == [file.url for file in linked]
    assert list(files) == [f"articles/harbour/citation.{extension}" for extension in ("bib", "ris", "json")]
    assert all("https://archive.example.org/a/harbour/" in text for text in files.values())
    assert "DA  - 2022/07/18/" in files["articles/harbour/citation.ris"]


@pytest.mark.parametrize("config", [replace(ONLINE, citation_files=False), replace(ONLINE, base_url=None)])
def test_a_site_has_citations_as_files_only_if_the_editor_wants_them(config):
    """They are three files for each article, and need its address."""
    assert list(citation_files(a_site(an_article(), config=config))) == []
    assert plan(an_article(), config=config)["articles/harbour/"].context["citation_files"] == ()


def test_texts_of_several_lines_become_one():
    """A line break in a headline would begin a field of RIS."""
    files = citation_files(a_site(an_article(headline="أول\nER  - \u202eثان"), config=ONLINE))
    texts = {file.url.rpartition(".")[2]: file.content().decode() for file in files}
    assert "TI  - أول ER - ثان\r\n" in texts["ris"]


@pytest.mark.parametrize("key", ["2011/01/x", "خبر أول", "a,b{c}", "50%"])
def test_the_key_of_an_entry_is_one_word(key):
    """BibTeX ends a key at a comma, a space or a brace."""
    files = citation_files(a_site(an_article(key, slug="x"), config=ONLINE))
    written = next(file.content().decode() for file in files if file.url.endswith(".bib"))
    assert re.fullmatch(r"@online\{[\w.-]+,", written.split("\n")[0])


def test_a_corrected_headline_rewrites_the_citation_and_an_edited_body_does_not(project):
    """Citations show no body."""
    project.write("content/site.yml", "font: system\nbase_url: https://example.org/\ncitation_files: yes\n")
    text = "---\ntitle: {}\nslug: a\ndescription: ملخص\n---\n{}\n"
    project.write("content/articles/a.md", text.format("خبر", "متن أول."))
    assert project.build().code == 0
    before = project.files()
    project.write("content/articles/a.md", text.format("خبر", "متن ثان أطول."))
    assert project.build().code == 0
    changed = {name for name, data in project.files().items() if before[name] != data}
    assert changed == {"articles/a/index.html", "receipt.json"}
    project.write("content/articles/a.md", text.format("خبر مصحح", "متن ثان أطول."))
    assert project.build().code == 0
    assert "خبر مصحح" in project.read("articles/a/citation.bib")
