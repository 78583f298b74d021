"""The list of corrections and withdrawals, on pages of its own or on the page that an editor wrote."""

import pytest

NOTE = "correct: a\ndate: 2026-01-{:02}\nnote: تصحيح {}\n"


def test_a_long_list_is_divided_and_an_editors_page_is_its_beginning(project):
    """The page has its own words, and is not published a second time without the list."""
    project.write("content/site.yml", "font: system\npage_size: 2\nbase_url: https://example.org/\n")
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص\n")
    project.write("content/pages/corrections.md", "---\ntitle: كيف نصحح\n---\nنصحح **علنا**.\n")
    project.write("content/corrections.yml", "---\n".join(NOTE.format(day, day) for day in range(1, 6)))
    built = project.build()
    assert (built.code, built.report["errors"]) == (0, [])
    first, last = project.read("corrections/index.html"), project.read("corrections/page/1/index.html")
    assert "<strong>علنا</strong>" in first
    assert [day for day in range(1, 6) if f"تصحيح {day}<" in first] == [3, 4, 5]
    assert [day for day in range(1, 6) if f"تصحيح {day}<" in last] == [1, 2]
    assert 'href="../../../corrections/">كيف نصحح' in last
    assert project.read("sitemap.xml").count("/corrections/</loc>") == 1
    assert project.read("index.html").count("كيف نصحح") == 2  # in the menu and at the foot
    assert "التصحيحات" not in project.read("index.html")


def test_an_entry_of_an_unknown_article_stops_the_build_even_if_it_keeps_going(project):
    """A renamed file would otherwise publish the withdrawn text again."""
    project.write("content/articles/a.md", "---\ntitle: خبر\n---\nنص سري\n")
    project.write("content/corrections.yml", "withdraw: a\ndate: 2026-01-01\nreason: سبب\n")
    assert "withdrawn: 1 article; a notice is at each address" in project.build().stderr
    assert "withdrawn: 1 article" in project.build().stderr  # nothing has changed, and it says the same
    (project.root / "content/articles/a.md").rename(project.root / "content/articles/ab.md")
    built = project.build("--keep-going")
    assert built.code == 1
    assert "content/corrections.yml:1: no article has the id 'a'" in built.stderr
    assert "نص سري" not in project.read("articles/خبر/index.html")


@pytest.mark.usefixtures("fine_clock")
def test_an_edit_of_the_log_is_seen_after_an_edit_of_a_body(project):
    """The fast way to build an edited body keeps the corrections on the page, and no other way misses the log."""
    project.write("content/articles/a.md", "---\ntitle: خبر\nsummary: س\n---\nنص أول\n")
    project.write("content/corrections.yml", NOTE.format(1, 1))
    project.build()
    project.write("content/articles/a.md", "---\ntitle: خبر\nsummary: س\n---\nنص ثان\n")
    assert project.build().report["written"] <= 3
    assert "نص ثان" in project.read("articles/خبر/index.html")
    assert "تصحيح 1<" in project.read("articles/خبر/index.html")
    project.write("content/corrections.yml", NOTE.format(1, 2))
    project.build()
    assert "تصحيح 2<" in project.read("articles/خبر/index.html")
