"""The words of which random edits make articles: real news, so that texts are related, and names in many spellings."""

from invented_news import invented_news


def _stories():
    """Return the titles and the paragraphs of each invented article."""
    titles = {}
    for news in invented_news():
        titles.setdefault(news.paragraphs, []).append(news.title)
    return [(tuple(names), paragraphs) for paragraphs, names in titles.items()]


STORIES = _stories()
"""Articles, each with its titles and paragraphs."""
TITLES = [title for titles, _ in STORIES for title in titles]
ODD_TITLES = ["Reuters خبر", "؟!", "«قوسان» & <b>", "خبر", "2024", "page", "كلمة" * 30]
SECTIONS = ["اقتصاد", "الاقتصاد", "إقتصاد", "رياضة", "الرياضة", "مجتمع", "page", "C++", "؟"]
TAGS = [
    *("ماء", "الماء", "المـاء", "#ماء", "بحر", "البحر", "البَحر", "مدرسة", "المدرسة", "مَدرسة"),
    *("C", "C#", "C++", "c", "!!", "page", "خ" * 200, "خ" * 199),
]
AUTHORS = ["سعاد المريني", "سعاد المرينى", "محمد العلي", "محمد علي", "المحمد علي", "وكالات"]
NEWSPAPERS = ["جريدة المدينة", "الجريدة المدينة", "جريدة المدينه", "الصباح", "صباح"]
SLUGS = ["خبر", "s1", "s2", "page", "2021"]
ALIASES = ["/old/", "/x.html", "/articles/s1/", "/articles/خبر/", "/2011/قديم/", "/archive.php"]
IDS = ["x1", "x2", "خ"]
DAYS = [f"20{year}-{month:02}-{day:02}" for year in (11, 19, 20, 21) for month in (1, 2, 12) for day in (1, 15, 28)]
TIMES = ["", "", " 10:00", " 23:30", " 23:30 -0800", " 00:10 +01:00"]
ENGLISH = "The harbour opened again this morning after a week of storms, and the boats went out before dawn."
PERSIAN = "بندر پس از یک هفته توفان صبح امروز دوباره باز شد و قایق‌ها پیش از سپیده‌دم به دریا رفتند."
EXTRAS = [
    "![قارب](boat.png)",
    "[ملف](media/boat.png)",
    "[خبر](/articles/خبر/) و[من نحن](../../about/#x)",
    "![سوق](deep/سوق.png)",
    "| أ | ب |\n|---|---|\n| 1 | 2 |",
    "نص[^1].\n\n[^1]: حاشية.",
    "## عنوان\n\n- بند\n- بند",
]
COMMENTS = ["شكرا على الخبر", "هذا <b>غير</b> صحيح", "متى يفتح الميناء؟"]


def body(chance):
    """Return the paragraphs of an article: mostly of one story, so that it is related to the others about it."""
    (_, own), (_, other) = chance.sample(STORIES, 2)
    parts = chance.sample(own, min(len(own), chance.choice([1, 2, 3]))) + chance.sample(other, chance.choice([0, 0, 1]))
    return [*parts, *chance.sample(EXTRAS, chance.choice([0, 0, 0, 1]))]


def title(chance):
    """Return a headline, seldom an odd one, sometimes with a number that makes it another one."""
    if chance.random() < 0.1:
        return chance.choice(ODD_TITLES)
    return chance.choice(TITLES) + chance.choice(["", "", "", f" {chance.randint(1, 99)}"])


def near_title(chance, known):
    """Return how another page may print the title *known*: whole, cut off, misspelled, or with another number."""
    if len(known) < 20:
        return known
    place = chance.randrange(4, len(known) - 4)
    return chance.choice(
        [
            known,
            f"{known[: max(18, place)]}…",
            f"{known[: max(18, place)]} ...",
            f"{known[:place]}{known[place + 1 :]}",
            f"{known[:place]}ي{known[place:]}",
            f"{known} 7",
            f"«{known}»",
        ]
    )
