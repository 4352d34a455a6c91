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

/**
 * Facts in parts, so that a scan reads only what it needs; closures that many pages share, once; what a scan works out
 * of a file, with the sum by which the next one knows that it did not change.
 */
const FACTS_IN_PARTS = `
  DROP VIEW pages;
  DROP VIEW page_inputs;
  DROP VIEW page_includes;

  -- Facts can be found again, and the analyser of this version finds others.
  DROP TABLE facts;
  CREATE TABLE facts (
    hash     TEXT NOT NULL,
    analyser INTEGER NOT NULL,
    -- Small ones first: what lies behind the large one is slow to read.
    takes    TEXT NOT NULL,
    site     TEXT NOT NULL,
    own      TEXT NOT NULL,
    PRIMARY KEY (hash, analyser)
  ) STRICT;

  -- The files that pages include, directly or not.
  CREATE TABLE closures (
    id    INTEGER PRIMARY KEY,
    -- SHA-1 of paths.
    hash  TEXT NOT NULL UNIQUE,
    paths TEXT NOT NULL
  ) STRICT;

  ALTER TABLE files ADD COLUMN closure_id INTEGER REFERENCES closures (id);
  ALTER TABLE files ADD COLUMN includes   INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE files ADD COLUMN lines      INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE files ADD COLUMN problem    INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE files ADD COLUMN protection TEXT;
  ALTER TABLE files ADD COLUMN effort     INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE files ADD COLUMN size_class TEXT NOT NULL DEFAULT 'XS';
  ALTER TABLE files ADD COLUMN reach      INTEGER NOT NULL DEFAULT 0;
  -- What only the page's own screen needs, as JSON.
  ALTER TABLE files ADD COLUMN detail     TEXT NOT NULL DEFAULT '{}';
  -- Over all that a scan writes of the file.
  ALTER TABLE files ADD COLUMN sum        TEXT NOT NULL DEFAULT '';
  UPDATE files SET
    problem = json_array_length(problems) > 0,
    protection = access ->> '$[0].kind',
    includes = json_array_length(closure),
    detail = json_object(
      'problems', json(problems), 'evidence', json(evidence), 'sessionEvidence', json(session_evidence),
      'access', json(access)
    );
  ALTER TABLE files DROP COLUMN problems;
  ALTER TABLE files DROP COLUMN evidence;
  ALTER TABLE files DROP COLUMN session_evidence;
  ALTER TABLE files DROP COLUMN access;
  ALTER TABLE files DROP COLUMN closure;

  -- The role that a person gave, which no scan overrules.
  ALTER TABLE progress ADD COLUMN role         TEXT;
  ALTER TABLE progress ADD COLUMN role_because TEXT;

  -- What .htaccess and .user.ini say beside access.
  CREATE TABLE settings (
    position INTEGER PRIMARY KEY,
    file     TEXT NOT NULL,
    line     INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    target   TEXT,
    text     TEXT NOT NULL
  ) STRICT;

  CREATE VIEW pages AS
    SELECT f.path, f.role, f.confidence, p.status, p.exposure, p.owner, f.session, f.link,
           f.gone_in IS NOT NULL AS gone,
           p.ported_from IS NOT NULL AND p.ported_from <> f.fingerprint
             AND p.status IN ('scaffolded', 'porting', 'done') AS stale,
           f.problem, f.lines, coalesce(f.size, 0) AS bytes, f.protection, f.includes,
           p.role IS NOT NULL AS classified, f.effort, f.size_class, f.reach
    FROM files f
    JOIN progress p ON p.file_id = f.id;

  CREATE VIEW page_inputs AS
    SELECT f.path, i.value ->> '$.source' AS source, i.value ->> '$.key' AS key, i.value ->> '$.line' AS line,
           i.value ->> '$.access' AS access, i.value ->> '$.conversion' AS conversion, i.value ->> '$.text' AS text
    FROM files f
    JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser,
         json_each(c.own, '$.inputs') i;

  CREATE VIEW page_includes AS
    SELECT f.path, i.line, i.text, i.how, i.settings, t.value AS target
    FROM files f
    JOIN includes i ON i.file_id = f.id
    LEFT JOIN json_each(i.targets) t;

  CREATE VIEW page_queries AS
    SELECT f.path, q.value ->> '$.line' AS line, q.value ->> '$.verb' AS verb, q.value -> '$.reads' AS reads,
           q.value -> '$.writes' AS writes, q.value ->> '$.text' AS text
    FROM files f
    JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser,
         json_each(c.own, '$.sql') q;

  CREATE VIEW page_notes AS
    SELECT f.path, n.value ->> '$.line' AS line, n.value ->> '$.kind' AS kind, n.value ->> '$.text' AS text
    FROM files f
    JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser,
         json_each(c.own, '$.notes') n;

  CREATE VIEW page_links AS
    SELECT f.path, l.value ->> '$.from' AS "from", l.value ->> '$.line' AS line, l.value ->> '$.kind' AS kind
    FROM files f, json_each(f.detail, '$.linkedFrom') l;

  CREATE VIEW site_settings AS
    SELECT file, line, kind, name, value, target, text FROM settings;
`

/** Which visitors of a page get TypeScript, while the others still get PHP. */
const CANARIES = `
  -- {"cookie", "header", "percent"}, while the exposure is canary.
  ALTER TABLE progress ADD COLUMN canary TEXT;

  DROP VIEW pages;
  CREATE VIEW pages AS
    SELECT f.path, f.role, f.confidence, p.status, p.exposure, p.owner, f.session, f.link,
           f.gone_in IS NOT NULL AS gone,
           p.ported_from IS NOT NULL AND p.ported_from <> f.fingerprint
             AND p.status IN ('scaffolded', 'porting', 'done') AS stale,
           f.problem, f.lines, coalesce(f.size, 0) AS bytes, f.protection, f.includes,
           p.role IS NOT NULL AS classified, f.effort, f.size_class, f.reach, p.canary
    FROM files f
    JOIN progress p ON p.file_id = f.id;
`

/** Settings with all that rewriting needs. The next scan reads them again, be the site unchanged or not. */
const SETTINGS_IN_FULL = `
  DROP VIEW site_settings;
  DROP TABLE settings;
  CREATE TABLE settings (
    position INTEGER PRIMARY KEY,
    file     TEXT NOT NULL,
    line     INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    target   TEXT,
    text     TEXT NOT NULL,
    args     TEXT NOT NULL,
    sections TEXT NOT NULL
  ) STRICT;
  CREATE VIEW site_settings AS
    SELECT position, file, line, kind, name, value, target, text, args, sections FROM settings;
  UPDATE meta SET value = json_remove(value, '$.sum') WHERE key = 'last_scan';
  INSERT INTO meta (key, value) VALUES ('settings', 'not read yet');
`

/** Each entry brings a ledger from version *index* to version *index + 1*. */
export const SCHEMA_STEPS: readonly string[] = [FIRST_TABLES, FACTS_IN_PARTS, CANARIES, SETTINGS_IN_FULL]
