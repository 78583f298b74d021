"""An archive that is read in parts has exactly the findings that it has when it is read from beginning to end."""

import gzip
import hashlib
import pickle
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from effort import seed, times
from newsgen.importers.intake.candidate import prepare
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.importers.warc import archive
from newsgen.importers.warc.archive import import_warc
from newsgen.importers.warc.parts import reading, survey
from newsgen.importers.warc.parts.reading import PartToRead, findings, read_part
from saved_samples import article, png
from warc_samples import (
    ARC_HEAD,
    arc,
    packed,
    page,
    plain_reader,
    record,
    skippable,
    trained_dictionary,
    wacz,
    zstd_packed,
)

SITE = "http://akhbar.example/"
ROUNDS = times("NEWSGEN_ROUNDS", 12, 400)


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    """Show in each article the pictures that its page names."""

    def read(data, source, *, at_hand, **known):
        shown = [each.partition('"')[0] for each in data.decode("utf-8", "replace").split('<img src="')[1:]]
        html = "".join(f'<p><img src="{at_hand(each) or each}" alt=""></p>' for each in shown)
        return replace(plain_reader(data, source, **known), body_html=html)

    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", read)


@pytest.fixture(params=[1, 3000, 2**20], ids=["a record", "some records", "an archive"])
def _part_bytes(request, monkeypatch):
    monkeypatch.setattr(survey, "PART_BYTES", request.param)


def showing(*names, url="maktaba.html", text="نص", **headers):
    """Return the record of a page that shows the pictures with these names."""
    head = "".join(f'<img src="{SITE}{name}">' for name in names)
    return record(SITE + url, page(text, head), **headers)


def picture(name, body=None, **more):
    return record(SITE + name, body or png(len(name), 200, 200), media="image/png", **more)


def revisit(url="maktaba.html", **headers):
    refers = {"WARC_Refers_To_Date": "2014-01-26T20:06:24Z", "WARC_Refers_To_Target_URI": SITE + url}
    return record(SITE + url, b"", kind="revisit", **refers, **headers)


def digest_of(body):
    return {"WARC_Payload_Digest": f"sha1:{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"}


DIGEST = {"WARC_Payload_Digest": "sha1:" + "A" * 32}
RECORDS = [
    record(kind="warcinfo", media="application/warc-fields"),
    showing("a.png", "later.png"),
    picture("a.png"),
    showing(url="no-picture.html"),
    showing("a.png", "later.png"),  # again, with the same bytes
    revisit(**DIGEST),
    showing("missing.png", url="second.html", text="آخر", **DIGEST),
    revisit("second.html", **DIGEST),
    record(SITE + "no-article.html", b"<html>"),
    record(SITE + "broken.html", page("broken")),
    record(SITE + "no-article.html", b"<html>"),
    record(SITE + "large.html", page() + b" " * 70_000, http=[("Content-Encoding", "identity")]),
    record(SITE + "bad.html", gzip.compress(page())[:-9], http=[("Content-Encoding", "gzip")]),
    record("dns:akhbar.example", kind="resource", media="text/dns"),
    picture("later.png"),
    picture("seen.png", png(7), **digest_of(png(7))),
    record(SITE + "moved.png", b"", kind="revisit", media="image/png", **digest_of(png(7))),
    showing("moved.png", url="third.html", WARC_Date="2015-01-01T00:00:00Z"),
    record(SITE + "gone.html", status="404 Not Found"),
]
ARC = [ARC_HEAD, *(arc(f"{SITE}{number % 3}.html", page(str(number % 2))) for number in range(6))]
DICTIONARY = trained_dictionary(*RECORDS[1:9])


CUT = {
    "plain": b"".join,
    "members": lambda each: packed(*each),
    "frames": lambda each: zstd_packed(*each),
    "dictionary": lambda each: skippable(DICTIONARY.dict_content) + zstd_packed(*each, dictionary=DICTIONARY),
    "wacz": lambda each: wacz(("archive/a.warc.gz", packed(*each[:9])), ("archive/b.warc", b"".join(each[9:]))),
    "collection": lambda each: wacz(
        ("a.wacz", wacz(("archive/a.warc.gz", packed(*each[:7])))),
        ("b.wacz", wacz(("archive/a.warc.zst", zstd_packed(*each[7:])))),
    ),
    "parts of records": lambda each: b"".join(packed(one[:200], one[200:]) for one in each),
    "padding": lambda each: b"".join(packed(one) + bytes(5) for one in each),
}
"""How archives are made that can be cut before each record."""
WHOLE = {
    "one member": lambda each: packed(b"".join(each)),
    "one frame": lambda each: zstd_packed(b"".join(each)),
    "twice": lambda each: zstd_packed(packed(*each)),
    "deflated": lambda each: wacz(("archive/a.warc.gz", packed(*each)), compression=zipfile.ZIP_DEFLATED),
    "deflated collection": lambda each: wacz(
        ("a.wacz", wacz(("archive/a.warc.gz", packed(*each)))), compression=zipfile.ZIP_DEFLATED
    ),
    "refused member": lambda each: wacz(("../archive/a.warc", each[1]), ("archive/b.warc", b"".join(each))),
    "blocks": lambda each: packed(*(b"".join(each)[at : at + 999] for at in range(0, len(b"".join(each)), 999))),
    "garbage between": lambda each: each[0] + b"garbage\r\n" + b"".join(each[1:]),
    "wrong length": lambda each: b"".join(each).replace(b"Content-Length: ", b"Content-Length: 9", 1),
    "damaged member": lambda each: packed(*each[:3])[:-9] + packed(*each[3:]),
    "damaged frame": lambda each: zstd_packed(*each[:3])[:-9] + zstd_packed(*each[3:]),
    "cut off": lambda each: packed(*each)[:-9],
    "bomb": lambda each: packed(*each[:5], bytes(40 * 2**20), *each[5:]),
    "bomb in a record": lambda each: packed(*each[:5], record(body=bytes(40 * 2**20), media="image/x"), *each[5:]),
}
"""Archives that may not be cut."""


def in_order(file: Path):
    """Return what is found in *file* when it is read from its beginning to its end."""
    found = import_warc(file, file.name)
    return [prepare(each) if isinstance(each, ImportedItem) else each for each in found]


def in_parts(file: Path):
    """Return the findings of all parts of *file* together, and the number of parts; each is sent to a process."""
    known = pickle.loads(pickle.dumps(survey.survey(file)))
    wanted = (pickle.dumps(PartToRead(file, file.name, part, known.pictures)) for part in known.parts)
    read = (pickle.loads(pickle.dumps(read_part(pickle.loads(each)))) for each in wanted)
    return list(findings(file.name, read)), len(known.parts)


def written(folder, data, name="x.warc"):
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.usefixtures("_part_bytes")
@pytest.mark.parametrize("form", CUT)
def test_parts_have_the_findings_of_the_whole(form, tmp_path):
    """Twins, revisits and pictures in other parts are recognised, however small the parts are."""
    file = written(tmp_path, CUT[form](RECORDS))
    found, parts = in_parts(file)
    assert found == in_order(file)
    assert parts > (len(RECORDS) - 2 if survey.PART_BYTES == 1 else 0)
    assert any("has the same bytes" in each.why for each in found if isinstance(each, Skipped))
    assert sum(len(each.item.pictures) for each in found if hasattr(each, "item")) > 2


@pytest.mark.usefixtures("_part_bytes")
@pytest.mark.parametrize("pack", [b"".join, lambda each: packed(*each)], ids=["arc", "arc.gz"])
def test_the_older_format_is_read_in_parts_too(pack, tmp_path):
    """The record at its beginning is needed for nothing."""
    file = written(tmp_path, pack(ARC), "x.arc")
    found, parts = in_parts(file)
    assert found == in_order(file)
    assert parts


@pytest.mark.parametrize("form", WHOLE)
def test_what_may_not_be_cut_has_no_part(form, tmp_path):
    """Damage, bombs, and what is compressed with others: what is after them may depend on what was before."""
    assert survey.survey(written(tmp_path, WHOLE[form](RECORDS))).parts == ()


@pytest.mark.parametrize("data", [b"", b"\0" * 100, page(), b"PK\x03\x04", wacz(("a.txt", b"")), packed(b"x")])
def test_what_is_no_archive_has_no_part(data, tmp_path):
    """Reading it from its beginning tells the user what it is."""
    assert survey.survey(written(tmp_path, data)).parts == ()


def test_a_missing_file_or_library_leaves_no_part(tmp_path, monkeypatch):
    """The reason is told where the file is read."""
    assert survey.survey(tmp_path / "absent.warc").parts == ()
    monkeypatch.setattr(survey, "can_read_archives", lambda: False)
    assert survey.survey(written(tmp_path, record())).parts == ()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_random_archives_have_the_same_findings_in_parts(number, tmp_path, monkeypatch):
    """Also records in any order and number, cut anywhere, some of them damaged; or they are not cut."""
    chance = random.Random(f"{number} {seed()}")
    some = [chance.choice(RECORDS) for _ in range(chance.randint(1, 30))]
    data = bytearray(CUT[chance.choice(list(CUT))](some))
    for _ in range(chance.choice([0, 0, 0, 1])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    monkeypatch.setattr(survey, "PART_BYTES", chance.choice([1, 500, 5000]))
    monkeypatch.setattr(reading, "MAX_READ_BYTES", chance.choice([1, 10_000]))
    file = written(tmp_path, bytes(data))
    found, parts = in_parts(file)
    assert not parts or found == in_order(file)


def test_a_part_with_too_many_bytes_is_read_in_steps(tmp_path, monkeypatch):
    """What is in memory at a time is limited, whatever pages and pictures expand to."""
    file = written(tmp_path, packed(*RECORDS))
    known = survey.survey(file)
    assert len(known.parts) == 1
    monkeypatch.setattr(reading, "MAX_READ_BYTES", 1)
    first = read_part(PartToRead(file, file.name, known.parts[0], known.pictures))
    assert first.rest
    assert sum(hasattr(each, "body_key") for each in first.read) == 1
    assert in_parts(file)[0] == in_order(file)


def test_an_identical_page_is_parsed_once_in_a_part(tmp_path, monkeypatch):
    """Calendars and home pages are captured hundreds of times."""
    file = written(tmp_path, packed(*[showing()] * 5, showing(text="آخر")))
    known = survey.survey(file)
    parsed = []
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", lambda *_, **__: parsed.append(1) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_part(PartToRead(file, file.name, known.parts[0], known.pictures))
    monkeypatch.undo()
    found = read_part(PartToRead(file, file.name, known.parts[0], known.pictures))
    assert sum(each.finding is not None for each in found.read) == 2


def test_parts_are_small_if_their_pages_are_large(tmp_path, monkeypatch):
    """What is read of a part is in memory, and text is compressed to a tenth of it."""
    monkeypatch.setattr(survey, "PART_PAGE_BYTES", 100_000)
    file = written(tmp_path, packed(*(record(f"{SITE}{number}", page() + b" " * 60_000) for number in range(6))))
    assert len(survey.survey(file).parts) == 3
    assert in_parts(file)[0] == in_order(file)


def test_too_many_pictures_leave_no_part(tmp_path, monkeypatch):
    """A list of them is sent with each part."""
    monkeypatch.setattr(survey, "MAX_MAP_BYTES", 30)
    assert survey.survey(written(tmp_path, packed(*RECORDS))).parts == ()


def test_reading_stops_after_the_same_number_of_faults(tmp_path, monkeypatch):
    """Some damage is found only where a page is read; it is counted over all parts of an archive."""
    monkeypatch.setattr(archive, "_MAX_FAULTS", 3)
    monkeypatch.setattr(survey, "PART_BYTES", 1)
    trailing = [
        record(f"{SITE}{number}", page(str(number))).removesuffix(b"\r\n\r\n") + bytes(40) for number in range(6)
    ]
    file = written(tmp_path, packed(*trailing))
    found, parts = in_parts(file)
    assert parts == len(trailing)
    assert found == in_order(file)
    assert found[-1].found == "is damaged in too many places"


def test_pages_as_browsers_saved_them_are_read_in_parts(tmp_path, monkeypatch):
    """The real reader of pages, with dates, sections and pictures, gives the same articles."""
    monkeypatch.undo()
    monkeypatch.setattr(survey, "PART_BYTES", 1)
    pages = [record(f"{SITE}news/{number}", article(f"{SITE}a.png", f"{SITE}later.png")) for number in range(4)]
    file = written(tmp_path, packed(pages[0], picture("a.png"), *pages, picture("later.png")))
    found, parts = in_parts(file)
    assert parts == 7
    assert found == in_order(file)
    assert len(found[0].item.pictures) == 2


def test_a_file_that_vanished_after_the_survey_is_an_error(tmp_path):
    """Another program may have moved it."""
    file = written(tmp_path, packed(*RECORDS))
    known = survey.survey(file)
    file.unlink()
    found = list(findings(file.name, [read_part(PartToRead(file, file.name, known.parts[0], known.pictures))]))
    assert [each.found.partition(" (")[0] for each in found] == ["cannot be read"]
