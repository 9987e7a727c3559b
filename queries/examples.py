"""The documents that are shipped with the program: a network of them is an example, not one's own."""

EXAMPLES = frozenset({
    "doc:communautes-industrie-du-futur",
    "doc:cordis-h2020-2020",
    "doc:cordis-organisations-2017",
    "doc:cordis-organisations-2023",
    "doc:emc2-seattle",
    "doc:interclustering-2015",
    "doc:poles-industrie-du-futur",
    "doc:poles-noms-usuels",
    "doc:tribune-open-innovation",
})  # fmt: skip
