"""A published style sheet is smaller than the written one and means the same."""

import pytest

from newsgen.theme.style_sheets import compact


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("", ""),
        ("/* why */\na { color: red; }\n", "a{color:red}"),
        ("a,\nb > c { margin: 0 1px ; }\n\n.d { top: 0 }\n", "a,b>c{margin:0 1px}.d{top:0}"),
        ("p :is(a, b) :hover { inset: calc(1px + 2px) }", "p :is(a,b) :hover{inset:calc(1px + 2px)}"),
        ("@media (min-width: 40rem) and (hover) { a { top: 0; } }", "@media (min-width:40rem) and (hover){a{top:0}}"),
        ("a { content: ' ; }  /* x */'; color: red }", "a{content:' ; }  /* x */';color:red}"),
        ('a { content: "\\" ;  }" }', 'a{content:"\\" ;  }"}'),
        ("a { background: url(data:a,/*b*/ c;}) }", "a{background:url(data:a,/*b*/ c;})}"),
        (r"""a { content: '\'  ;}' "\"  ," }""", r"""a{content:'\'  ;}' "\"  ,"}"""),
        ("a { b: c /* never closed", "a{b:c/* never closed"),
        ("a/* joined */.b /* apart */ .c { top: 0 }", "a/**/.b .c{top:0}"),
    ],
)
def test_only_what_means_nothing_is_left_out(written, published):
    """Comments and spaces between marks go; spaces in selectors, sums, texts and addresses stay."""
    assert compact(written) == published
    assert compact(published) == published
