"""Who is called alike, told apart: by the town, by the id where no town does."""

from collections import Counter
from collections.abc import Mapping

from graph.network import Network
from views.text import flat

LONGEST = 40


def told_apart(network: Network, called: Mapping[str, str]) -> dict[str, str]:
    """Entities by id as they are called, no two alike; of homonyms with the town, or their id for want of another town.

    Returns:
        In the order in which they are given.
    """
    seen = Counter(called.values())
    towns = _towns(network, {one for one, name in called.items() if seen[name] > 1})
    beside = {one: f"{name} ({towns[one]})" if towns.get(one) else name for one, name in called.items()}
    again = Counter(beside.values())
    return {one: name if again[name] == 1 else f"{name} ({one})" for one, name in beside.items()}


def _towns(network: Network, those: set[str]) -> dict[str, str]:
    rows = network.entities.loc[network.entities["id"].isin(those), ["id", "city"]].dropna()
    return {str(one): flat(str(city), longest=LONGEST) for one, city in zip(rows["id"], rows["city"], strict=True)}
