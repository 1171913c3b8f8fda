-- What sensors saw. Times are microseconds UTC; small numbers for words are those of store/codes.ts.
-- Rows of interned tables are referred to without a declared foreign key where that would cost a lookup per event.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sensor (
  id INTEGER PRIMARY KEY,
  -- Its own stable name; unknown until the first hello.
  identity TEXT UNIQUE CHECK (length(identity) = 64),
  -- How to reach it; forgotten when the sensor is removed, while its events stay.
  url TEXT UNIQUE,
  token TEXT,
  name TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  latitude REAL NOT NULL DEFAULT 0 CHECK (latitude BETWEEN -90 AND 90),
  longitude REAL NOT NULL DEFAULT 0 CHECK (longitude BETWEEN -180 AND 180),
  zone TEXT NOT NULL DEFAULT 'UTC',
  software TEXT NOT NULL DEFAULT '',
  stored INTEGER NOT NULL DEFAULT 0 CHECK (stored >= 0),
  last_event INTEGER,
  CHECK ((url IS NULL) = (token IS NULL))
) STRICT;

-- A sensor's numbering and the last sequence stored of it: moved in the transaction that stores the events.
CREATE TABLE epoch (
  id INTEGER PRIMARY KEY,
  sensor INTEGER NOT NULL REFERENCES sensor (id),
  name TEXT NOT NULL,
  last INTEGER NOT NULL CHECK (last >= 0),
  UNIQUE (sensor, name)
) STRICT;

CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  sensor INTEGER NOT NULL REFERENCES sensor (id),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL CHECK (to_time >= from_time),
  reason TEXT NOT NULL,
  -- Events known to be lost; NULL while the sensor may still hold them.
  lost INTEGER CHECK (lost > 0),
  epoch INTEGER REFERENCES epoch (id),
  from_sequence INTEGER,
  UNIQUE (epoch, from_sequence)
) STRICT;
CREATE INDEX gap_sensor ON gap (sensor, to_time);

CREATE TABLE method (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE user_agent (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE user (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE prefix (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE number (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  country TEXT
) STRICT;
CREATE TABLE dialled (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  prefix INTEGER NOT NULL,
  raw TEXT NOT NULL,
  UNIQUE (number, prefix, raw)
) STRICT;
CREATE TABLE listener (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL,
  port INTEGER NOT NULL,
  UNIQUE (address, port)
) STRICT;
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  country TEXT NOT NULL,
  name TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  UNIQUE (country, name)
) STRICT;

-- Usual methods have fixed numbers, so that rollups can gather all others under 0.
INSERT INTO method (id, text) VALUES
  (1, 'INVITE'), (2, 'ACK'), (3, 'BYE'), (4, 'CANCEL'), (5, 'REGISTER'), (6, 'OPTIONS'), (7, 'INFO'), (8, 'PRACK'),
  (9, 'SUBSCRIBE'), (10, 'NOTIFY'), (11, 'UPDATE'), (12, 'MESSAGE'), (13, 'REFER'), (14, 'PUBLISH'), (15, '');

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  place INTEGER REFERENCES place (id),
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL CHECK (last_seen >= first_seen),
  -- Received from it; our answers are counted apart.
  messages INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  dialogs INTEGER NOT NULL,
  sensors INTEGER NOT NULL,
  numbers INTEGER NOT NULL,
  prefixes INTEGER NOT NULL,
  proof INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  first_invite INTEGER,
  -- Most messages received from it within one second of the clock.
  peak INTEGER NOT NULL
) STRICT;
CREATE INDEX source_last_seen ON source (last_seen, id);
CREATE INDEX source_messages ON source (messages, id);
CREATE INDEX source_severity ON source (severity, messages DESC, id DESC);

-- All messages of one Call-ID between one source and one sensor; an empty Call-ID stands for a message without.
CREATE TABLE dialog (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  sensor INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL CHECK (last_seen >= first_seen),
  messages INTEGER NOT NULL,
  -- [[method, time of its first use], …]
  methods TEXT NOT NULL CHECK (json_valid(methods)),
  -- Each of these comes from the earliest or latest message that has it; the time says which that was.
  status INTEGER,
  status_time INTEGER,
  caller TEXT,
  callee TEXT,
  user_agent INTEGER,
  opened_time INTEGER,
  dialled INTEGER,
  dialled_time INTEGER
) STRICT;
CREATE UNIQUE INDEX dialog_call ON dialog (source, sensor, call_id) WHERE call_id <> '';
CREATE INDEX dialog_call_id ON dialog (call_id) WHERE call_id <> '';
CREATE INDEX dialog_source ON dialog (source, first_seen);
CREATE INDEX dialog_first_seen ON dialog (first_seen);

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  sensor INTEGER NOT NULL,
  time INTEGER NOT NULL CHECK (time >= 0),
  transport INTEGER NOT NULL,
  direction INTEGER NOT NULL CHECK (direction IN (0, 1)),
  source INTEGER NOT NULL,
  port INTEGER NOT NULL,
  listener INTEGER NOT NULL,
  -- NULL when the bytes are no SIP.
  method INTEGER,
  status INTEGER,
  dialog INTEGER NOT NULL,
  dialled INTEGER,
  user_agent INTEGER,
  tool INTEGER NOT NULL,
  class INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  proof INTEGER NOT NULL,
  size INTEGER NOT NULL,
  fault TEXT
) STRICT;
CREATE UNIQUE INDEX event_sequence ON event (epoch, sequence);
CREATE INDEX event_time ON event (time);
CREATE INDEX event_source ON event (source, time, direction);
CREATE INDEX event_dialog ON event (dialog, time);

-- The exact bytes, apart from the narrow rows that lists read.
CREATE TABLE raw (
  event INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Aggregates. All but the per-second ones can be recounted from events; a test does.
CREATE TABLE source_class (
  source INTEGER NOT NULL, class INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, class)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_tool (
  source INTEGER NOT NULL, tool INTEGER NOT NULL, user_agent INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, tool, user_agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_sensor (
  source INTEGER NOT NULL, sensor INTEGER NOT NULL, messages INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (source, sensor)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_dialled (
  source INTEGER NOT NULL, number INTEGER NOT NULL, prefix INTEGER NOT NULL, attempts INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (source, number, prefix)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_dialled_number ON source_dialled (number, source);

CREATE TABLE source_prefix (
  source INTEGER NOT NULL, prefix INTEGER NOT NULL,
  PRIMARY KEY (source, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_user (
  source INTEGER NOT NULL, user INTEGER NOT NULL, attempts INTEGER NOT NULL,
  PRIMARY KEY (source, user)
) STRICT, WITHOUT ROWID;

-- Serves timelines, hours of the day in any zone, and "who was active in this range".
CREATE TABLE source_minute (
  source INTEGER NOT NULL, minute INTEGER NOT NULL, sensor INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, minute, sensor)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_minute_range ON source_minute (minute, source, messages);

CREATE TABLE dialog_minute (
  minute INTEGER PRIMARY KEY, begun INTEGER NOT NULL
) STRICT;

-- Received messages of the last two hours; older seconds are pruned.
CREATE TABLE rollup_second (
  second INTEGER NOT NULL, sensor INTEGER NOT NULL, method INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (second, sensor, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_minute (
  minute INTEGER NOT NULL, sensor INTEGER NOT NULL, direction INTEGER NOT NULL, class INTEGER NOT NULL,
  method INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (minute, sensor, direction, class, method)
) STRICT, WITHOUT ROWID;
