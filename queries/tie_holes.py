"""Burt's structural holes of a large network of ties, compiled."""

import numpy as np
from scipy import sparse

from queries.compiled import compiled
from queries.threads import in_threads

CHUNKS = 16


def holes(net: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Constraint Σ_j (p_ij + Σ_q p_iq p_qj)² and redundancy Σ_j Σ_q p_iq m_qj of each node, over its partners j.

    p_ij is the share of j in i's strength and m_qj the strength of q and j over q's greatest; `net` holds the
    strengths, symmetric. Without a tie both are 0.
    """
    total, greatest = net.sum(axis=1), net.max(axis=1).toarray().ravel()
    share = net.data / np.repeat(total, np.diff(net.indptr))
    back, relative = net.data / total[net.indices], net.data / greatest[net.indices]  # p_qj and m_qj, in j's row
    rows = np.array_split(np.arange(net.shape[0]), CHUNKS)
    found = list(in_threads(lambda some: _holes(net.indptr, net.indices, share, back, relative, some), rows))
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])


@compiled
def _holes(starts, partners, share, back, relative, rows):  # type: ignore[no-untyped-def]
    own = np.zeros(len(starts) - 1)  # the shares of the row in hand
    constraint, redundancy = np.zeros(len(rows)), np.zeros(len(rows))
    for at in range(len(rows)):
        mine = slice(starts[rows[at]], starts[rows[at] + 1])
        own[partners[mine]] = share[mine]
        for j in partners[mine]:
            direct, round_about = own[j], 0.0
            for other in range(starts[j], starts[j + 1]):
                round_about += own[partners[other]] * back[other]
                redundancy[at] += own[partners[other]] * relative[other]
            constraint[at] += (direct + round_about) ** 2
        own[partners[mine]] = 0.0
    return constraint, redundancy
