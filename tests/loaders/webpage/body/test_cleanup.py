"""The furniture around an article is no text, and no sentence of the text is furniture."""

from datetime import date

import pytest

from newsgen.loaders.webpage.body.cleanup import clean_body

FIRST = "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين، بحضور عدد كبير من السكان."
LAST = "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال، وإن الدخول إليها مجاني كل أيام الأسبوع."
DAYS = (date(2021, 3, 7),)


def lines(html: str) -> list[str]:
    cleaned = clean_body(html, "حديقة المرفأ", ("كريم الساحلي",), "https://marfa.example/", DAYS)
    return [line for line in cleaned.html.replace("<p>", "\n").replace("</p>", "\n").split("\n") if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "تم نشره الأحد 7 آذار / مارس 2021 09:22 مساءً",
        "نُشر في: 07/03/2021 - 09:22",
        "آخر تحديث: الاثنين 8 مارس 2021 - 10:30 بتوقيت غرينتش",
        "تاريخ التعديل 9 مارس 2021",
        "الأحد 23 رجب 1442 هـ - 7 مارس 2021",
        "أُدرجت يوم 7 مارس 2021 من طرف كريم الساحلي",
        "منذ 3 ساعات",
        "وقت القراءة: 3 دقائق",
        "1,234 مشاهدة",
        "كريم الساحلي",
        "طباعة",
        "حجم الخط",
        "A+ A-",
        "تابعونا على فيسبوك",
        "اشترك في قناتنا على تيليغرام",
    ],
)
def test_furniture_at_the_edges_of_a_text_is_left_out(line):
    """Dates of publication, counters, buttons and invitations stand above or below the text."""
    assert lines(f"<div>{line}</div><p>{FIRST}</p><p>{LAST}</p>") == [FIRST, LAST]
    assert lines(f"<p>{line}</p><p>{FIRST}</p><p>{LAST}</p>") == [FIRST, LAST]


@pytest.mark.parametrize(
    "block",
    [
        "<p><a href='https://news.google.com/publications/X'>تابعوا أخبار المرفأ عبر غوغل نيوز</a></p>",
        (
            "<p><a href='https://t.me/marfa'><img src='/i/t.png' alt='تيليغرام'></a> <a"
            " href='https://t.me/marfa'>انضموا إلى قناتنا على تيليغرام</a></p>"
        ),
        "<div>لمتابعة آخر الأخبار اشتركوا في <a href='https://whatsapp.com/channel/X'>قناتنا على واتساب</a></div>",
        "<p>اقرأ أيضا: <a href='/news/3'>البلدية تجدد ساحة السوق القديم</a></p>",
        (
            "<ul><li><a href='https://wa.me/?text=https%3A%2F%2Fmarfa.example'><img src='/i/wa.png'"
            " alt='Share on whatsapp'></a></li></ul>"
        ),
        "<div><a href='https://www.facebook.com/sharer/sharer.php?u=https://marfa.example'>فيسبوك</a></div>",
    ],
)
def test_invitations_between_paragraphs_are_left_out(block):
    """A block whose links lead to where a newspaper is followed or shared, or to another article, is no paragraph."""
    assert lines(f"<p>{FIRST}</p>{block}<p>{LAST}</p>") == [FIRST, LAST]
    assert lines(f"<p>{FIRST}</p><p>{LAST}</p>{block}") == [FIRST, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "تابعوا المباراة في الملعب إلى الدقيقة الأخيرة",
        (
            "تابعوا حسابه على <a href='https://twitter.com/x'>تويتر</a> بعد ساعات من فوزه، فارتفع عدد متابعيه"
            " إلى مليون في ليلة واحدة."
        ),
        "نشر الكتاب في 5 مارس 2019",
        "نشرت الصحيفة الخبر يوم 7 مارس 2021، وكذبته البلدية في اليوم نفسه.",
        "اشتركوا في السباق رغم المطر",
        "حمل المتظاهرون لافتات",
        "سجل المنتخب ثلاثة أهداف",
        "شارك في الحفل ألف شخص",
        "وفي 7 مارس 2021",
        "الأحد 21 مارس 1999",
        "وقالت القناة عبر <a href='https://t.me/x'>تيليغرام</a> إن البث سيعود مساء اليوم.",
    ],
)
def test_a_sentence_is_no_furniture(sentence):
    """Words that begin an invitation or a date line begin sentences too."""
    shown = [FIRST, sentence.replace("'", '"'), LAST]
    kept = [line.replace(' rel="noopener"', "") for line in lines(f"<p>{FIRST}</p><p>{sentence}</p><p>{LAST}</p>")]
    assert kept == shown
    kept = [line.replace(' rel="noopener"', "") for line in lines(f"<p>{FIRST}</p><p>{LAST}</p><p>{sentence}</p>")]
    assert sorted(kept) == sorted(shown) or "7 مارس 2021" in sentence


def test_what_is_left_out_like_a_sentence_is_said():
    """An editor can put back what was taken for a notice."""
    notice = "جميع الحقوق محفوظة لجريدة المرفأ، ولا يسمح بنسخ المواد أو نشرها من غير إذن مكتوب من إدارة الجريدة."
    cleaned = clean_body(f"<p>{FIRST}</p><p>{LAST}</p><p>{notice}</p>", "حديقة المرفأ", (), None)
    assert notice not in cleaned.html
    assert any("جميع الحقوق محفوظة" in warning for warning in cleaned.warnings)


def test_entities_that_were_escaped_twice_are_mended_in_pictures_and_kept_in_code():
    """Code that speaks of an entity is the text; an alternative text with one is a mistake."""
    picture = "<p><img src='/photos/bab.jpg' alt='باب &amp;quot;الحديقة&amp;quot;'></p>"
    html = f"<p>{FIRST}</p><p>تكتب <code>&amp;amp;</code> هكذا</p>{picture}"
    cleaned = clean_body(html, "حديقة المرفأ", (), "https://marfa.example/")
    assert "<code>&amp;amp;</code>" in cleaned.html
    assert 'alt="باب &quot;الحديقة&quot;"' in cleaned.html
