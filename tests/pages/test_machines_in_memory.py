"""What machines are given, as far as it needs no database: Markdown out of HTML, and the check of schema.org terms."""

from __future__ import annotations

from typing import Any

import pytest

from pages.machines import markdown
from tests.pages import schema_org


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"@type": "MedicalWebPage", "dose": 5}, "dose does not belong to MedicalWebPage"),
        ({"@type": "Drug", "warning": ""}, "warning is empty"),
        ({"@type": "Pill"}, "Pill is no type"),
        ({"@type": "MedicalTrial", "trialDesign": ["Guess"]}, "Guess is no member"),
        ({"@type": "Drug", "code": [{"name": "x"}]}, "nothing is no type"),
    ],
)
def test_the_check_of_terms_finds_what_is_wrong(wrong: Any, fault: str) -> None:
    assert any(fault in found for found in schema_org.faults(wrong))


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<h2>Doses</h2><p>50 <strong>mg</strong> a&nbsp;day</p>", "## Doses\n\n50 **mg** a day"),
        ("<ul><li>one</li><li><p>two</p><ol><li>deep</li></ol></li></ul>", "- one\n- two\n  \n  1. deep"),
        ("<p># no heading</p><p>- no list</p><p>12. May</p>", "\\# no heading\n\n\\- no list\n\n12\\. May"),
        ("<p>*a* [b] &lt;c&gt; d_e</p>", "\\*a\\* \\[b\\] \\<c\\> d\\_e"),
        ('<p>see <a href="/x y/">that</a> and <a href="#z">this</a></p>', "see [that](http://h/x%20y/) and this"),
        ('<p><img src="/m/a.png" alt="A [tablet]"></p>', "![A \\[tablet\\]](http://h/m/a.png)"),
        ('<p>a<br>b<svg aria-label="3 of 10"></svg><svg><text>no</text></svg></p>', "a b(3 of 10)"),
        ("<details><summary>More</summary><p>x</p></details><!-- no --><nav>no</nav>", "**More**\n\nx"),
        ("<dl><div><dt>ATC</dt><dd>N07</dd></div></dl><dl></dl>", "- **ATC:** N07"),
        ("<dl><dd>alone</dd></dl>", ""),
        (
            "<table><caption>Doses</caption><tr><th>For</th><th>mg</th></tr><tr><th>a|b</th><td>5</td></tr></table>",
            "**Doses**\n\n| For | mg |\n| --- | --- |\n| a\\|b | 5 |",
        ),
        ("<table></table><ul></ul><p> </p><h2></h2>", ""),
        ("text <div>block</div> tail", "text\n\nblock\n\ntail"),
    ],
)
def test_html_is_written_as_markdown(html: str, written: str) -> None:
    assert markdown.from_html(f"<main><article>{html}</article></main>", "http://h/p/") == written


def test_without_an_article_there_is_nothing_to_write() -> None:
    assert markdown.from_html("<p>x</p>", "http://h/") == ""
