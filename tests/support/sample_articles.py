"""Generate articles for tests, each as a text, a web page, an item of an export and a record of an archive."""

import random
from dataclasses import dataclass
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_WORDS = (
    "المدينة الوزير الحكومة المدرسة الفريق البحر الطريق السوق المستشفى الميناء الجبل النهر المطار الجامعة الحقول"
    " التلاميذ الأساتذة السكان الشباب النساء العمال الصيادين الفلاحين التجار الزوار الأطباء القضاة البلدية المكتبة"
    " أعلن قال أضاف افتتح زار شارك استقبل وصل بدأ انتهى تحدث طالب وعد شكر حضر سافر كتب قرأ بنى أصلح"
    " جديد قديم كبير صغير جميل طويل قريب بعيد سريع بطيء خاص عام وطني محلي دولي سنوي يومي شهري"
    " اليوم أمس غدا صباحا مساء خلال بعد قبل عند فوق تحت أمام وراء حول بين مع ضد دون حسب منذ"
).split()


@dataclass(frozen=True)
class Story:
    """One article, whose corrections have other values of `edition`."""

    number: int
    host: str = "akhbar.example"
    edition: int = 1

    @property
    def title(self) -> str:
        """The headline, unique to the story."""
        return self._words("title", 7)

    @property
    def paragraphs(self) -> list[str]:
        """The text; a correction appends a sentence to it."""
        texts = [self._words(f"text {number}", 30) + "." for number in range(4)]
        correction = "" if self.edition == 1 else f" وهذا تصحيح رقم {self.edition} من هيئة التحرير."
        return [*texts, self._words("end", 25) + "." + correction]

    @property
    def url(self) -> str:
        """URL at which it was published."""
        return f"http://{self.host}/2014/01/story-{self.number}.html"

    def _words(self, part: str, count: int) -> str:
        chance = random.Random(f"{self.number} {part}")
        return " ".join(chance.choice(_WORDS) for _ in range(count))

    def text(self) -> bytes:
        """Return it as a text copied from its page."""
        return "\n\n".join([self.title, *self.paragraphs, ""]).encode()

    def page(self, canonical: str | None = None, remark: str = "") -> bytes:
        """Return it as a web page with its *canonical* URL; a *remark* only changes the bytes."""
        body = "".join(f"<p>{one}</p>" for one in self.paragraphs)
        address = self.url if canonical is None else canonical
        link = f'<link rel="canonical" href="{address}">' if address else ""
        return (
            f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{self.title}</title>{link}'
            '<meta property="article:published_time" content="2014-01-25T10:00:00+00:00"></head><body>'
            f"<header><nav><a href='/'>الرئيسية</a></nav></header><article><h1>{self.title}</h1>{body}</article>"
            f"<!-- {remark} --></body></html>"
        ).encode()

    def item(self) -> str:
        """Return it as an item of an export, with a comment."""
        body = "\n\n".join(self.paragraphs)
        return (
            f"<item><title>{self.title}</title><link>{self.url}</link><dc:creator>desk</dc:creator>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
            f"<wp:post_id>{self.number}</wp:post_id><wp:post_date>2014-01-25 10:00:00</wp:post_date>"
            f"<wp:comment_status>open</wp:comment_status><wp:post_name>story-{self.number}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            f"<wp:comment><wp:comment_id>{self.number}</wp:comment_id><wp:comment_author>قارئ</wp:comment_author>"
            "<wp:comment_date>2014-01-26 10:00:00</wp:comment_date><wp:comment_content>شكرا لكم</wp:comment_content>"
            "<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment></item>\n"
        )


def export(*stories: Story, pages: tuple[str, ...] = ()) -> bytes:
    """Return an export of *stories* and of standalone *pages* with these titles."""
    spaces = " ".join(
        f'xmlns:{name}="{address}"'
        for name, address in {
            "excerpt": "http://wordpress.org/export/1.2/excerpt/",
            "content": "http://purl.org/rss/1.0/modules/content/",
            "dc": "http://purl.org/dc/elements/1.1/",
            "wp": "http://wordpress.org/export/1.2/",
        }.items()
    )
    written = "".join(
        f"<item><title>{title}</title><content:encoded><![CDATA[نص {title}]]></content:encoded>"
        f"<wp:post_id>{9000 + number}</wp:post_id><wp:post_name>page-{number}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>\n"
        for number, title in enumerate(pages)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel><title>الأخبار</title>'
        "<link>http://akhbar.example</link><wp:wxr_version>1.2</wp:wxr_version>"
        "<wp:base_site_url>http://akhbar.example</wp:base_site_url>"
        f"<wp:base_blog_url>http://akhbar.example</wp:base_blog_url>\n{''.join(one.item() for one in stories)}"
        f"{written}</channel></rss>\n"
    ).encode()


def archive(*captures: tuple[str, bytes, str]) -> bytes:
    """Return a web archive of *captures*, each with its URL, page and time."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, body, when in captures:
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        headers = {"WARC-Date": when, "WARC-Record-ID": f"<urn:test:{when}:{len(body)}>"}
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=headers
        )
        writer.write_record(record)
    return out.getvalue()


def invented_archive(size):
    """Return the term counts of *size* articles on twenty subjects, from a fixed sequence of numbers."""
    state, articles = 1, []
    for place in range(size):
        numbers = []
        for _ in range(30):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            numbers.append(state >> 33)
        subject = numbers[0] % 20
        words = [f"{subject * 40 + n % 40 if n & 64 else 800 + n % 900}" for n in numbers]
        articles.append((f"{place}", {f"كلمة{word}": 1 + (n & 1) for word, n in zip(words, numbers, strict=True)}))
    return articles
