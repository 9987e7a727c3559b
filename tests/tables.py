"""Tables that tests of loading write down."""


def write(folder, **tables):
    """CSV files by name; gives the folder."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
