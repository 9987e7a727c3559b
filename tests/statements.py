"""Short ways to write statements down in tests."""

from graph.model import Document, Statement, Viewer
from graph.vocabulary import Kind, Level

PUBLIC, OWNER = Viewer.PUBLIC, Viewer.OWNER
EMC2 = Viewer.parse("emc2=staff")
SYSTEMATIC = Viewer.parse("systematic=staff")

NEWS = Document("doc:news", "News", publisher="A paper", published="2015-09-10")
LIST = Document("doc:list", "List of members", published="2016")


def called(record, name, kind=Kind.FIRM, *, document=NEWS, **more):
    """A record of that kind with that name."""
    yield Statement(document.id, record, "kind", kind, **more)
    yield Statement(document.id, record, "name", name, **more)


def says(about, predicate, value, *, document=NEWS, **more):
    return Statement(document.id, about, predicate, value, **more)


def refers(name, predicate, value, *, document=NEWS, **more):
    """A link from an organisation that is merely named."""
    record = f"{document.id}#?:{name.lower()}"
    yield Statement(document.id, record, "reference", name, **more)
    yield Statement(document.id, record, predicate, value, **more)


def confided(statements, audience="emc2", level=Level.STAFF):
    return [one._replace(level=level, audience=audience) for one in statements]
