"""Rows of numbers, one lane for each source: what is done to all lanes at once, so that it becomes vector instructions.

Loops over lanes touch few arrays and have no branch; sums over many rows have names.
"""

import numpy as np

from queries.compiled import compiled
from queries.prefetch import LINE, prefetch

LANES = 32  # sources at once: four lines of the processor's cache; `sum_rows` writes them out


def lane_rows(size: int, lanes: int) -> np.ndarray:
    """Rows of numbers that begin where a line of the processor's cache does; not emptied.

    numpy takes them in large pages of memory, where the system has some.
    """
    flat = np.empty(size * lanes + LINE // 8)
    skipped = -flat.ctypes.data % LINE // 8
    return flat[skipped : skipped + size * lanes].reshape(size, lanes)


@compiled
def announce(rows, node):  # type: ignore[no-untyped-def]
    """The row of a node will be read soon."""
    width = rows.shape[1] * 8
    begin = rows.ctypes.data + int(node) * width
    for line in range(begin, begin + width, LINE):
        prefetch(line)  # type: ignore[no-untyped-call]


@compiled
def announce_those(rows, marked, neighbours, begin, end):  # type: ignore[no-untyped-def]
    """The rows of those of some neighbours that are marked will be read soon."""
    for at in range(begin, end):
        if marked[neighbours[at]]:
            announce(rows, neighbours[at])


@compiled
def mark(marked, nodes, sign):  # type: ignore[no-untyped-def]
    """Whether some nodes are marked from now on."""
    for node in nodes:
        marked[node] = sign


@compiled
def those(marked, neighbours, begin, end, chosen):  # type: ignore[no-untyped-def]
    """Those of some neighbours that are marked, in `chosen`, without a branch; how many."""
    count = 0
    for at in range(begin, end):
        chosen[count] = neighbours[at]
        count += marked[neighbours[at]]
    return count


@compiled
def sum_rows(rows, chosen, count, total):  # type: ignore[no-untyped-def]
    """The sum of the rows of some nodes, lane by lane, in registers: added up in memory it takes half as long again."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    s8 = s9 = s10 = s11 = s12 = s13 = s14 = s15 = 0.0
    s16 = s17 = s18 = s19 = s20 = s21 = s22 = s23 = 0.0
    s24 = s25 = s26 = s27 = s28 = s29 = s30 = s31 = 0.0
    for at in range(count):
        row = rows[chosen[at]]
        s0, s1, s2, s3 = s0 + row[0], s1 + row[1], s2 + row[2], s3 + row[3]
        s4, s5, s6, s7 = s4 + row[4], s5 + row[5], s6 + row[6], s7 + row[7]
        s8, s9, s10, s11 = s8 + row[8], s9 + row[9], s10 + row[10], s11 + row[11]
        s12, s13, s14, s15 = s12 + row[12], s13 + row[13], s14 + row[14], s15 + row[15]
        s16, s17, s18, s19 = s16 + row[16], s17 + row[17], s18 + row[18], s19 + row[19]
        s20, s21, s22, s23 = s20 + row[20], s21 + row[21], s22 + row[22], s23 + row[23]
        s24, s25, s26, s27 = s24 + row[24], s25 + row[25], s26 + row[26], s27 + row[27]
        s28, s29, s30, s31 = s28 + row[28], s29 + row[29], s30 + row[30], s31 + row[31]
    total[0], total[1], total[2], total[3] = s0, s1, s2, s3
    total[4], total[5], total[6], total[7] = s4, s5, s6, s7
    total[8], total[9], total[10], total[11] = s8, s9, s10, s11
    total[12], total[13], total[14], total[15] = s12, s13, s14, s15
    total[16], total[17], total[18], total[19] = s16, s17, s18, s19
    total[20], total[21], total[22], total[23] = s20, s21, s22, s23
    total[24], total[25], total[26], total[27] = s24, s25, s26, s27
    total[28], total[29], total[30], total[31] = s28, s29, s30, s31


@compiled
def keep_new(total, paths, w, new, visit):  # type: ignore[no-untyped-def]
    """Where a lane had not been at w, its σ; in `new`, which lanes these are; how many."""
    known, here, fresh = paths[w], new[visit], 0
    for lane in range(len(total)):
        gained = total[lane] if known[lane] == 0.0 else 0.0
        known[lane] += gained
        here[lane] = gained > 0.0
    for lane in range(len(total)):
        fresh += here[lane]
    return fresh


@compiled
def take_over(total, paths, v, new, visit, ends, share):  # type: ignore[no-untyped-def]
    """What those nearer to the source take over from v, in the lanes that found it at this visit."""
    known, here, taken = paths[v], new[visit], share[v]
    for lane in range(len(total)):  # σ is 0 or at least 1
        taken[lane] += here[lane] * (ends / max(known[lane], 1.0) + total[lane])


@compiled
def reach(new, visit, ends, reached):  # type: ignore[no-untyped-def]
    """The ends that these lanes meet here."""
    here = new[visit]
    for lane in range(len(reached)):
        reached[lane] += here[lane] * ends


@compiled
def passing(total, paths, v, new, visit, weight):  # type: ignore[no-untyped-def]
    """What passes v in these lanes; their `total` is used up."""
    known, here = paths[v], new[visit]
    for lane in range(len(total)):
        total[lane] *= here[lane] * known[lane]
    a = b = c = d = 0.0
    for lane in range(0, len(total), 4):
        a += weight[lane] * total[lane]
        b += weight[lane + 1] * total[lane + 1]
        c += weight[lane + 2] * total[lane + 2]
        d += weight[lane + 3] * total[lane + 3]
    return (a + b) + (c + d)
