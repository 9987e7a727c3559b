"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

PACKAGES = ("graph", "ingest", "queries", "views", "commands")


def modules():
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield name
        yield from (one.name for one in pkgutil.walk_packages(package.__path__, f"{name}."))


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_of_a_module_are_true(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_names_dates_ids_and_cells_carry_examples():
    for name in ("graph.names", "graph.dates", "graph.declared", "graph.model", "ingest.ids", "ingest.cells"):
        assert doctest.testmod(importlib.import_module(name)).attempted > 0, name
