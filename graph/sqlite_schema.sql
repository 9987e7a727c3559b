-- Statements are the truth; entities, links and declared are computed from the public ones.
-- What a statement says never changes; when it was stated stands in intervals of runs, and with each how it was
-- held and in which words: restated in public, a confidence does not bring its note along.
CREATE TABLE runs (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    command TEXT NOT NULL,
    document TEXT,
    sha256 TEXT,
    state TEXT NOT NULL DEFAULT 'done'
);
CREATE TABLE documents (
    id TEXT NOT NULL,
    opened INTEGER NOT NULL REFERENCES runs (n),
    closed INTEGER REFERENCES runs (n),
    title TEXT NOT NULL, publisher TEXT, published TEXT, retrieved TEXT, url TEXT, licence TEXT, sha256 TEXT,
    level INTEGER NOT NULL, audience TEXT,
    PRIMARY KEY (id, opened)
) WITHOUT ROWID;
CREATE TABLE statements (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    about TEXT NOT NULL, predicate TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL,
    status TEXT, valid TEXT, qualifiers TEXT, said_by TEXT
);
CREATE INDEX statements_about ON statements (about);
CREATE INDEX statements_declared ON statements (about) WHERE predicate = 'declared';
CREATE INDEX statements_target ON statements (value) WHERE predicate GLOB '[A-Z]*';
CREATE TABLE intervals (
    statement INTEGER NOT NULL REFERENCES statements (n),
    opened INTEGER NOT NULL REFERENCES runs (n),
    closed INTEGER REFERENCES runs (n),
    confidence REAL NOT NULL, level INTEGER NOT NULL, audience TEXT,
    said_on TEXT, explicit INTEGER NOT NULL, method TEXT NOT NULL, raw TEXT, locator TEXT, quote TEXT, note TEXT,
    PRIMARY KEY (statement, opened)
) WITHOUT ROWID;
CREATE INDEX intervals_opened ON intervals (opened);
CREATE INDEX intervals_closed ON intervals (closed) WHERE closed IS NOT NULL;
CREATE INDEX intervals_hidden ON intervals (statement) WHERE level > 0;
CREATE TABLE decisions (
    n INTEGER PRIMARY KEY,
    a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
    opened INTEGER NOT NULL REFERENCES runs (n)
);
CREATE TABLE revision (number INTEGER NOT NULL);
INSERT INTO revision VALUES (0);
-- The public projection: what resolving the public statements gives.
CREATE TABLE records (record TEXT PRIMARY KEY, entity TEXT, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX records_entity ON records (entity);
CREATE INDEX records_record ON records (record, entity); -- narrow: a snapshot looks up every record of every statement
