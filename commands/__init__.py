"""The commands of `maillage`, a group a file; `cli.py` names them. Heavy libraries are imported where they are used."""
