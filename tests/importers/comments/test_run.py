"""`newsgen comments import`: each export becomes files, twice the same ones, and what is wrong is named."""

import gzip
import json
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from comment_exports import HEADLINE, URL, a_row, as_csv, make_comments
from newsgen.importers.comments.cleaning import MAX_AUTHOR


@pytest.fixture
def comments(tmp_path):
    return make_comments(tmp_path)


NETLIFY = as_csv([a_row(ip="192.0.2.1", user_agent="Mozilla", referrer="https://news.example/")])
FORMSPREE = {"author": "قارئ 1", "email": "reader1@example.org", "_date": "2024-01-01T12:30:00.410000+00:00"}
FORMSPREE |= {"comment": "هذا هو التعليق رقم 1 على الخبر.", "article": "a17"}
WEB3FORMS = {"name": "قارئ 1", "email": "reader1@example.org", "message": "هذا هو التعليق رقم 1 على الخبر."}
WEB3FORMS |= {"article": "/a/a17/", "botcheck": False, "created_at": "2024-01-01T12:30:00Z"}
STATICMAN = {"_id": "0b5a5c20-aaaa-11ee-8c90-0242ac120002", "name": "قارئ 1", "date": 1704112200}
STATICMAN |= {"email": "0f2f1b1b2ce4a2a1ad4b9b3f5b6a7c8d", "message": "هذا هو التعليق رقم 1 على الخبر."}
DISQUS = f"""<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="9"><id>x</id><link>{URL}</link><title>{HEADLINE}</title></thread>
<post dsq:id="51"><message><![CDATA[<p>هذا هو التعليق رقم 1 على الخبر.</p>]]></message>
<createdAt>2024-01-01T12:30:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
<author><name>قارئ 1</name><email>reader1@example.org</email></author><thread dsq:id="9"/></post>
</disqus>"""
WXR = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>x</title><item><title>{HEADLINE}</title><link>{URL}</link><wp:post_id>417</wp:post_id>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<content:encoded><![CDATA[نص الخبر الطويل هنا.]]></content:encoded>
<wp:comment><wp:comment_id>31</wp:comment_id><wp:comment_author>قارئ 1</wp:comment_author>
<wp:comment_author_email>reader1@example.org</wp:comment_author_email>
<wp:comment_date_gmt>2024-01-01 12:30:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved>
<wp:comment_content>هذا هو التعليق رقم 1 على الخبر.</wp:comment_content></wp:comment>
<wp:comment><wp:comment_id>32</wp:comment_id><wp:comment_author>متجر</wp:comment_author>
<wp:comment_date_gmt>2024-01-02 12:30:00</wp:comment_date_gmt><wp:comment_approved>spam</wp:comment_approved>
<wp:comment_content>اشتر الآن</wp:comment_content></wp:comment>
</item></channel></rss>"""
FORM = "article=a17\naddress=https://news.example/a/\ncomment=هذا هو التعليق رقم 1 على الخبر.\n"
FORM += "author=قارئ 1\nemail=\nurl=\n"


def as_mail(text, subtype="plain", **params):
    """Return a message with this *text*, as a mail program saves it."""
    message = EmailMessage()
    message["From"] = "Reader <reader1@example.org>"
    message["Date"] = "Mon, 01 Jan 2024 12:30:00 +0000"
    message.set_content(text, subtype, params=params)
    return message.as_bytes(policy=SMTP)


FROM_NETLIFY = {
    "number": 6,
    "title": "x",
    "email": None,
    "name": "قارئ 1",
    "body": "هذا هو…",
    "data": a_row(created_at=""),
}
FROM_NETLIFY |= {"created_at": "2024-01-01T12:30:00.088Z", "human_fields": {"Name": "x"}, "form_name": "comments"}
FROM_FORMSPREE = {"_date": "2024-01-01T12:30:00.707632", "_replyto": "reader1@example.org", "name": "قارئ 1"}
FROM_FORMSPREE |= {"message": "هذا هو التعليق رقم 1 على الخبر.", "article": "a17", "_id": 2}
FROM_FORMSPREE |= {"_status": {"desk@example.org": {"delivered": True}}}
EXPORTS = {
    "netlify.csv": NETLIFY,
    "netlify.json": json.dumps([{"data": a_row(), "name": "x", "created_at": "2024-01-01T12:30:00.088Z"}]),
    "netlify-api.json": json.dumps([FROM_NETLIFY]),
    "formspree.csv": as_csv([FORMSPREE]),
    "formspree-api.json": json.dumps({"fields": ["_date", "_status"], "submissions": [FROM_FORMSPREE]}),
    "formspree.json": json.dumps({"fields": ["_date"], "submissions": [FORMSPREE]}),
    "web3forms.json": json.dumps(WEB3FORMS),
    "web3forms.csv": as_csv([{key: str(value) for key, value in WEB3FORMS.items()}]),
    "comments/a17/entry1.json": json.dumps(STATICMAN),
    "comments/a17/entry1.yml": "".join(f"{key}: {json.dumps(value)}\n" for key, value in STATICMAN.items()),
    "mail.eml": as_mail(FORM),
    "all.mbox": b"From x@x.example Mon Jan  1 13:30:00 2024\n" + as_mail(FORM),
    "disqus.xml": DISQUS,
    "disqus-old.xml": DISQUS.replace("12:30:00Z", "12:30:00"),
    "disqus-16.xml": DISQUS.replace(' encoding="utf-8"', "").encode("utf-16"),
    "disqus.xml.gz": gzip.compress(DISQUS.encode()),
    "wordpress.xml": WXR,
}
STATES = {"wordpress.xml": "approved"}


@pytest.mark.parametrize("name", EXPORTS)
def test_each_format_gives_the_same_comment(comments, name):
    """Only WordPress says that an editor approved it; no e-mail address and no plain hash of one is kept."""
    report = comments.take(name, EXPORTS[name])
    assert (report["errors"], report["imported"]) == ([], 2 if name == "wordpress.xml" else 1)
    (comment,) = comments.files().values()
    assert (comment["author"], comment["text"]) == ("قارئ 1", "هذا هو التعليق رقم 1 على الخبر.")
    assert comment["date"].isoformat() == "2024-01-01T12:30:00+00:00"
    assert comment["state"] == STATES.get(name, "pending")
    everything = b"".join(comments.tree().values())
    assert b"reader1" not in everything
    assert STATICMAN["email"].encode() not in everything


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_export_twice_changes_nothing(comments, name):
    """The name of a file follows from its comment alone."""
    comments.take(name, EXPORTS[name])
    before = comments.tree()
    report = comments.take(name, EXPORTS[name])
    assert (report["imported"], report["written"], comments.tree()) == (0, 0, before)


def test_all_exports_of_one_comment_give_one_file(comments):
    """An archive that moved from service to service has each comment in several exports."""
    for name, content in EXPORTS.items():
        comments.take(name, content)
    assert len(comments.files()) == 1


def test_exports_that_overlap_add_only_what_is_new(comments):
    """A service exports all that it has, last month's comments too."""
    comments.take("first.csv", as_csv([a_row(1), a_row(2)]))
    report = comments.take("second.csv", as_csv([a_row(3), a_row(2), a_row(2)]))
    assert (report["imported"], report["unchanged"]) == (1, 2)
    assert len(comments.files()) == 3


def test_a_reader_may_say_the_same_on_another_day(comments):
    """Only within a day is it taken for a second click on the button."""
    rows = [a_row(1, comment="شكرا"), a_row(1, comment="شكرا", created_at="2024-01-01 12:31:00 UTC")]
    comments.take("form.csv", as_csv([*rows, a_row(1, comment="شكرا", created_at="2024-02-01 12:30:00 UTC")]))
    assert len(comments.files()) == 2


def test_what_an_editor_changed_stays(comments):
    """A later import compares the names of files."""
    comments.take("wordpress.xml", WXR)
    file = comments.root / "content/comments/a17/31.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("هذا هو", "كان هذا"), encoding="utf-8")
    before = comments.tree()
    comments.take("wordpress.xml", WXR)
    assert comments.tree() == before


def test_comments_that_newsgen_import_wrote_are_known(comments):
    """Both commands give a comment of WordPress the same name."""
    comments.take("wordpress.xml", WXR)
    before = comments.tree()
    file = comments.root / "content/comments/a17/31.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("state: approved\n", ""), encoding="utf-8")
    comments.take("wordpress.xml", WXR)
    assert comments.tree().keys() == before.keys()


def test_two_comments_with_one_number_are_both_kept(comments):
    """Two blogs number their comments from 1; the replies follow the right one."""
    reply = WXR.replace("<wp:comment_id>32<", "<wp:comment_parent>31</wp:comment_parent><wp:comment_id>32<")
    other = reply.replace("هذا هو", "ليس هذا").replace(">spam<", ">1<").replace("2024", "2021").replace("اشتر", "رد")
    comments.take("wordpress.xml", WXR)
    comments.take("other.xml", other)
    files = comments.files()
    (second,) = (key for key in files if key.startswith("a17/31-"))
    (answer,) = (one for one in files.values() if one.get("parent"))
    assert f"a17/{answer['parent']}" == second


@pytest.mark.parametrize("name", ["netlify.csv", "formspree.json", "mail.eml", "disqus.xml", "wordpress.xml"])
def test_a_sender_is_known_again_in_any_export(comments, name):
    """All that a person sent is rejected at once, wherever it was sent."""
    comments.take(name, EXPORTS[name])
    comments.run("reject", "--all-from", "Reader1@example.org")
    assert len(comments.report["changed"]) == 1


def test_spam_and_trash_go_to_a_place_of_their_own(comments):
    """They are readable there, with the reason, and never published."""
    comments.take("wordpress.xml", WXR)
    assert "a17/32" not in comments.files()
    assert comments.rejected()["a17/32"]["state"] == "spam"
    assert comments.rejected()["a17/32"]["reason"] == "WordPress has it as spam"


@pytest.mark.parametrize("trap", ["bot-field", "_gotcha", "botcheck"])
def test_a_filled_honeypot_is_spam(comments, trap):
    """It is kept, because a browser's autofill may have filled it."""
    comments.take("form.csv", as_csv([a_row(**{trap: "on"})]))
    (comment,) = comments.rejected().values()
    assert (comment["state"], comments.files()) == ("spam", {})
    assert "hidden field" in comment["reason"]


@pytest.mark.parametrize(
    "target",
    [
        {"article": "a17"},
        {"article": "", "comment_post_ID": "417"},
        {"article": "", "options[slug]": "a17"},
        {"article": "", "page": "/a/a17/"},
        {"article": "", "page": "https://news.example/archive/a/a17/#comments"},
        {"article": "", "page": "/2022/07/library/"},
        {"article": "", "referrer": URL.replace("www.", "m.") + "?utm_source=x"},
        {"article": "", "referrer": "https://old.example/?p=417"},
        {"article": "", "slug": "افتتاح-المكتبة-العمومية-الجديدة"},
        {"article": "", "_subject": HEADLINE.replace("إ", "ا")},
    ],
)
def test_the_article_is_found_by_any_of_its_names(comments, target):
    """Hidden fields, addresses, former addresses, the number of WordPress, and at last the headline."""
    site = comments.root / "content/site.yml"
    site.write_text("base_url: https://news.example/archive/\n", encoding="utf-8")
    report = comments.take("form.csv", as_csv([a_row(**target)]))
    assert (report["errors"], next(iter(comments.files()))[:4]) == ([], "a17/")


def test_an_unknown_article_is_an_error_and_nothing_is_lost(comments):
    """The other comments are imported, and --article or an alias brings in the rest."""
    export = as_csv([a_row(1), a_row(2, article="/zzz/"), a_row(3, article=""), a_row(4, article="/zzz/")])
    assert comments.run("import", comments.export("form.csv", export)) == 1
    assert comments.errors == [
        (3, "has 2 comments on '/zzz/', which is not an article of this project"),
        (4, "has 1 comment without the name of an article"),
    ]
    assert all(error["remedy"] for error in comments.report["errors"])
    assert comments.report["refused"] == 3
    assert len(comments.files()) == 1
    assert comments.run("import", comments.export("form.csv", export), "--article", "a17") == 0
    assert len(comments.files()) == 4


def test_an_unknown_article_of_the_command_line_is_wrong_usage(comments, capsys):
    """Nothing is written."""
    assert comments.run("import", comments.export("form.csv", NETLIFY), "--article", "a71") == 2
    assert "no article has the id 'a71'" in capsys.readouterr().err
    assert not comments.files()


def test_a_dry_run_writes_nothing(comments):
    """Not even the key of the senders' hashes; the report says what would be written."""
    report = comments.take("form.csv", NETLIFY, "--dry-run")
    assert (report["imported"], report["pending"], report["written"]) == (1, 1, 0)
    assert not comments.files()
    assert not (comments.root / ".newsgen/comments.key").exists()


def test_scripts_are_kept_as_they_were_sent(comments):
    """They are text in a comment file; the page escapes them."""
    comments.take("form.csv", as_csv([a_row(comment="<script>alert(1)</script> مرحبا", author="<b>x</b>")]))
    (comment,) = comments.files().values()
    assert (comment["text"], comment["author"]) == ("<script>alert(1)</script> مرحبا", "<b>x</b>")


def test_a_name_of_a_megabyte_is_spam(comments):
    """No form lets anybody write it; the whole name is kept."""
    comments.take("form.csv", as_csv([a_row(author="ن" * 1_000_000)]))
    (comment,) = comments.rejected().values()
    assert len(comment["author"]) == 1_000_000
    assert "1,000,000 characters" in comment["reason"]
    comments.take("form.csv", as_csv([a_row(author="ن" * MAX_AUTHOR)]))
    assert len(comments.files()) == 1


@pytest.mark.parametrize("written", ["31/31/2024", "أمس", "0000-00-00 00:00:00", "9" * 400, "2024-01-05T99:00:00Z"])
def test_a_wrong_date_is_left_out_with_a_warning(comments, written):
    """The comment is kept, and still has one name."""
    for _ in range(2):
        report = comments.take("form.csv", as_csv([a_row(created_at=written)]))
    (comment,) = comments.files().values()
    assert "date" not in comment
    assert report["unchanged"] == 1
    assert any("cannot be read" in text for text in comments.reports[0]["warnings"])


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x.example","x")', "+1+1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_formulas_are_text(comments, cell):
    """The sign that a service puts before one is no part of the comment."""
    comments.take("form.csv", as_csv([a_row(comment=cell)]))
    comments.take("form.csv", as_csv([a_row(comment=f"'{cell}")]))
    (comment,) = comments.files().values()
    assert comment["text"] == cell


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_may_have_saved_it(comments, encoding, delimiter):
    """Excel writes a BOM, UTF-16 with tabs, or the encoding of the country with semicolons."""
    comments.take("form.csv", as_csv([a_row()], delimiter=delimiter).encode(encoding))
    (comment,) = comments.files().values()
    assert comment["author"] == "قارئ 1"


def test_damaged_utf8_is_an_error_with_its_line(comments):
    """A guess would lose letters."""
    data = as_csv([a_row(1), a_row(2)]).encode().replace("رقم 2".encode(), b"\xd8\xff 2")
    comments.take("form.csv", data)
    assert comments.errors == [(3, "has byte 0xd8 that is not valid UTF-8")]


def test_a_csv_that_is_cut_off_is_read_up_to_there(comments):
    """Within quotes, the error names the line on which they begin."""
    export = as_csv([a_row(1), a_row(2, comment="سطر\nثان\nثالث")])
    comments.take("form.csv", export[: export.index("ثالث")])
    assert [line for line, found in comments.errors if "never closed" in found] == [3]
    assert len(comments.files()) == 1
    comments.take("form.csv", as_csv([a_row(1), a_row(2)])[:-40])
    assert [(line, "columns" in found) for line, found in comments.errors] == [(3, True)]


@pytest.mark.parametrize("size", range(40, 1400, 97))
def test_any_beginning_of_an_export_is_read_without_a_traceback(comments, size):
    """What is complete is imported, and the rest is an error with a remedy."""
    rows = [a_row(number) for number in range(1, 5)]
    for name, content in {
        "form.csv": as_csv(rows),
        "form.json": json.dumps({"submissions": rows}, ensure_ascii=False, indent=1),
        "disqus.xml": DISQUS,
        "wordpress.xml": WXR,
    }.items():
        comments.take(name, content.encode()[:size])
        assert all(error["found"] and error["remedy"] and error["path"] for error in comments.report["errors"])


def test_json_that_is_cut_off_is_read_up_to_there(comments):
    """The error names the line on which the file ends."""
    export = json.dumps({"submissions": [a_row(1), a_row(2)]}, ensure_ascii=False, indent=1)
    comments.take("form.json", export[: export.index("رقم 2")])
    assert [found for _, found in comments.errors] == ["is cut off: it ends within a value"]
    assert len(comments.files()) == 1


def test_json_of_another_shape_is_no_traceback(comments):
    """Whatever a file holds, its name is in the message."""
    for text in (
        "",
        "null",
        "[1, 2]",
        "[[[",
        '{"a"',
        "[" * 100_000,
        '{"comment": "\\ud800", "article": "a17"}',
        "{}{}",
    ):
        comments.take("form.json", text)
        assert all(error["path"].endswith("form.json") for error in comments.report["errors"])


def test_a_csv_without_a_column_for_comments_is_an_error(comments):
    """It is the export of another form."""
    comments.take("form.csv", "name,phone\nx,1\n")
    ((line, found),) = comments.errors
    assert (line, "found name, phone" in found) == (1, True)


@pytest.mark.parametrize("name", ["comments.doc", "comments.pdf"])
def test_another_kind_of_file_is_an_error(comments, name):
    """It says how to name the kind."""
    comments.take(name, "%PDF")
    assert "--kind" in comments.report["errors"][0]["remedy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 100_000),
        ("deep-data.json", '{"data":' * 100_000),
        ("deep.xml", "<disqus>" + "<a>" * 100_000),
        ("aliases.yml", "a: &a [x, x]\nb: [*a, *a]\nmessage: *a\n"),
    ],
)
def test_what_could_fill_the_memory_is_an_error(comments, name, content):
    """It is named with its line and a remedy, and nothing is written."""
    before = comments.tree()
    report = comments.take(name, content)
    (error,) = report["errors"]
    assert error["line"]
    assert error["remedy"]
    assert (report["imported"], comments.tree()) == (0, before)


def test_no_command_runs_from_a_yaml_file(comments, tmp_path):
    """A tag of YAML is no more than text."""
    content = f"_id: e1\nname: !!python/object/apply:os.system ['touch {tmp_path}/owned']\nmessage: نعم\n"
    comments.take("comments/a17/entry1.yml", content)
    assert not (tmp_path / "owned").exists()


def test_entities_of_xml_are_not_expanded(comments):
    """A file of a few lines could fill the memory."""
    bomb = '<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY a "aaaaaaaa">]><disqus>&a;</disqus>'
    comments.take("disqus.xml", bomb)
    assert "DOCTYPE" in comments.errors[0][1]


def test_an_export_of_another_kind_is_an_error(comments):
    """It is not taken for one without comments."""
    comments.take("wordpress.xml", WXR, "--kind", "disqus")
    assert comments.errors[0][1] == "is not an export of Disqus"
    comments.take("disqus.xml", DISQUS, "--kind", "wxr")
    assert comments.errors[0][1] == "is not a WordPress export"


def test_comments_that_answer_each_other_in_a_circle_are_cut(comments):
    """The first one answers the article, with a warning; so does one that answers itself."""
    posts = "".join(
        f'<post dsq:id="{key}"><message>نص {key}</message><author><name>ن</name></author>'
        f'<createdAt>2024-01-0{key}T00:00:00Z</createdAt><thread dsq:id="9"/><parent dsq:id="{parent}"/></post>'
        for key, parent in ((1, 3), (2, 1), (3, 2), (4, 4), (5, 2))
    )
    report = comments.take("disqus.xml", DISQUS.replace("</disqus>", f"{posts}</disqus>"))
    parents = {key: one.get("parent") for key, one in comments.files().items()}
    assert parents["a17/disqus-1"] is None
    assert parents["a17/disqus-2"] == "disqus-1"
    assert parents["a17/disqus-4"] is None
    assert parents["a17/disqus-5"] == "disqus-2"
    assert sum("answers itself" in text for text in report["warnings"]) == 1


def test_a_reply_from_the_form_names_its_parent_by_the_file(comments):
    """The page's form sends the id that the page shows."""
    comments.take("form.csv", as_csv([a_row(1)]))
    (parent,) = comments.files()
    comments.take("form.csv", as_csv([a_row(2, parent=parent.removeprefix("a17/")), a_row(3, parent="0")]))
    assert sorted(str(one.get("parent")) for one in comments.files().values()) == sorted(
        ["None", "None", parent.removeprefix("a17/")]
    )


@pytest.mark.parametrize("parent", ["../../etc", "x/y", "a" * 5000, "<script>"])
def test_a_parent_that_is_no_id_is_left_out(comments, parent):
    """A field of a form can hold anything."""
    comments.take("form.csv", as_csv([a_row(parent=parent)]))
    (comment,) = comments.files().values()
    assert "parent" not in comment


def test_a_form_cannot_approve_itself(comments):
    """A stranger can send any field."""
    row = a_row(state="approved", approved="true", status="approved", isApproved="true")
    comments.take("form.csv", as_csv([row]))
    comments.take("comments/a17/e.json", json.dumps(STATICMAN | {"state": "approved"}))
    assert {one["state"] for one in comments.files().values()} == {"pending"}


def test_no_address_is_kept_from_name_site_or_text(comments):
    """People write it there too; the comment says where one was."""
    row = a_row(author="ali@example.org", url="https://ali@example.org/", comment="راسلوني: ali.b+c@mail.example.org.")
    report = comments.take("form.csv", as_csv([row]))
    (comment,) = comments.files().values()
    assert (comment.get("author"), comment.get("url"), comment["text"]) == (None, None, "راسلوني: …@….")
    assert len(report["warnings"]) == 3
    assert b"example.org" not in b"".join(
        data for path, data in comments.tree().items() if path.startswith("content/comments")
    )


def test_what_wordpress_approved_waits_if_it_has_a_listed_word(comments):
    """The hold list is newer than the approval."""
    (comments.root / "content/comments-hold.txt").write_text("# كلمات\nالتعلـيق\n", encoding="utf-8")
    report = comments.take("wordpress.xml", WXR)
    assert comments.files()["a17/31"]["state"] == "pending"
    assert any("listed word" in text for text in report["warnings"])


def test_an_article_whose_id_cannot_be_a_folder_is_an_error(comments):
    """Its comments are not written elsewhere."""
    file = comments.root / "content/articles/a17.md"
    file.write_text(file.read_text(encoding="utf-8").replace("date:", "id: x/../y\ndate:"), encoding="utf-8")
    comments.take("form.csv", as_csv([a_row(article="417")]))
    assert "cannot be the name of a folder" in comments.errors[0][1]
    assert not comments.files()


def test_a_comment_file_with_errors_is_named_and_left(comments):
    """The import goes on, and does not write over it."""
    comments.take("wordpress.xml", WXR)
    file = comments.root / "content/comments/a17/31.yml"
    file.write_text("state: aproved\ntext: x\n", encoding="utf-8")
    report = comments.take("wordpress.xml", WXR)
    assert report["errors"][0]["path"] == "content/comments/a17/31.yml"
    assert file.read_text(encoding="utf-8") == "state: aproved\ntext: x\n"
    assert list(comments.files()) == ["a17/31"]


def test_a_folder_of_staticman_is_one_input(comments):
    """Hidden files and other kinds in it are passed over."""
    folder = comments.export("data/a17/e1.json", json.dumps(STATICMAN)).parent.parent
    comments.export("data/a17/.e2.json", "{")
    comments.export("data/a17/notes.md", "x")
    comments.export("data/a17/e3.yml", "name: ن\nmessage: نص آخر\ndate: 2024-02-01T10:00:00Z\n")
    assert comments.run("import", folder) == 0
    assert comments.report["imported"] == 2


@pytest.mark.parametrize("text", [" ", "\u200f\u202e", "\n\n"])
def test_a_comment_without_visible_text_is_skipped(comments, text):
    """There is nothing to read or to approve."""
    report = comments.take("form.json", json.dumps([a_row(comment=text)]))
    assert (report["skipped"], report["errors"], comments.files()) == (1, [], {})


def test_a_missing_file_is_wrong_usage(comments):
    """A mistyped name is not an empty export."""
    assert comments.run("import", "nowhere.csv") == 2


def test_a_mail_program_may_break_and_sign_a_comment(comments):
    """Lines of a flowed mail are joined; a signature is no part of it; the text of a mail alone is enough too."""
    broken = FORM.replace("رقم 1", "رقم \n1") + "\n-- \nReader\nauthor=x\n"
    comments.take("flowed.eml", as_mail(broken, format="flowed"))
    comments.take("text.txt", FORM, "--kind", "mail")
    comments.take("page.eml", as_mail(FORM.replace("\n", "<br>\n"), "html"))
    (comment,) = comments.files().values()
    assert (comment["author"], comment["text"]) == ("قارئ 1", "هذا هو التعليق رقم 1 على الخبر.")


def test_a_comment_by_mail_may_look_like_its_own_end(comments):
    """The last name is the one in the field of the form."""
    comments.take("mail.eml", as_mail(FORM.replace("الخبر.", "الخبر.\nauthor=زور\nemail=\nurl=\nتمت")))
    (comment,) = comments.files().values()
    assert comment["author"] == "قارئ 1"
    assert comment["text"].endswith("الخبر.\nauthor=زور\nemail=\nurl=\nتمت")


def test_other_mails_in_a_mailbox_are_skipped(comments):
    """One alone is an error, because somebody chose it."""
    box = b"".join(b"From - Mon Jan  1 13:30:00 2024\n" + as_mail(text) + b"\n" for text in (FORM, "مرحبا", FORM))
    report = comments.take("all.mbox", box)
    assert (report["imported"], report["unchanged"], report["skipped"], report["errors"]) == (1, 1, 1, [])
    (error,) = comments.take("one.eml", as_mail("مرحبا"))["errors"]
    assert error["found"] == "has no comment from the form of this site in it"
    assert "article=" in error["remedy"]


def test_a_mail_that_repeats_the_fields_a_thousand_times_is_read(comments):
    """A stranger may send it on purpose; the test would not end."""
    assert comments.take("mail.eml", as_mail("article=a17\naddress=\ncomment=\n" * 30_000))["refused"] == 1
