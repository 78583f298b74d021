"""Compose pages as Youm7 prints them."""

from newspapers import datelines as dates
from newspapers import words


def youm7(page):
    """Compose a page of Youm7: headline, date, headline again, picture, then "wrote X"."""
    page.window_title("{title} - اليوم السابع", odds=0.15)
    if page.likely(0.25):
        page.section(page.one_of("سياسة", "حوادث", "رياضة", "اقتصاد", "فن", "تحقيقات"))
    page.headline()
    day = page.moment
    if page.likely(0.9):
        page.date(f"{dates.weekday(day)}، {dates.egypt(day, padded=True)} {dates.half_day(day)}", day)
    page.repeated(0.6)
    if page.likely(0.4):
        page.caption(f"{page.one_of(*words.CAPTIONS)}{page.one_of(' - صورة أرشيفية', ' - أرشيفية', '')}")
    if page.likely(0.8):
        who, verb = words.name(page), page.one_of("كتب", "كتبت")
        page.byline(
            *page.one_of((f"{verb} {who}", who), (f"{verb}: {who}", who), (f"القاهرة - {who}", f"القاهرة - {who}", who))
        )
    page.paragraphs(words.titles_block(page, "اقرأ أيضا"), words.advertisement(page, "إعلان"), odds=0.12)
    if page.likely(0.4):
        page.put("tags", *page.stock.tags(2, 5))
    page.furniture("مشاركة", "طباعة", odds=0.2)
    if page.likely(0.5):
        page.related(page.one_of("موضوعات متعلقة", "اقرأ أيضا"), page.stock.titles(1, 4))
    if page.likely(0.3):
        page.related("لا يفوتك", page.stock.titles(1, 4), counts=False)
    if page.likely(0.2):
        page.related("الأكثر تعليقا", page.stock.titles(2, 4), counts=False)
