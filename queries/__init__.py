"""One question, one file, one public function; `CATALOGUE` in `queries/catalogue.py` lists them.

A query takes a `Network` and gives an `Answer`: a table, its basis, a sentence a row. It imports `graph`
alone, opens no store and knows no screen.
"""
