"""A web page in the making: what it shows around an article, and what a perfect reading of it is."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from markupsafe import Markup, escape

from layouts.stamps import draw_stamp, written
from newsgen.text.arabic import one_line
from newspapers import words
from newspapers.draw import Draw
from newspapers.sheet import standfirst_of

SITES = (
    ("جريدة المرفأ", "marfa.example"),
    ("صوت الشمال", "north-voice.example"),
    ("أخبار الساحل", "sahel24.example"),
    ("المنارة نيوز", "manara-news.example"),
    ("بوابة الواحة", "wahagate.example"),
    ("النهار العربي الجديد", "nahar-new.example"),
)
SECTIONS = ("سياسة", "اقتصاد", "رياضة", "ثقافة وفنون", "مجتمع", "منوعات", "العالم", "محليات")
HEADINGS = (
    "خلفيات القرار",
    "ردود الفعل",
    "ماذا بعد؟",
    "أرقام ومؤشرات",
    "شهادات من الميدان",
    "خطوات مقبلة",
    "لماذا الآن؟",
)
ITEMS = (
    "توسيع شبكة النقل العمومي",
    "إحداث 120 منصب شغل جديد",
    "دعم صغار الفلاحين في القرى",
    "تأهيل المدارس قبل الدخول المدرسي المقبل",
    "ترميم السوق القديم",
    "خفض رسوم التسجيل إلى النصف",
    "إنارة الطرق القروية بالطاقة الشمسية",
)
READ_ALSO = ("اقرأ أيضا", "اقرأ أيضاً", "شاهد أيضا", "إقرأ أيضاً", "مواضيع ذات صلة", "قد يهمك")
NOTES = (
    "تابعوا آخر أخبارنا عبر Google News",
    "تابعونا على قناتنا في واتساب",
    "اشترك في قناتنا على تيليغرام",
)
_BIO = "صحفي وكاتب مهتم بالشأن الاقتصادي، عمل في عدد من الصحف العربية منذ سنة 2005، وله كتاب عن تاريخ الأسواق."
_COOKIES = (
    "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا، ومواصلتك التصفح تعني موافقتك على سياسة الخصوصية الخاصة بنا."
)
_NEWSLETTER = "اشترك في نشرتنا البريدية ليصلك جديد الأخبار والتقارير كل صباح على بريدك الإلكتروني."
_RIGHTS = "جميع الحقوق محفوظة لموقع {site} © {year}، ولا يجوز نسخ المواد المنشورة أو إعادة نشرها دون إذن مكتوب."
ODDS = {
    "picture": 0.45,
    "readalso": 0.35,
    "ad": 0.55,
    "heading": 0.35,
    "list": 0.2,
    "quote": 0.25,
    "film": 0.25,
    "note": 0.12,
}
"""The share of pages that have each between two paragraphs, or below the last."""
MESSAGE = ("Opening today https://t.co/{key}", "— The City (@city) May 4, 2021")
"""The words of an embedded message, which may be in the text or not."""

_INLINE = (
    *["{0}{1}{2}"] * 4,
    "{0}{1}{2}&nbsp;",
    "<strong>{0}</strong>{1}{2}",
    "<strong>{0}{1}{2}</strong>",
    '{0}<a href="{3}">{1}</a>{2}',
    '{0}<a href="{3}" target="_blank" rel="noopener"><strong>{1}</strong></a>{2}',
    '<span style="font-size: 14pt;">{0}{1}{2}</span>',
    '<span dir="RTL" lang="AR-SA">{0}<b>{1}</b>{2}</span>',
)
"""Paragraphs as editors leave them: three parts of the text, and an address."""


@dataclass(slots=True)
class Gold:
    """What a perfect reading of a page is."""

    headline: str
    paragraphs: list[str] = field(default_factory=list)
    """Paragraphs, headings, items of lists and quotations of the text, in order."""
    lead: str | None = None
    """A standfirst, which may be the first paragraph or the summary."""
    optional: list[str] = field(default_factory=list)
    """Texts that may be in the body or not, such as the words of an embedded message."""
    captions: list[str] = field(default_factory=list)
    dates: list[object] = field(default_factory=list)
    """The dates any of which is right; none if the page has none."""
    is_dated: bool = False
    """Whether one of them is on the page or in its address."""
    authors: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    """The lists of authors any of which is right."""
    pictures: list[frozenset[str]] = field(default_factory=list)
    """For each picture of the article the addresses any of which shows it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the article or beside it, in several sizes."""

    stem: str
    """Its address without size and suffix."""
    alt: str
    caption: str | None = None
    way: str = "plain"
    """How the page loads it."""

    @property
    def full(self):
        """The address of the whole picture."""
        return f"{self.stem}.jpg"

    def sized(self, width):
        """Return the address of the picture at a *width*."""
        return f"{self.stem}-{width}x{width * 9 // 16}.jpg"

    @property
    def addresses(self):
        """All addresses that show it."""
        host, full = "/".join(self.stem.split("/")[:3]), quote(self.full)
        next_js = [f"{host}/_next/image?url={full}&w={width}&q=75" for width in (640, 1200)]
        return frozenset([self.full, f"{self.full}?resize=770%2C513", *map(self.sized, (300, 768, 1024)), *next_js])


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text, or something between two of its parts."""

    kind: str
    html: str = ""
    items: tuple[str, ...] = ()
    picture: Picture | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Titles with their addresses."""


class WebPage(Draw):
    """All that one page shows; a template asks it for each part."""

    bio, cookies, newsletter = _BIO, _COOKIES, _NEWSLETTER

    def __init__(self, news, stock, chance, ways):
        """Draw a page of the article *news*; *ways* are those in which its layout loads pictures."""
        super().__init__(news, stock, chance)
        self.site, self.host = self.one_of(*SITES)
        self.title = one_line(news.title)
        self.gold = Gold(self.title)
        self.section = self.one_of(*SECTIONS)
        self.stamp = draw_stamp(self)
        self.gold.dates = self.stamp.right
        self.id = self.number(1000, 999999)
        self.way = self.one_of(*ways)
        self.url = self._address()
        self.window = self._window_title()
        self.author, self.declared_author = self._draw_author()
        self.lead = self._draw_lead() if self.likely(0.25) else None
        opening = standfirst_of(news.paragraphs[0])
        self.summary = self.one_of(self.lead, opening, None, f"{opening} [&hellip;]")
        self.top = self._picture() if self.likely(0.75) else None
        self.tags = stock.tags(2, 5) if self.likely(0.6) else []
        self.blocks = self._draw_blocks()

    # --- what a template asks

    @property
    def rights(self):
        """The line at the foot of the page."""
        return _RIGHTS.format(site=self.site, year=self.moment.year + self.number(0, 3))

    def today(self):
        """Return the date of the day on which the page was saved, as it stands at the head of the site."""
        return written(self, self.moment + timedelta(days=self.number(4, 900)))

    def links(self, least, most):
        """Return the titles of other articles with their addresses."""
        return [(title, self.other_address()) for title in self.stock.titles(least, most)]

    def other_address(self):
        """Return the address of another page of the site."""
        return f"https://{self.host}/{self.one_of('news', 'archives', '2019/05')}/{self.number(1000, 99999)}"

    def excerpt(self):
        """Return the beginning of another article, as lists show it below a title."""
        return standfirst_of(self.stock.take().paragraphs[0]) + self.one_of("...", "…", " […]")

    def thumbnail(self):
        """Return the picture of another article."""
        return Picture(self._stem(), "صورة", None, self.way)

    def other_date(self):
        """Return the date of another article, or of a comment."""
        return f"{self.stock.moment():%Y-%m-%d}"

    def comments(self):
        """Return some comments: names and texts."""
        return [(words.visitor(self), words.remark(self)) for _ in range(self.number(1, 4))]

    def parts(self, most):
        """Return the blocks in up to *most* groups, for a text that stands in several boxes."""
        count = self.number(1, min(most, len(self.blocks)))
        ends = sorted(self.chance.sample(range(1, len(self.blocks)), count - 1))
        return [self.blocks[start:end] for start, end in zip([0, *ends], [*ends, len(self.blocks)], strict=True)]

    # --- what is drawn once

    def _address(self):
        slug = quote("-".join(re.findall(r"\w+", self.title)[:7]))
        day = self.moment
        if self.stamp.in_address:
            return f"https://{self.host}/{day:%Y/%m/%d}/{slug}/"
        return f"https://{self.host}" + self.one_of(
            f"/{slug}/", f"/news/{self.id}.html", f"/archives/{self.id}", f"/article/{self.id}/{slug}"
        )

    def _window_title(self):
        forms = (
            "{title} - {site}",
            "{title} | {site}",
            "{title} – {site}",
            "{site} : {title}",
            "{title}",
            "{site} | {section} | {title}",
        )
        return self.one_of(*forms).format(title=self.title, site=self.site, section=self.section)

    def _draw_lead(self):
        """Return a standfirst: a sentence of its own, or the opening of a paragraph, which may be left out."""
        if self.likely(0.5):
            lead = standfirst_of(self.one_of(*self.news.paragraphs))
            self.gold.optional.append(lead)
        else:
            lead = self.gold.lead = standfirst_of(self.stock.take().paragraphs[0])
        return lead

    def _draw_author(self):
        """Return the author that the page prints, and the one that its data has; either may be None."""
        kind = self.one_of("reporter", "reporter", "reporter", "agency", "desk", "login", "none")
        if kind == "reporter":
            name = words.name(self)
            shown, declared = name if self.likely(0.85) else None, name if self.likely(0.7) else None
            self.gold.authors = [(name,), *([] if shown else [()])]
            return shown, declared
        if kind == "none":
            return None, None
        name = {
            "agency": self.one_of(*words.AGENCIES),
            "desk": self.one_of(self.site, "فريق التحرير"),
            "login": "admin",
        }[kind]
        self.gold.authors = [()] if kind == "login" else [(), (name,)]
        return name, name if self.likely(0.5) else None

    def _stem(self):
        return f"https://{self.host}/wp-content/uploads/{self.moment:%Y/%m}/{self.number(10000, 999999)}"

    def _picture(self):
        caption = self.one_of(None, self.one_of(*words.CAPTIONS), self._sentence())
        alt = self.one_of("", self.title, self.one_of(*words.CAPTIONS))
        picture = Picture(self._stem(), alt, caption, self.way)
        self.gold.pictures.append(picture.addresses)
        self.gold.captions += [one_line(caption)] if caption else []
        return picture

    def _draw_blocks(self):
        """Return the paragraphs with what stands between them and below the last."""
        texts = self.news.paragraphs
        gaps = [[] for _ in texts]
        for kind, odds in ODDS.items():
            for _ in range(self.number(1, 2) if self.likely(odds) else 0):
                self.one_of(*(gaps[:-1] if kind == "heading" else gaps)).append(kind)
        linked = self.number(1, len(texts) - 1) if self.likely(0.15) else None
        blocks = []
        for place, text in enumerate(texts):
            self._say(text)
            blocks.append(Block("p", self._linked(text) if place == linked else self._inline(text)))
            blocks += map(self._between, gaps[place])
        return blocks

    def _say(self, *texts):
        self.gold.paragraphs += map(one_line, texts)

    def _between(self, kind):
        if kind == "picture":
            return Block(kind, picture=self._picture())
        if kind == "readalso":
            return Block(kind, escape(self.one_of(*READ_ALSO)), links=tuple(self.links(1, 3)))
        if kind == "note":
            return Block(kind, escape(self.one_of(*NOTES)))
        if kind == "list":
            items = tuple(self.chance.sample([text for text in ITEMS if text not in self.gold.paragraphs], 3))
            self._say(*items)
            return Block(kind, items=items)
        if kind in {"heading", "quote"}:
            text = self._heading() if kind == "heading" else self._sentence()
            self._say(text)
            return Block(kind, escape(text))
        key = self.chance.randbytes(4).hex()
        self.gold.optional += [text.format(key=key) for text in MESSAGE]
        return Block(kind, key)

    def _sentence(self):
        """Return a sentence of another article."""
        own = " ".join(self.news.paragraphs)
        return next(text for text in iter(self.stock.sentence, None) if text not in own)

    def _heading(self):
        """Return a heading that the text does not have yet."""
        return self.one_of(*(text for text in HEADINGS if text not in self.gold.paragraphs))

    def _linked(self, text):
        """Return a paragraph all of which but its first word is a link."""
        first, _, rest = text.partition(" ")
        return Markup('{} <a href="{}">{}</a>').format(first, self.other_address(), rest)

    def _inline(self, text):
        """Return a paragraph as editors leave it, with some words marked or linked."""
        first, middle, last = _thirds(text)
        return Markup(self.one_of(*_INLINE)).format(first, middle, last, self.other_address())


def _thirds(text):
    """Return a paragraph as three parts, cut at spaces."""
    text = " ".join(text.split())
    first = text.rfind(" ", 0, len(text) // 3) + 1
    second = text.rfind(" ", first, 2 * len(text) // 3) + 1 or first
    return text[:first], text[first:second], text[second:]
