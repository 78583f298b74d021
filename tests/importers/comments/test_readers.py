"""The readers of comment exports survive any bytes, and what they yield can be written and read back."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comment_exports import a_row, as_csv
from newsgen.errors import NewsgenError
from newsgen.importers.comments.cleaning import cleaned
from newsgen.importers.comments.readers.csv_rows import read_form_csv
from newsgen.importers.comments.readers.disqus import read_disqus
from newsgen.importers.comments.readers.json_rows import read_form_json
from newsgen.importers.comments.readers.staticman import read_staticman
from newsgen.importers.comments.senders import MASK, Senders, has_address, masked
from newsgen.importers.comments.stored import StoredComment, file_of, path_of, read_stored
from newsgen.importers.comments.submissions import Submission
from newsgen.importers.comments.taking import cut_cycles
from newsgen.importers.items import Note, Skipped

SAMPLES = {
    "form.csv": as_csv([a_row(1, comment='قال "نعم"\nثم ذهب'), a_row(2)]).encode(),
    "form.json": '[{"comment": "نص", "author": "ن", "date": 1704112200}, {"message": "آخر", "a": [1, {}]}]'.encode(),
    "entry.yml": 'name: "ن"\nmessage: |\n  سطر\n  آخر\ndate: 2024-01-05T10:00:00Z\n_id: x-1\n'.encode(),
    "disqus.xml": (
        '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        '<thread dsq:id="1"><link>x</link></thread><post dsq:id="2">'
        "<message><![CDATA[<p>نص</p>]]></message><author><name>ن</name></author>"
        '<thread dsq:id="1"/><parent dsq:id="3"/></post></disqus>'
    ).encode(),
}


def findings(name, data):
    """Read an export; return all findings."""
    if name != "disqus.xml":
        read = {"form.csv": read_form_csv, "form.json": read_form_json, "entry.yml": read_staticman}[name]
        return list(read(data, name))
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        return list(read_disqus(file, name))


def round_trip(submission):
    """Write the comment in a submission as a file, and return it before and after."""
    comment = cleaned(submission).comment
    with TemporaryDirectory() as folder:
        path = path_of("a17", comment.id, comment.state)
        (Path(folder) / path).parent.mkdir(parents=True)
        stored = StoredComment("a17", path, comment, "0123456789ab", None)
        (Path(folder) / path).write_bytes(file_of(stored))
        return stored, read_stored(Path(folder), "a17", path)


@pytest.mark.law
@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_damage_is_a_finding_or_a_comment(name, data):
    """Bytes are cut, doubled, replaced and put in; there is no traceback, and each error says what to do."""
    sample = SAMPLES[name]
    start, size = data.draw(st.integers(0, len(sample))), data.draw(st.integers(0, 20))
    put_in = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b'"', b"\n", b"<", b"[", b"{", b"\0", b"&", b"]]>"]))
    )
    for found in findings(name, sample[:start] + put_in + sample[start + size :]):
        assert isinstance(found, Submission | Skipped | Note | NewsgenError)
        if isinstance(found, NewsgenError):
            assert found.path == name
            assert found.found
            assert found.remedy
        if isinstance(found, Submission):
            stored, read = round_trip(found)
            assert read == stored


@pytest.mark.law
@settings(max_examples=100, deadline=None)
@given(text=st.text(min_size=1, max_size=200), author=st.text(max_size=50), url=st.text(max_size=30))
def test_what_is_written_is_read_back(text, author, url):
    """Whatever letters a stranger sends."""
    clean = cleaned(Submission(text, "line 1", author=author, url=url))
    if clean.comment.text:
        stored, read = round_trip(Submission(text, "line 1", author=author, url=url))
        assert read == stored


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ali@example.org", MASK),
        ("<ali.b+c@mail.example.org>", f"<{MASK}>"),
        ("علي@مثال.إختبار", MASK),
        ("mailto:a@b.co?x", f"mailto:{MASK}?x"),
        ("@ali و a @ b", "@ali و a @ b"),
    ],
)
def test_addresses_are_masked(text, result):
    """In any script; a mention is no address."""
    assert masked(text)[0] == result
    assert has_address(text) == (text != result)


def test_a_long_text_is_masked_in_linear_time():
    """A stranger may send it on purpose; the test would not end."""
    for text in ("a" * 2_000_000 + " @", "a." * 1_000_000 + "@", "a@" * 500_000, "a@b." * 300_000, "a@b-" * 300_000):
        masked(text)


def test_staticman_s_md5_of_an_address_gives_the_same_sender():
    """That hash can be guessed, and so it is not kept as it is."""
    senders = Senders(b"k" * 32)
    code = senders.hash_of("b642b4217b34b1e8d3bd915fc65c4452")
    assert senders.hash_of(" A@b.example") != code
    assert senders.hash_of("") is None
    assert len(code or "") == 12
    assert senders.hash_of("test@test.com") == code


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="https://x.example/long/path">https://x.example/lo...</a>', "https://x.example/long/path"),
        (
            '<a href="https://disq.us/url?url=https%3A%2F%2Fx.example%2F1%3AabC-12345678&amp;cuid=9">x.example/1</a>',
            "https://x.example/1",
        ),
        ('<a href="https://x.example/?a=1&amp;b=2" rel="n">هنا</a>', "هنا (https://x.example/?a=1&b=2)"),
        ("<a>هنا</a>", "هنا"),
    ],
)
def test_links_of_disqus_keep_their_addresses(link, text):
    """Disqus shortens them for readers, and leads through a page of its own."""
    data = SAMPLES["disqus.xml"].replace("<p>نص</p>".encode(), f"<p>انظر {link}</p>".encode())
    (found,) = findings("disqus.xml", data)
    assert found.text == f"انظر {text}"


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefx"), min_size=1))
def test_after_cutting_no_comment_answers_itself(parents):
    """And only comments in a cycle are cut."""
    before = dict(parents)
    cut = cut_cycles(parents, sorted(parents))
    for start in parents:
        at, steps = start, 0
        while at is not None and steps <= len(before):
            at, steps = parents.get(at), steps + 1
        assert at is None
    assert all(parents[key] == (None if key in cut else before[key]) for key in before)
