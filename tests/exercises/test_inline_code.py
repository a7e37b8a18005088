"""Backticks mark code in a sentence, on a page and in plain words."""

from cgraph_lib.exercises.inline_code import as_html, as_plain

ASKED = 'Is `a<b>` "less" at x = −2, and `y == 1`?'


def test_code_is_marked_and_nothing_else_is_markup():
    asked = as_html(ASKED)
    assert asked == (
        "Is <code>a&lt;b&gt;</code> &quot;less&quot; at x\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}−2, "
        "and <code>y == 1</code>?"
    )


def test_plain_words_have_no_backticks():
    assert as_plain(ASKED) == 'Is a<b> "less" at x = −2, and y == 1?'
