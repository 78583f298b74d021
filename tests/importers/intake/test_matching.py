"""Captures of one article become its versions, and articles that are only alike stay articles."""

import json
from dataclasses import dataclass, replace

import pytest

from newsgen.cli.entry import main
from sample_articles import archive

LEAD = "استقرت أسعار العملات الأجنبية أمام الدينار في بداية تعاملات اليوم في البنوك العاملة بمدينة المرفأ صباحا."
STANDING = (
    "وتنشر جريدة المرفأ أسعار العملات كل صباح نقلا عن شاشات البنوك وشركات الصرافة المرخصة، ويمكن متابعتها طول اليوم.",
    "ويذكر أن المصرف المركزي يعلن سعر الصرف الرسمي مرة كل يوم عمل، ويلزم شركات الصرافة بهامش لا يتجاوز واحدا في المئة.",
)
ELSE = (
    "أعلنت البلدية عن افتتاح مكتبة عمومية جديدة وسط المدينة تضم آلاف الكتب وقاعات للمطالعة مفتوحة لجميع السكان.",
    "وقال رئيس المجلس إن المشروع كلف ميزانية كبيرة وإنه سيمتد إلى الأحياء المجاورة قبل نهاية السنة المقبلة.",
)


@dataclass(frozen=True)
class Page:
    """A saved page of a newspaper that publishes the rates every day."""

    address: str | None = "/economy/4101"
    date: str | None = "2021-03-07T08:00:00+02:00"
    title: str = "أسعار العملات اليوم في البنوك"
    figure: str = "4.51"
    texts: tuple[str, ...] = STANDING

    @property
    def lines(self) -> list[str]:
        """The paragraphs."""
        return [LEAD, f"وسجل الدولار {self.figure} دينارا للشراء في مصرف المرفأ المركزي.", *self.texts]

    def html(self) -> bytes:
        """Return the page as a browser saves it."""
        link = f'<link rel="canonical" href="https://marfa.example{self.address}">' if self.address else ""
        time = f'<meta property="article:published_time" content="{self.date}">' if self.date else ""
        text = "".join(f"<p>{line}</p>" for line in self.lines)
        return (
            f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{self.title}</title>{link}{time}</head>'
            f"<body><article><h1>{self.title}</h1>{text}</article></body></html>"
        ).encode()

    def text(self) -> bytes:
        """Return the text that a reader copied from it."""
        date = [f"{self.date[8:10]} مارس 2021"] if self.date else []
        return "\n\n".join([self.title, *date, *self.lines, ""]).encode()


PAGE = Page()
NEXT_DAY = replace(PAGE, address="/economy/4177", date="2021-03-08T08:00:00+02:00", figure="4.62")


@pytest.fixture
def imported(tmp_path):
    """Return a function that imports files by their names, and returns what became of each, and its warnings."""
    root, inputs, report = tmp_path / "project", tmp_path / "in", tmp_path / "report.json"
    root.mkdir()
    inputs.mkdir()

    def run(**files):
        for name, data in files.items():
            (inputs / name.replace("_", ".")).write_bytes(data)
        assert main(["import", str(inputs), "--root", str(root), "--report", str(report)]) == 0
        found = json.loads(report.read_text(encoding="utf-8"))["inputs"]
        return [one["became"] for one in found], " ".join(text for one in found for text in one["warnings"])

    return run


@pytest.mark.parametrize("form", ["html", "txt"])
def test_daily_pages_are_articles_of_their_own(imported, form):
    """They share the headline and all standing phrases, but neither address nor date."""
    pages = [NEXT_DAY, PAGE, replace(NEXT_DAY, address="/economy/9", date="2021-03-09T08:00:00+02:00", figure="4.7")]
    files = {f"p{n}_{form}": one.html() if form == "html" else one.text() for n, one in enumerate(pages)}
    became, warnings = imported(**files)
    assert became == ["imported"] * 3
    assert "both are kept" in warnings


@pytest.mark.parametrize(
    "other",
    [
        replace(NEXT_DAY, date=None),
        replace(NEXT_DAY, address=None),
        replace(NEXT_DAY, address=None, date=None),
        replace(PAGE, address="/economy/4177", date=None),
        replace(PAGE, address="/economy/4177", title="افتتاح الأسواق"),
        replace(PAGE, address=None, date="2021-03-08T08:00:00+02:00"),
        replace(PAGE, figure="4.62", address="/economy/4177"),
        replace(PAGE, texts=(), address="/economy/4177", figure="5"),
    ],
    ids=["undated", "no address", "neither", "same text", "headline", "date", "figure", "short"],
)
def test_in_doubt_both_are_kept_with_a_warning(imported, other):
    """A wrong version would hide an article; a doubled one is seen, and deleted."""
    became, warnings = imported(a_html=PAGE.html(), b_html=other.html())
    assert became == ["imported", "imported"]
    assert "content/articles/a.md" in warnings
    assert "both are kept, so delete one if they are the same" in warnings


@pytest.mark.parametrize(
    "other",
    [
        replace(PAGE, address="/economy/4101/amp", date=None),
        replace(PAGE, address="/print/economy/4101"),
        replace(PAGE, address="/economy/4101/?print=1&utm_source=x"),
        replace(PAGE, address="/economy/4101?m=1", title="أسعار العملات"),
        replace(PAGE, figure="4.62", date="2021-03-09T08:00:00+02:00"),
        replace(PAGE, address="/markets/4101"),
        replace(PAGE, address=None),
        replace(PAGE, address=None, date=None),
        replace(PAGE, texts=(*STANDING, *ELSE)),
    ],
    ids=["amp", "print path", "print", "mobile", "updated", "section", "no address", "neither", "more text"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_views_and_copies_of_a_page_are_its_versions(imported, other, is_first):
    """Whichever is imported first."""
    pages = [other, PAGE] if is_first else [PAGE, other]
    assert imported(a_html=pages[0].html(), b_html=pages[1].html() + b"\n")[0] == ["imported", "version"]


def test_one_figure_tells_undated_pages_apart(imported):
    """Also if its parts are in other figures of the text."""
    pages = [Page(None, None, figure=figure).html() for figure in ("4.9", "4.5", "5.9", "٤٫٩")]
    files = {f"p{number}_html": page for number, page in enumerate(pages)}
    became, warnings = imported(**files)
    assert became == ["imported", "imported", "imported", "version"]
    assert warnings.count("both are kept") == 2


def test_a_copied_text_is_a_version_of_its_page(imported):
    """A text has no address, and its date has no time."""
    assert imported(a_html=PAGE.html(), b_txt=PAGE.text())[0] == ["imported", "version"]


def test_captures_of_one_address_over_years_are_versions(imported):
    """Each is compared with the one that is shown, so a text may change slowly; a wholly other one is an article."""
    url = "https://marfa.example/economy/4101"
    texts = [(*ELSE, *STANDING), (*STANDING,), (STANDING[0], *ELSE), (*ELSE,)]
    pages = [(url, replace(PAGE, texts=text).html(), f"201{year}-01-01T00:00:00Z") for year, text in enumerate(texts)]
    other = replace(NEXT_DAY, title="مواقيت الصلاة").html().decode()
    for line in NEXT_DAY.lines:
        other = other.replace(line, " ".join(sorted(line.split())))
    became, warnings = imported(crawl_warc=archive(*pages, (url, other.encode(), "2019-01-01T00:00:00Z")))
    assert became == ["imported", "version", "version", "version", "imported"]
    assert "has the address of content/articles/" in warnings


def test_what_is_apart_stays_apart_in_the_next_import(imported):
    """An article that was kept for its own address or text finds its own captures again."""
    assert imported(a_html=PAGE.html(), b_html=NEXT_DAY.html())[0] == ["imported", "imported"]
    became, _ = imported(c_html=NEXT_DAY.html() + b"\n", d_html=PAGE.html() + b"\n")
    assert became == ["unchanged", "unchanged", "version", "version"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_doubtful_reading_never_replaces_a_sound_one(imported, tmp_path, is_first):
    """The article would be held back; so a later capture with hardly any text is only kept as a version."""
    url = "https://marfa.example/economy/4101"
    cut = f"<!doctype html><title>{PAGE.title}</title><h1>{PAGE.title}</h1><p>{LEAD[:60]}</p>".encode()
    captures = [(url, PAGE.html(), "2011-01-01T00:00:00Z"), (url, cut, "2012-01-01T00:00:00Z")]
    assert imported(crawl_warc=archive(*captures[:: 1 if is_first else -1]))[0] == ["imported", "version"]
    (article,) = tmp_path.glob("project/content/articles/*.md")
    assert "draft: true" not in article.read_text(encoding="utf-8")
    assert STANDING[0] in article.read_text(encoding="utf-8")
