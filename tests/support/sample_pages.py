"""A small web page with an article, into which tests put what they are about."""

PARAGRAPHS = (
    "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين، بحضور عدد كبير من السكان.",
    "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال، وإن الدخول إليها مجاني كل أيام الأسبوع.",
    "وأضاف أن كلفة المشروع بلغت أربعين مليون دينار، وأن شركات محلية تولت إنجازه كله من التصميم إلى غرس الأشجار.",
    "ووعد المجلس البلدي بدراسة الطلب في دورته المقبلة، وقال إن حارسا سيقيم في الحديقة ليلا ونهارا من الشهر القادم.",
)
URL = "https://marfa.example/news/7"


def news_page(middle: str = "", *, head: str = "", above: str = "", first: str = "<!DOCTYPE html>") -> bytes:
    """Return a page with *middle* among its paragraphs, *above* below its headline, *head* in its head."""
    one, two, three, four = (f"<p>{text}</p>" for text in PARAGRAPHS)
    title = "حديقة المرفأ تفتح أبوابها"
    return (
        f"{first}<html lang='ar'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><div class='date'>7 مارس 2021</div>{above}"
        f"<div class='story'>{one}{two}{middle}{three}{four}</div></body></html>"
    ).encode()


def without_paragraphs(html: str) -> str:
    """Return the *html* of the page's body without the paragraphs that every such page has."""
    for text in PARAGRAPHS:
        html = html.replace(f"<p>{text}</p>", "")
    return html.strip()
