-- The console's copy of the feed's ledger, what waits to be sent to it, and campaigns.

-- One row once a feed was met: a console follows one ledger for good.
CREATE TABLE ledger_feed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_record (
  seq INTEGER PRIMARY KEY,
  intent TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX ledger_record_subject ON ledger_record (subject, seq);
CREATE INDEX ledger_record_kind ON ledger_record (kind, seq);

CREATE TRIGGER ledger_record_keeps BEFORE UPDATE ON ledger_record
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;
CREATE TRIGGER ledger_record_stays BEFORE DELETE ON ledger_record
BEGIN SELECT RAISE(ABORT, 'ledger records are immutable'); END;

-- What the records amount to now; written in the transaction that appends the record.
CREATE TABLE ban (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed INTEGER NOT NULL REFERENCES ledger_record (seq),
  life TEXT NOT NULL CHECK (json_valid(life))
) STRICT;
CREATE INDEX ban_address ON ban (address, proposed);
CREATE INDEX ban_state ON ban (state, proposed);

CREATE TABLE whitelist_entry (
  id TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'removed', 'expired')),
  added INTEGER NOT NULL REFERENCES ledger_record (seq),
  life TEXT NOT NULL CHECK (json_valid(life))
) STRICT;
CREATE INDEX whitelist_entry_state ON whitelist_entry (state, added);

CREATE TABLE analyst (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- Signed intents in the order they were made; a row leaves when its record enters ledger_record.
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  intent TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  signed TEXT NOT NULL CHECK (json_valid(signed)),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'refused')),
  code TEXT,
  error TEXT
) STRICT;
CREATE INDEX outbox_subject ON outbox (subject);

CREATE TABLE campaign (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE campaign_source (
  campaign INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (campaign, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_source_address ON campaign_source (address, campaign);
