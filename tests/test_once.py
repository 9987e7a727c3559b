"""What is worked out once of a network: for each way of asking, and no longer than there is the network."""

import gc
import weakref

from graph.once import once
from tests.toys import network


def test_it_is_worked_out_once_for_each_network_and_each_way_of_asking():
    done = []

    @once
    def asked(net, *, twice=False):
        done.append(twice)
        return len(done)

    first, second = network(), network()
    assert [asked(first), asked(first), asked(second), asked(first, twice=True), asked(first)] == [1, 1, 2, 3, 1]
    assert done == [False, False, True]


def test_it_is_forgotten_with_the_network():
    made = once(lambda net: {"of it": 1})
    net = network()
    kept, gone = weakref.ref(net), made(net)
    del net
    gc.collect()
    assert kept() is None and gone == {"of it": 1}
