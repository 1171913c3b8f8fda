/**
 * The feed's database. `record` is the ledger: nothing in it ever changes, and a row can only be put at its end. `listed`
 * is what the records add up to, kept beside them in the same transactions: should the chain ever be found broken, the
 * feed goes on serving this last good list instead of one computed from half a ledger. `delisted` is what left it
 * lately, because some clients must be told to forget.
 */
const records = `
CREATE TABLE record (
  seq         INTEGER PRIMARY KEY CHECK (seq >= 1),
  intent_id   TEXT NOT NULL UNIQUE,
  recorded_at INTEGER NOT NULL CHECK (recorded_at >= 0),
  previous    TEXT NOT NULL CHECK (length(previous) = 64),
  hash        TEXT NOT NULL CHECK (length(hash) = 64),
  signature   TEXT NOT NULL CHECK (length(signature) = 86),
  intent      TEXT NOT NULL CHECK (json_valid(intent))
) STRICT;

CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;

CREATE TRIGGER record_is_never_removed BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;

CREATE TRIGGER record_goes_to_the_end BEFORE INSERT ON record
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM record)
BEGIN SELECT RAISE(ABORT, 'ledger records are only appended'); END;

`

const lists = `
CREATE TABLE listed (
  ban          TEXT PRIMARY KEY,
  list_id      INTEGER NOT NULL UNIQUE CHECK (list_id > 1000),
  address      TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE delisted (
  list_id      INTEGER PRIMARY KEY CHECK (list_id > 1000),
  ban          TEXT NOT NULL,
  address      TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  delisted_at  INTEGER NOT NULL,
  why          TEXT NOT NULL CHECK (why IN ('expired', 'revoked', 'extended', 'split'))
) STRICT;

CREATE INDEX delisted_by_time ON delisted (delisted_at);
`

const subscribers = `
CREATE TABLE subscriber (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  key_hash   TEXT NOT NULL UNIQUE CHECK (length(key_hash) = 64),
  created_at INTEGER NOT NULL,
  last_pull  INTEGER,
  pulls      INTEGER NOT NULL DEFAULT 0 CHECK (pulls >= 0),
  cursor     TEXT CHECK (json_valid(cursor)),
  family     TEXT,
  user_agent TEXT CHECK (length(user_agent) <= 200)
) STRICT, WITHOUT ROWID;
`

/** Whose key was taken: what they were given they may block on. The newest of them; no key opens anything here. */
const removed = `
CREATE TABLE removed_subscriber (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER NOT NULL,
  last_pull  INTEGER,
  pulls      INTEGER NOT NULL,
  cursor     TEXT CHECK (json_valid(cursor))
) STRICT, WITHOUT ROWID;
`

/** Where each console said it is, and its sensors: never to be banned. */
const consoles = `
CREATE TABLE console (
  key     TEXT PRIMARY KEY,
  address TEXT,
  sensors TEXT NOT NULL CHECK (json_valid(sensors)),
  said_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const schemaVersion = 4

/** A new database; or what leads there from an earlier version, by that version. Each runs in one transaction. */
export const schema = records + lists + subscribers + removed + consoles

export const migrations: Readonly<Record<number, string>> = {
  1: `
ALTER TABLE listed RENAME TO listed_before;
${lists}
CREATE TEMP TABLE publication (ban TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR REPLACE INTO publication SELECT json_extract(intent, '$.subject'), recorded_at FROM record
  WHERE json_extract(intent, '$.kind') = 'ban.published' ORDER BY seq;
INSERT INTO listed SELECT ban, list_id, address, coalesce(at, 0), expires_at
  FROM listed_before LEFT JOIN publication USING (ban);
DROP TABLE publication;
DROP TABLE listed_before;
ALTER TABLE subscriber ADD COLUMN cursor TEXT CHECK (json_valid(cursor));
ALTER TABLE subscriber ADD COLUMN family TEXT;
ALTER TABLE subscriber ADD COLUMN user_agent TEXT CHECK (length(user_agent) <= 200);
${removed}${consoles}`,
  2: removed + consoles,
  3: consoles,
}
