-- Twenty million events: a message is who sent it, when, what it names, and its kind: everything else, of which there
-- are only some thousand combinations. Counts by time, source and kind answer what would else be counted from events.

DROP INDEX event_sequence;
DROP INDEX event_time;
DROP INDEX event_source;
DROP INDEX event_dialog;
ALTER TABLE event RENAME TO event_before;
DROP INDEX dialog_call;
DROP INDEX dialog_source;
DROP INDEX dialog_first_seen;
ALTER TABLE dialog RENAME TO dialog_before;

-- One combination of all that is said of a message but who, when and what it names. Rows are never changed or removed.
CREATE TABLE kind (
  id INTEGER PRIMARY KEY,
  sensor INTEGER NOT NULL,
  listener INTEGER NOT NULL,
  transport INTEGER NOT NULL,
  direction INTEGER NOT NULL CHECK (direction IN (0, 1)),
  -- NULL when the bytes are no SIP.
  method INTEGER,
  -- NULL for requests.
  status INTEGER,
  -- 0: beyond the bound of its source; so is a fingerprint.
  user_agent INTEGER,
  tool INTEGER NOT NULL,
  class INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  proof INTEGER NOT NULL,
  fault TEXT,
  -- NULL: an answer of ours, no SIP, or stored before this was kept.
  fingerprint INTEGER,
  -- Its topmost Via names a public host that is not where it came from.
  foreign_via INTEGER NOT NULL CHECK (foreign_via IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX kind_key ON kind (
  sensor, listener, transport, direction, coalesce(method, -1), coalesce(status, -1), coalesce(user_agent, -1), tool,
  class, severity, proof, coalesce(fault, ''), coalesce(fingerprint, -1), foreign_via
);
CREATE INDEX kind_fingerprint ON kind (fingerprint);
CREATE INDEX kind_user_agent ON kind (user_agent);
INSERT INTO kind (sensor, listener, transport, direction, method, status, user_agent, tool, class, severity, proof, fault,
    fingerprint, foreign_via)
  SELECT DISTINCT sensor, listener, transport, direction, method, status, user_agent, tool, class, severity, proof, fault,
    fingerprint, foreign_via
  FROM event_before;

-- Ids are given in the order of arrival.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL CHECK (time >= 0),
  kind INTEGER NOT NULL,
  source INTEGER NOT NULL,
  port INTEGER NOT NULL,
  dialog INTEGER NOT NULL,
  size INTEGER NOT NULL,
  -- NULL: nothing; 0: beyond the bound of its source.
  dialled INTEGER,
  -- NULL: an answer of ours, or stored before this was kept.
  named INTEGER
) STRICT;
INSERT INTO event (id, time, kind, source, port, dialog, size, dialled, named)
  SELECT e.id, e.time, k.id, e.source, e.port, e.dialog, e.size, e.dialled, e.named
  FROM event_before e CROSS JOIN kind k INDEXED BY kind_key
  WHERE k.sensor = e.sensor AND k.listener = e.listener AND k.transport = e.transport AND k.direction = e.direction
    AND coalesce(k.method, -1) = coalesce(e.method, -1) AND coalesce(k.status, -1) = coalesce(e.status, -1)
    AND coalesce(k.user_agent, -1) = coalesce(e.user_agent, -1) AND k.tool = e.tool AND k.class = e.class
    AND k.severity = e.severity AND k.proof = e.proof AND coalesce(k.fault, '') = coalesce(e.fault, '')
    AND coalesce(k.fingerprint, -1) = coalesce(e.fingerprint, -1) AND k.foreign_via = e.foreign_via
  ORDER BY e.id;
DROP TABLE event_before;
CREATE INDEX event_time ON event (time);
CREATE INDEX event_source ON event (source, time);
CREATE INDEX event_dialog ON event (dialog);
CREATE INDEX event_dialled ON event (dialled, time) WHERE dialled > 0;

-- What readers of single events use.
CREATE VIEW event_row AS
  SELECT e.id, e.time, e.kind, e.source, e.port, e.dialog, e.size, e.dialled, e.named,
    k.sensor, k.listener, k.transport, k.direction, k.method, k.status, k.user_agent, k.tool, k.class, k.severity, k.proof,
    k.fault, k.fingerprint, k.foreign_via
  FROM event e CROSS JOIN kind k ON k.id = e.kind;

-- All messages of one Call-ID between one source and one sensor; an empty Call-ID stands for a message without.
CREATE TABLE dialog (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  sensor INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  -- store/call-id.ts: what an index holds instead of 40 bytes; 0 for an empty Call-ID.
  call_hash INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL CHECK (last_seen >= first_seen),
  messages INTEGER NOT NULL,
  -- Ids of the methods received, in order of first use, with blanks between them; at most 20.
  methods TEXT NOT NULL,
  -- Of our last answer.
  status INTEGER,
  -- Of the first message received: ids of users, and of a user agent.
  caller INTEGER,
  callee INTEGER,
  user_agent INTEGER,
  -- The first one dialled.
  dialled INTEGER
) STRICT;
-- Each side of a call is named by at most 500 characters, like any user.
INSERT OR IGNORE INTO user (text) SELECT substr(caller, 1, 500) FROM dialog_before WHERE caller IS NOT NULL;
INSERT OR IGNORE INTO user (text) SELECT substr(callee, 1, 500) FROM dialog_before WHERE callee IS NOT NULL;
-- The function call_hash is made by whoever migrates (store/migrate.ts).
INSERT INTO dialog (id, source, sensor, call_id, call_hash, first_seen, last_seen, messages, methods, status, caller,
    callee, user_agent, dialled)
  SELECT d.id, d.source, d.sensor, d.call_id, call_hash(d.call_id), d.first_seen, d.last_seen, d.messages,
    coalesce((SELECT group_concat(m.id, ' ' ORDER BY j.key)
      FROM json_each(d.methods) j JOIN method m ON m.text = json_extract(j.value, '$[0]')), ''),
    d.status, (SELECT id FROM user WHERE text = substr(d.caller, 1, 500)),
    (SELECT id FROM user WHERE text = substr(d.callee, 1, 500)), d.user_agent, d.dialled
  FROM dialog_before d ORDER BY d.id;
DROP TABLE dialog_before;
CREATE INDEX dialog_call ON dialog (source, call_hash);
CREATE INDEX dialog_source ON dialog (source, first_seen);

-- Counts of messages, both directions; a kind says which. Buckets are UTC: minutes, hours and days since 1970.
CREATE TABLE tally_minute (
  minute INTEGER NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (minute, source, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_hour (
  hour INTEGER NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (hour, source, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_day (
  day INTEGER NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (day, source, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_kind (
  source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO tally_minute SELECT time / 60000000, source, kind, count(*) FROM event GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
INSERT INTO tally_hour SELECT minute / 60, source, kind, sum(messages) FROM tally_minute GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
INSERT INTO tally_day SELECT hour / 24, source, kind, sum(messages) FROM tally_hour GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
INSERT INTO source_kind SELECT source, kind, sum(messages) FROM tally_day GROUP BY 1, 2 ORDER BY 1, 2;
CREATE INDEX tally_hour_source ON tally_hour (source);
CREATE INDEX source_kind_kind ON source_kind (kind);

DROP TABLE rollup_minute;
CREATE TABLE rollup_minute (
  minute INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (minute, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_hour (
  hour INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (hour, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_day (
  day INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO rollup_minute SELECT minute, kind, sum(messages) FROM tally_minute GROUP BY 1, 2 ORDER BY 1, 2;
INSERT INTO rollup_hour SELECT minute / 60, kind, sum(messages) FROM rollup_minute GROUP BY 1, 2 ORDER BY 1, 2;
INSERT INTO rollup_day SELECT hour / 24, kind, sum(messages) FROM rollup_hour GROUP BY 1, 2 ORDER BY 1, 2;

-- What was kept for each source apart is a sum over its kinds now; of what it sent alone.
DROP TABLE source_minute;
DROP TABLE source_class;
DROP TABLE source_tool;
DROP TABLE source_method;
DROP TABLE source_fingerprint;
CREATE VIEW source_class AS
  SELECT s.source, k.class, k.severity, sum(s.messages) AS messages
  FROM source_kind s JOIN kind k ON k.id = s.kind WHERE k.direction = 0 GROUP BY s.source, k.class, k.severity;
CREATE VIEW source_tool AS
  SELECT s.source, k.tool, coalesce(k.user_agent, 0) AS user_agent, sum(s.messages) AS messages
  FROM source_kind s JOIN kind k ON k.id = s.kind WHERE k.direction = 0
  GROUP BY s.source, k.tool, coalesce(k.user_agent, 0);
-- Requests by method; 0 gathers those that have no number of their own.
CREATE VIEW source_method AS
  SELECT s.source, iif(k.method <= 14, k.method, 0) AS method, sum(s.messages) AS messages
  FROM source_kind s JOIN kind k ON k.id = s.kind
  WHERE k.direction = 0 AND k.method IS NOT NULL AND k.status IS NULL
  GROUP BY s.source, iif(k.method <= 14, k.method, 0);
CREATE VIEW source_fingerprint AS
  SELECT s.source, k.fingerprint, sum(s.messages) AS messages
  FROM source_kind s JOIN kind k ON k.id = s.kind WHERE k.direction = 0 AND k.fingerprint IS NOT NULL
  GROUP BY s.source, k.fingerprint;

-- How often anybody dialled it: the sum over source_dialled.
ALTER TABLE dialled ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
UPDATE dialled SET attempts = x.attempts
  FROM (SELECT dialled, sum(attempts) AS attempts FROM source_dialled GROUP BY dialled) x WHERE x.dialled = dialled.id;

-- Raw bytes of the events first..last, which may have holes, packed together; `raw` holds what is not packed yet.
CREATE TABLE raw_block (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= first),
  messages INTEGER NOT NULL CHECK (messages > 0),
  -- NULL: of several sensors.
  sensor INTEGER,
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL CHECK (to_time >= from_time),
  -- Bytes unpacked.
  size INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;

-- What analysts write down.
CREATE TABLE label (
  address TEXT NOT NULL,
  text TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (address, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_text ON label (text, address);

CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  filter TEXT NOT NULL,
  tab TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE filter_history (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX filter_history_used ON filter_history (used_at);

CREATE TABLE hunt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- As it was typed, and the time zone that its times are in.
  filter TEXT NOT NULL,
  zone TEXT NOT NULL,
  from_time INTEGER,
  to_time INTEGER,
  answers INTEGER NOT NULL CHECK (answers IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  searched INTEGER NOT NULL DEFAULT 0,
  candidates INTEGER NOT NULL DEFAULT 0,
  found INTEGER NOT NULL DEFAULT 0,
  -- Messages whose bytes could not be read or are no longer kept.
  unread INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  error TEXT
) STRICT;
CREATE TABLE hunt_hit (
  hunt INTEGER NOT NULL REFERENCES hunt (id) ON DELETE CASCADE,
  event INTEGER NOT NULL,
  PRIMARY KEY (hunt, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
