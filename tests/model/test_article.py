"""An article's record is printed as JSON that scripts can rely on."""

import json

from newsgen.model.article import Article, Evidence, LedgerLine, Role, as_json, as_record
from newsgen.text.dates import parse_date

CONTRACT_KEYS = (
    "source sha256 encoding confidence headline headline_origin byline published section tags source_url source_name"
    " captured archived_url body body_html related comment_form comments warnings ledger"
).split()


def article(**values):
    given = {
        "id": "a",
        "source": "seeds/a.txt",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "confidence": "high",
        "headline": "عنوان",
        "headline_origin": "capture",
    }
    return Article(**given | values)


def test_the_record_begins_with_the_keys_of_the_contract():
    """Scripts find the documented keys first and in their documented order; other keys follow."""
    assert list(as_record(article()))[: len(CONTRACT_KEYS)] == CONTRACT_KEYS


def test_a_record_is_json_as_it_stands():
    """Dates, tuples and nested dataclasses become JSON types."""
    ledger = (LedgerLine(1, Role.BODY, "نص"),)
    full = article(
        published=parse_date("2022-07-18T10:00:00+01:00"),
        evidence=(Evidence("seeds/a.txt", "0" * 64, "utf-8", ledger),),
        extra=(("lead", {"a": ["b"]}),),
    )
    printed = json.loads(json.dumps(as_record(full), ensure_ascii=False))
    assert printed["published"] == "2022-07-18T10:00:00+01:00"
    assert printed["ledger"] == [{"line": 1, "role": "body", "text": "نص"}]
    assert printed["captures"] == [{"source": "seeds/a.txt", "sha256": "0" * 64, "encoding": "utf-8"}]
    assert printed["extra"] == {"lead": {"a": ["b"]}}


def test_an_article_without_a_capture_has_an_empty_ledger():
    """Only captures have a ledger."""
    assert as_record(article())["ledger"] == []


def test_authors_make_one_byline():
    """Two authors are joined as in an Arabic list; without authors it is null, not an empty string."""
    assert article(authors=("سعاد", "كمال")).byline == "سعاد، كمال"
    assert article().byline is None


def test_plain_values_stay_as_they_are():
    """Values that are JSON types already are not changed."""
    assert as_json({"a": [1, None, True, "x"]}) == {"a": [1, None, True, "x"]}
