"""How each participation in encounters came to the status it has, as an answer: who said what when.

A network holds the status of today alone: what was said before stands in the statements, which the caller reads for the
same viewer.
"""

import pandas as pd

from graph.network import Network
from graph.vocabulary import Relation
from queries.answer import Answer, answer
from queries.basis import basis
from queries.columns import DOCUMENTS, STATUS, count, date, flag, name, text
from queries.moves import moves

NAME, VERSION = "moves", 1
METHOD = {
    "fr": "statuts dans l'ordre où ils ont été dits, une correction en dernier ; le dernier est celui du réseau",
    "en": "statuses in the order in which they were said, a correction last; the last is that of the network",
}
COLUMNS = (
    text("encounter", "rencontre", "encounter"),
    name("encounter_name", "nom de la rencontre", "name of the encounter"),
    text("participant", "participant", "participant"),
    name("participant_name", "nom du participant", "name of the participant"),
    text("role", "rôle", "role"),
    count("step", "étape", "step"),
    STATUS,
    date("said", "dit le", "said on"),
    flag("now", "statut actuel", "status of today"),
    DOCUMENTS,
)
SENTENCES = {
    "": {
        "fr": "{encounter_name} : {participant_name} (rôle : {role}), {status}{said:, à une date inconnue|, dit le #}.",
        "en": "{encounter_name}: {participant_name} (role: {role}), {status}{said:, on an unknown day|, said on #}.",
    },
}


def participations(network: Network, encounter: str | None) -> pd.DataFrame:
    """The links of those who took part in one encounter, or in all: `id`, `source`, `target`, `key`."""
    links = network.links[network.links["relation"] == Relation.TOOK_PART_IN]
    links = links if encounter is None else links[links["target"] == encounter]
    return links[["id", "source", "target", "key"]]


def moved(network: Network, statements: pd.DataFrame, *, encounter: str | None = None) -> Answer:
    """The statuses that each participation had, one after the other; of one encounter or of all.

    Args:
        statements: behind `participations(network, encounter)`, as `graph.network.evidence_of` gives them.

    Returns:
        A table by encounter, role, participant and step: `encounter`, `participant`, each with its name, `role`, `step`
        (1 for the first), `status`, `said` (the day on which it was first said, EDTF, missing where unknown), `now`
        (whether it is the status of today), `documents` that say so until the next step.
    """
    ends = participations(network, encounter).set_index("id")
    rows = [
        {**ends.loc[str(link)].to_dict(), "step": step, **one}
        for link, those in statements[statements["of"].isin(ends.index)].groupby("of")
        for step, one in enumerate(moves(those).to_dict("records"), start=1)
    ]
    table = pd.DataFrame(rows, columns=["source", "target", "key", "step", "status", "said", "documents", "now"])
    table = table.rename(columns={"source": "participant", "target": "encounter", "key": "role"})
    named = {f"{end}_name": table[end].map(network.name) for end in ("encounter", "participant")}
    table = table.assign(**named).sort_values(["encounter", "role", "participant", "step"], ignore_index=True)
    rests_on = basis(network, NAME, method=METHOD, parameters={"encounter": encounter}, version=VERSION)
    return answer(table, COLUMNS, SENTENCES, rests_on)
