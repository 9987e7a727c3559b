"""The offline page: names are data, nothing is fetched, the same network gives the same bytes."""

import re
from html.parser import HTMLParser

from graph.vocabulary import Kind, Relation
from tests.toys import entity, link, met, network, record
from views.offline import drawn, framed, offline_html

HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)> href="http://a.b" \u2028 \u202e'


class Tags(HTMLParser):
    """The elements of a page, as a browser finds them."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def hostile():
    said = entity(record("a"), Kind.FIRM, HOSTILE) + entity(record("b", Kind.POLE), Kind.POLE, "B")
    return network(*said, link(record("a"), Relation.MEMBER_OF, record("b", Kind.POLE)))


def test_a_hostile_name_stays_inside_the_data_block():
    net = hostile()
    page = offline_html(drawn(net, net.entities["id"]), HOSTILE)
    found = Tags()
    found.feed(page)
    assert found.tags == ["html", "head", "meta", "title", "meta", "style", "body", "h1", "div", *["script"] * 3]
    assert "alert(1)" in page


def test_nothing_may_be_fetched_and_only_the_two_scripts_may_run():
    page = offline_html(drawn(met("ab"), ["firm:a", "firm:b"]), "A and B")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-") and policy.count("sha256-") == 2
    assert not re.search(r'(src|href)="https?:', page)


def test_a_frame_holds_the_page_as_text_and_may_only_run_scripts():
    frame = framed('<p class="x">&</p>')
    assert 'sandbox="allow-scripts"' in frame and "&lt;p class=&quot;x&quot;&gt;&amp;amp;" not in frame
    assert 'srcdoc="&lt;p class=&quot;x&quot;&gt;&amp;&lt;/p&gt;"' in frame


def test_the_same_network_gives_the_same_page():
    pages = {
        offline_html(drawn(met("abc", "cd"), entities), "T")
        for entities in (["firm:a", "firm:c"], ["firm:c", "firm:a"])
    }
    assert len(pages) == 1


def test_one_line_per_pair_dashed_while_nothing_is_done():
    net = met("ab", "ab")
    model = drawn(net, net.entities["id"])
    assert len(model.edges) == 4 and not any(edge["dashes"] for edge in model.edges)
