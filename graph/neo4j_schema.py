"""Constraints and indexes of a Neo4j store: what is kept has them from the first, statements once there are some."""

from typing import NamedTuple

import neo4j

from graph.neo4j_reading import cypher


class Schema(NamedTuple):
    """A file of constraints and indexes, and the last of them: where it stands, the others do."""

    name: str
    last: str


KEPT = Schema("schema", "declared_about")
STATED = Schema("schema_of_statements", "from_level")


def make(session: neo4j.Session, schema: Schema) -> None:
    """Have constraints and indexes, if they are not there yet, and what stands there already indexed."""
    found = session.execute_read(lambda work: work.run(cypher("is_prepared"), last=schema.last).single(strict=True))
    if not found[0]:
        for command in cypher(schema.name).split(";\n"):
            session.run(command).consume()
        session.run(cypher("await_indexes")).consume()
