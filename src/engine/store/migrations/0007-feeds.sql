-- A console may change the feed that it follows. What it holds of the one it leaves is set aside, never mixed, never lost.

CREATE TABLE ledger_aside (
  feed TEXT NOT NULL,
  seq INTEGER NOT NULL,
  intent TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (feed, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_aside_keeps BEFORE UPDATE ON ledger_aside
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;
CREATE TRIGGER ledger_aside_stays BEFORE DELETE ON ledger_aside
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;

CREATE TABLE ban_aside (
  feed TEXT NOT NULL,
  id TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed INTEGER NOT NULL,
  life TEXT NOT NULL,
  PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE whitelist_entry_aside (
  feed TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  state TEXT NOT NULL,
  added INTEGER NOT NULL,
  life TEXT NOT NULL,
  PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE analyst_aside (
  feed TEXT NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

-- A record leaves the ledger only when the very same one stands aside.
DROP TRIGGER ledger_record_stays;
CREATE TRIGGER ledger_record_stays BEFORE DELETE ON ledger_record
WHEN NOT EXISTS (
  SELECT 1 FROM ledger_aside
  WHERE feed = (SELECT key FROM ledger_feed) AND seq = OLD.seq AND record = OLD.record
)
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;
