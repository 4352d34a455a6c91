/** The ledger's tables, as numbered schema steps. A step that was released never changes: append the next one. */

/** `PRAGMA application_id` of a ledger: "MiGr". */
export const APPLICATION_ID = 0x4d694772

const FIRST_TABLES = `
  CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE scans (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    analyser INTEGER NOT NULL,
    files    INTEGER NOT NULL,
    read     INTEGER NOT NULL,
    added    INTEGER NOT NULL,
    gone     INTEGER NOT NULL
  ) STRICT;

  -- Facts are a pure function of the contents, so they are kept by what the contents are.
  CREATE TABLE facts (
    hash     TEXT NOT NULL,
    analyser INTEGER NOT NULL,
    json     TEXT NOT NULL,
    PRIMARY KEY (hash, analyser)
  ) STRICT;

  CREATE TABLE files (
    id               INTEGER PRIMARY KEY,
    path             TEXT NOT NULL UNIQUE,
    size             INTEGER,
    mtime            TEXT,
    ctime            TEXT,
    inode            TEXT,
    hash             TEXT,
    analyser         INTEGER NOT NULL,
    link             TEXT,
    problems         TEXT NOT NULL,
    role             TEXT NOT NULL,
    confidence       REAL NOT NULL,
    evidence         TEXT NOT NULL,
    session          TEXT NOT NULL,
    session_evidence TEXT NOT NULL,
    access           TEXT NOT NULL,
    closure          TEXT NOT NULL,
    -- Hash over the contents of the file and all it includes.
    fingerprint      TEXT NOT NULL,
    found_in         INTEGER NOT NULL REFERENCES scans (id),
    gone_in          INTEGER REFERENCES scans (id)
  ) STRICT;

  CREATE TABLE includes (
    file_id  INTEGER NOT NULL REFERENCES files (id),
    position INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    text     TEXT NOT NULL,
    how      TEXT NOT NULL,
    targets  TEXT NOT NULL,
    -- The .htaccess or .user.ini that makes PHP include the file, where it is not the page itself.
    settings TEXT,
    PRIMARY KEY (file_id, position)
  ) STRICT;

  CREATE TABLE progress (
    file_id     INTEGER PRIMARY KEY REFERENCES files (id),
    status      TEXT NOT NULL DEFAULT 'todo'
                CHECK (status IN ('todo', 'scaffolded', 'porting', 'done', 'retired', 'dead', 'kept')),
    exposure    TEXT NOT NULL DEFAULT 'php' CHECK (exposure IN ('php', 'shadow', 'canary', 'typescript')),
    owner       TEXT,
    -- The fingerprint that the handler was written from.
    ported_from TEXT
  ) STRICT;

  -- SHA-1 of every text that \`scaffold\` wrote, or was about to write, for a page.
  CREATE TABLE scaffolds (
    path TEXT NOT NULL,
    file TEXT NOT NULL CHECK (file IN ('handler', 'test')),
    hash TEXT NOT NULL,
    PRIMARY KEY (path, file, hash)
  ) STRICT;

  CREATE TABLE events (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    path   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    text   TEXT,
    "from" TEXT,
    "to"   TEXT,
    forced INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX events_of_path ON events (path, id);

  CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'history is never deleted');
  END;
  CREATE TRIGGER events_are_fixed BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
  END;

  -- The views are a public interface: documented in docs/ledger.md.
  CREATE VIEW pages AS
    SELECT f.path, f.role, f.confidence, p.status, p.exposure, p.owner, f.session, f.link,
           f.gone_in IS NOT NULL AS gone,
           p.ported_from IS NOT NULL AND p.ported_from <> f.fingerprint
             AND p.status IN ('scaffolded', 'porting', 'done') AS stale,
           json_array_length(f.problems) > 0
             OR coalesce(json_array_length(c.json, '$.problems'), 0) > 0 AS problem,
           coalesce(c.json ->> '$.lines', 0) AS lines, coalesce(f.size, 0) AS bytes,
           f.access ->> '$[0].kind' AS protection, json_array_length(f.closure) AS includes
    FROM files f
    JOIN progress p ON p.file_id = f.id
    LEFT JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser;

  CREATE VIEW page_inputs AS
    SELECT f.path, i.value ->> '$.source' AS source, i.value ->> '$.key' AS key, i.value ->> '$.line' AS line,
           i.value ->> '$.access' AS access, i.value ->> '$.conversion' AS conversion, i.value ->> '$.text' AS text
    FROM files f
    JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser,
         json_each(c.json, '$.inputs') i;

  CREATE VIEW page_includes AS
    SELECT f.path, i.line, i.text, i.how, i.settings, t.value AS target
    FROM files f
    JOIN includes i ON i.file_id = f.id
    LEFT JOIN json_each(i.targets) t;

  CREATE VIEW page_history AS
    SELECT path, at, who, kind, text, "from", "to", forced FROM events;
`

/** Each entry brings a ledger from version *index* to version *index + 1*. */
export const SCHEMA_STEPS: readonly string[] = [FIRST_TABLES]
