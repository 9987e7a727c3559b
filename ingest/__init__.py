"""From files to statements: read, recognise, map, check, load. A bad row is a fault with an address."""
