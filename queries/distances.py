"""How far apart entities are, as the crow flies."""

import numpy as np
import pandas as pd

from graph.network import Network

EARTH_KM = 6371.0088  # mean radius


def distance_km(network: Network, a: pd.Series, b: pd.Series) -> pd.Series:
    """The great-circle distance of each pair of ids; missing where a place is not known to the degree.

    Source:
        Sinnott (1984), Virtues of the haversine, Sky and Telescope 68, 159.
    """
    places = network.entities.set_index("id")[["lat", "lon"]].astype("Float64")
    first, second = (
        np.radians(places.reindex(one.to_numpy()).to_numpy(dtype=float, na_value=np.nan)).T for one in (a, b)
    )
    half = np.sin((second - first) / 2) ** 2
    inside = half[0] + np.cos(first[0]) * np.cos(second[0]) * half[1]
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(inside, 0, 1)))
    return pd.Series(km, index=a.index).round(3).astype("Float64")
