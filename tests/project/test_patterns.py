"""Python 3.11.0 to 3.11.4, among them Debian 12's, misread possessive groups in regular expressions.

Where the group matches in part and then fails, as `(?:ab?c)*+` does on "aca", they go on behind that part. They do not
if the group may also match nothing, as `(?:ab?c|)*+`, which means the same. Python calls the defect gh-106052.
"""

import importlib
import pkgutil
import re
from re import _constants as codes
from re import _parser as parser

import pytest

import newsgen
from newsgen.formats import markdown_to_html

ONE_SIGN = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)


def modules():
    """Yield all modules of newsgen."""
    for found in pkgutil.walk_packages(newsgen.__path__, "newsgen."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value):
    """Yield the compiled patterns in a value of a module, which may be a collection of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in([*value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from patterns_in(each)


def repeated_groups(pattern):
    """Yield what is repeated possessively in a parsed pattern, or in a part of one."""
    if isinstance(pattern, parser.SubPattern):
        pattern = pattern.data
    for each in pattern:
        if isinstance(each, tuple) and each and each[0] is codes.POSSESSIVE_REPEAT:
            yield each[1][2]
        if isinstance(each, tuple | list | parser.SubPattern):
            yield from repeated_groups(each)


def misread(pattern):
    """Return whether an old Python may misread a pattern: a possessive group cannot match nothing."""
    for group in repeated_groups(parser.parse(pattern.pattern, pattern.flags)):
        (code, value), *more = group
        if more or not (code in ONE_SIGN or (code is codes.BRANCH and not value[1][-1].data)):
            return True
    return False


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"(?:ab?c)*+", True),
        (r"x(?:(y)|z(?:ab?c){1,3}+)?", True),
        (r"(?=(?>(?:ab)++))", True),
        (r"(?:a|bc)?+", True),
        (r"(?:ab?c|)*+", False),
        (r"(?:a|[bc]++|)*+ (?>(?:ab?c)*)", False),
        (r"a*+[ab]++.?+\s{1,3}+(?:[ab])*+", False),
    ],
)
def test_a_group_that_may_be_misread_is_found(pattern, found):
    """A single sign cannot match in part, and an atomic group is read rightly."""
    assert misread(re.compile(pattern)) == found


def test_every_python_reads_all_patterns_alike():
    """No pattern of newsgen, nor of the library that reads Markdown with it, has a group that may be misread."""
    inline = markdown_to_html._converter().inlinePatterns  # noqa: SLF001 - patterns of the library are among them
    found = {each.compiled_re.pattern: each.compiled_re for each in inline}
    found |= {each.pattern: each for module in modules() for each in patterns_in(vars(module))}
    assert len(found) > 300
    assert [pattern for pattern, compiled in found.items() if misread(compiled)] == []
