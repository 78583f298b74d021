import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.model.article import as_record
from newsgen.pages.records import records_file
from sample_records import CONFIG, a_capture, an_archive, an_article

CONFIG = replace(CONFIG, publish_records=True)


def written(*articles, config=CONFIG):
    """Return the content of the file of records."""
    (file,) = records_file(an_archive(*articles, config=config), config)
    assert file.url == "archive.jsonl"
    return b"".join(file.content())


def records(*articles, config=CONFIG):
    """Return the records in the file."""
    return [json.loads(line) for line in written(*articles, config=config).split(b"\n")[:-1]]


def test_records_are_published_only_if_set():
    """By default there is no file."""
    config = replace(CONFIG, publish_records=False)
    assert list(records_file(an_archive(an_article(), config=config), config)) == []


def test_an_empty_archive_has_an_empty_file():
    """A script that downloads it finds no article and no error."""
    assert written() == b""


def test_a_line_is_the_whole_record_and_its_url():
    """A line is what `newsgen inspect` prints, with the URL."""
    article = an_article("سوق", published=date(2023, 3, 7), evidence=(a_capture(),))
    assert records(article) == [{**as_record(article), "url": "/articles/سوق/"}]


def test_a_site_with_base_url_gives_absolute_urls():
    """They are percent-encoded."""
    config = replace(CONFIG, base_url="https://archive.example.org/")
    assert records(an_article("سوق"), config=config)[0]["url"] == (
        "https://archive.example.org/articles/%D8%B3%D9%88%D9%82/"
    )


def test_lines_are_in_the_order_of_the_archive():
    """The newest comes first, undated ones last; the order in which they are found does not matter."""
    articles = [an_article("a"), *(an_article(f"a{year}", published=date(year, 1, 1)) for year in (2011, 2023, 2019))]
    assert [one["id"] for one in records(*articles)] == ["a2023", "a2019", "a2011", "a"]
    assert written(*articles) == written(*reversed(articles))


@pytest.mark.parametrize(("publish", "there"), [(True, True), (False, False)])
def test_ledgers_are_published_only_with_the_captures(publish, there):
    """Ledgers contain the text of the captures."""
    article = an_article(evidence=(a_capture(),))
    (found,) = records(article, config=replace(CONFIG, publish_captures=publish))
    assert ("ledger" in found) == there
    assert found["captures"] == [{"source": "seeds/harbour.txt", "sha256": "1" * 64, "encoding": "utf-8"}]


def test_arabic_letters_are_not_escaped():
    """The file can be read and searched without a JSON parser."""
    assert "الميناء يفتح".encode() in written(an_article())


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_any_text_is_one_line(paragraphs):
    """Line ends in a text are escaped; only the line feed at its end ends a record."""
    data = written(*(an_article(f"a{n}", body=(text,)) for n, text in enumerate(paragraphs)))
    assert data.count(b"\n") == len(paragraphs)
    assert [json.loads(line)["body"] for line in data.split(b"\n")[:-1]] == [[text] for text in paragraphs]
