/**
 * The feed's database. `record` is the ledger: nothing in it ever changes, and a row can only be put at its end. `listed`
 * is what the records add up to, kept beside them in the same transactions: should the chain ever be found broken, the
 * feed goes on serving this last good list instead of one computed from half a ledger.
 */
export const schemaVersion = 1

export const schema = `
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

CREATE TABLE listed (
  ban        TEXT PRIMARY KEY,
  list_id    INTEGER NOT NULL UNIQUE CHECK (list_id > 1000),
  address    TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriber (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  key_hash   TEXT NOT NULL UNIQUE CHECK (length(key_hash) = 64),
  created_at INTEGER NOT NULL,
  last_pull  INTEGER,
  pulls      INTEGER NOT NULL DEFAULT 0 CHECK (pulls >= 0)
) STRICT, WITHOUT ROWID;
`
