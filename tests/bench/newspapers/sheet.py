"""A capture in the making: its lines, and what a perfect reading of it is."""

from dataclasses import dataclass, field
from itertools import pairwise

from newsgen.text.arabic import one_line
from newspapers.draw import Draw

BLANK_STYLES = ("blocks", "blocks", "blocks", "every", "every", "double", "none")
"""Where blank lines stand: between blocks and paragraphs, after every line, two between blocks, or nowhere."""


@dataclass(slots=True)
class Gold:
    """What a perfect reading of a capture is."""

    headline: str
    paragraphs: list[str]
    optional: list[str] = field(default_factory=list)
    """Lines that may be paragraphs or not, such as a standfirst."""
    dates: list[object] = field(default_factory=list)
    """The dates any of which is right; none if the page has no readable date."""
    bylines: list[tuple[str, ...]] = field(default_factory=list)
    """The lists of authors any of which is right; none if there is no byline."""
    sections: list[str | None] = field(default_factory=list)
    """The sections any of which is right; none if the page names none."""
    related: list[str] = field(default_factory=list)
    promoted: list[str] = field(default_factory=list)
    """Lines that may be related or not: titles that the whole newspaper promotes, such as the most read, or topics."""
    comments: list[tuple[str | None, str]] = field(default_factory=list)
    form: bool | None = False
    """None if a page without a form has words of one, such as a link to it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a capture with its true role."""

    role: str
    text: str
    begins: bool
    """Whether the line begins a block, so that there may be a blank line above it."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A composed capture."""

    paper: str
    number: int
    stem: str
    """Name of the file without .txt; some people save a page under its title."""
    lines: tuple[Placed, ...]
    text: str
    gold: Gold


class Sheet(Draw):
    """The page of one newspaper, on which a layout puts line after line."""

    def __init__(self, news, stock, chance):
        """Begin a page with the article *news*; *stock* has all else, and *chance* decides."""
        super().__init__(news, stock, chance)
        self.gold = Gold(news.title, [])
        self.lines = []
        self.is_whole = False
        self._begins = True

    # --- lines without meaning

    def block(self):
        """Let the next line begin a block."""
        self._begins = True

    def put(self, role, *texts):
        """Put lines with the *role* into the present block."""
        for text in texts:
            self.lines.append(Placed(role, text, self._begins))
            self._begins = False

    def furniture(self, *texts, odds=1.0, apart=True):
        """Put lines that mean nothing, on a share *odds* of pages; *apart* makes them blocks of their own."""
        if not self.likely(odds):
            return
        self._begins |= apart
        self.put("furniture", *texts)
        self._begins |= apart

    # --- the header

    def menu(self, *texts, odds=0.08):
        """Put the newspaper's menu above everything, in a copy of the whole page, perhaps with a list of news."""
        self.is_whole = self.likely(odds)
        if self.is_whole:
            self.block()
            self.put("menu", *texts)
            self.block()
            if self.likely(0.3):
                self.furniture(self.one_of("أحدث الأخبار", "آخر الأخبار", "عاجل"), apart=False)
                self.ticker(self.stock.titles(2, 5), self.one_of("{title}", "• {title}", "• 09:52 . {title}... المزيد"))

    def footer(self, newspaper):
        """Put the foot of the page, in a copy of the whole page and rarely in another."""
        rights = f"جميع الحقوق محفوظة {newspaper} © {self.moment.year}"
        self.furniture("من نحن", "اتصل بنا", "سياسة الخصوصية", rights, odds=0.85 if self.is_whole else 0.03)

    def window_title(self, *forms, odds=0.1):
        """Put the title of the browser's window, in one of *forms* with the field title."""
        if self.likely(0.6 if self.is_whole else odds):
            self.furniture(self.one_of(*forms).format(title=self.news.title))

    def headline(self):
        """Put the headline."""
        self.block()
        self.put("headline", self.news.title)
        self.block()

    def repeated(self, odds):
        """Put the headline once more."""
        if self.likely(odds):
            self.block()
            self.put("repeat", self.news.title)
            self.block()

    def standfirst(self, odds):
        """Put a sentence without a full stop that says what the article says, as under a headline."""
        if self.likely(odds):
            text = standfirst_of(self.chance.choice(self.news.paragraphs))
            self.gold.optional.append(text)
            self.block()
            self.put("standfirst", text)
            self.block()

    def kicker(self, *texts, odds):
        """Put one of *texts*, which may be a section or nothing."""
        if self.likely(odds):
            text = self.one_of(*texts)
            self.gold.sections += [None, text]
            self.put("kicker", text)

    def section(self, text, name=None, odds=1.0):
        """Put a line that names the section *name*, by default all *text*; below a menu it may be an item of it."""
        if self.likely(odds):
            self.gold.sections += [name or text, *([None] if self.is_whole and not name else [])]
            self.put("section", text)

    def date(self, text, *right):
        """Put a line with a date, which is each of *right*; a further line, or one without any, does not count."""
        if not self.gold.dates:
            self.gold.dates += right
        self.put("date", text)

    def byline(self, text, *right):
        """Put a line with a byline; each of *right* is a right reading: a name, or () for nobody."""
        self.gold.bylines += [form if isinstance(form, tuple) else (form,) for form in right or (text,)]
        self.put("byline", text)

    def caption(self, text):
        """Put the caption of a picture."""
        self.block()
        self.put("caption", text)
        self.block()

    # --- the text

    def paragraphs(self, *between, odds=0.5):
        """Put the text; each of the functions *between*, on a share *odds* of pages, puts something between two."""
        texts = list(self.news.paragraphs)
        self.gold.paragraphs += texts
        gaps = {}
        for put in between:
            if self.likely(odds):
                gaps.setdefault(self.number(1, len(texts) - 1), put)
        for place, text in enumerate(texts):
            if place in gaps:
                self.block()
                gaps[place]()
            self.block()
            self.put("body", text)
        self.block()

    def tags(self, *lines, heading=None):
        """Put *lines* of tags, perhaps below a *heading*."""
        self.block()
        if heading:
            self.put("tags_heading", heading)
            self.gold.promoted += lines
        for line in lines:
            self.put("tags", *line.split("\n"))
        self.block()

    # --- other articles

    def related(self, heading, titles, *, form="{title}", counts=True, after=()):
        """Put a list of *titles* under its *heading*, each in the *form*, with lines *after* each.

        *counts* tells whether they are related articles, or only what the newspaper promotes.
        """
        self.block()
        self.put("related_heading", heading)
        for title in titles:
            (self.gold.related if counts else self.gold.promoted).append(title)
            self.put("related", form.format(title=title))
            self.put("furniture", *[line() for line in after])
        self.block()

    def inline(self, form, title):
        """Put a related title on one line with its label."""
        self.gold.related.append(title)
        self.block()
        self.put("related", form.format(title=title))
        self.block()

    def ticker(self, titles, form="{title}"):
        """Put the titles of other articles above this one."""
        self.block()
        for title in titles:
            self.put("ticker", form.format(title=title))
        self.block()

    # --- visitors

    def comment(self, author, text, *lines):
        """Put a comment as *lines*, with the fields author and text; the text may have several lines."""
        self.gold.comments.append((author, text))
        self.block()
        for line in lines:
            for part in line.format(author=author, text=text).split("\n"):
                self.put("comment", part)

    def form(self, *labels):
        """Put a comment form."""
        self.gold.form = True
        self.block()
        self.put("form", *labels)
        self.block()


def standfirst_of(text):
    """Return the opening of a paragraph, without its full stop, as a standfirst."""
    text = one_line(text)
    for end in ("، ", "؛ ", " "):
        at = text.rfind(end, 60, 170)
        if at > 0:
            return text[:at].rstrip(" .،؛:")
    return text[:170].rstrip(" .،؛:")


def finish(sheet, paper, number):
    """Return the capture of a page that its layout has put all lines on."""
    style = sheet.chance.choice(BLANK_STYLES)
    lines = sheet.lines
    if style == "none" and any(line.role == "ticker" for line in lines):
        style = "blocks"  # without a blank line, nothing separates the headline from the other titles
    gaps = [0, *(_blank_lines(style, below) for _, below in pairwise(lines))]
    text = "".join("\n" * gap + line.text + "\n" for gap, line in zip(gaps, lines, strict=True))
    gold = sheet.gold
    stem = f"{paper}-{number:05}"
    if sheet.likely(0.1):
        stem = one_line(gold.headline).replace("/", "-")
    return Capture(paper, number, stem, tuple(lines), text, gold)


def _blank_lines(style, line):
    """Return how many blank lines stand above a *line*."""
    if style == "every":
        return 1
    return {"blocks": 1, "double": 2, "none": 0}[style] if line.begins else 0
