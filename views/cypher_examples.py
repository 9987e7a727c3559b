"""Questions in Cypher that the shipped network answers: the page offers them, `docs/cypher.md` explains them."""

from views.wording import Words


def examples(say: Words) -> dict[str, str]:
    """By what it asks, the Cypher."""
    return {
        say("Which poles took part in the most projects?"): (
            "MATCH (pole:Pole)-[:TOOK_PART_IN]->(project:Project)\n"
            "RETURN pole.name AS pole, count(DISTINCT project) AS projects\n"
            "ORDER BY projects DESC, pole\n"
            "LIMIT 5"
        ),
        say("Who takes part most often beside EMC2?"): (
            "MATCH (:Pole {id: 'pole:emc2'})-[:TOOK_PART_IN]->(encounter)<-[:TOOK_PART_IN]-(other:Entity)\n"
            "WHERE other.id <> 'pole:emc2'\n"
            "RETURN other.name AS other, count(DISTINCT encounter) AS encounters\n"
            "ORDER BY encounters DESC, other\n"
            "LIMIT 5"
        ),
        say("What is the shortest way from EMC2 to Boeing?"): (
            "MATCH path = shortestPath((:Pole {id: 'pole:emc2'})-[*..6]-(:Firm {id: 'firm:boeing'}))\n"
            "RETURN [entity IN nodes(path) | entity.name] AS way"
        ),
        say("Who says that EMC2 is what it is?"): (
            "MATCH (record:Record {entity: 'pole:emc2'})\n"
            "MATCH (statement:Statement {about: record.id})-[held:FROM]->(document:Document)\n"
            "WHERE held.closed IS NULL\n"
            "RETURN document.title AS document, count(statement) AS statements\n"
            "ORDER BY statements DESC, document"
        ),
        say("Which counts are declared, and in whose words?"): (
            "MATCH (declared:Declared)\n"
            "MATCH (entity:Entity {id: declared.about})\n"
            "RETURN entity.name AS of, declared.count AS declared, declared.key AS whom, declared.words AS words\n"
            "ORDER BY of, whom"
        ),
    }
