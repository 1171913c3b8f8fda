-- What is understood of messages beyond their class: how they are built, what they guess, what they dial as evidence
-- grows; and which rules judged them, so that they can be judged anew.

CREATE TABLE fingerprint (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- One user and password that somebody tried; `password` is NULL while only its digest is known.
CREATE TABLE guess (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL,
  password TEXT,
  -- 0: the attacker's tool wrote it down, 1: sent as a digest.
  how INTEGER NOT NULL CHECK (how IN (0, 1)),
  CHECK (password IS NOT NULL OR how = 1)
) STRICT;
CREATE UNIQUE INDEX guess_known ON guess (user, password, how) WHERE password IS NOT NULL;
CREATE UNIQUE INDEX guess_unknown ON guess (user) WHERE password IS NULL;

-- Users named and guesses made by one message, as lists of ids, interned: events that name the same share a row, and
-- what an event added to its source's lists can be taken back. In the lists 0 stands for what was beyond their bound.
CREATE TABLE named (
  id INTEGER PRIMARY KEY,
  users TEXT NOT NULL CHECK (json_valid(users)),
  guesses TEXT NOT NULL CHECK (json_valid(guesses)),
  UNIQUE (users, guesses)
) STRICT;

-- A number is read from what was dialled; what was dialled is the fact, and how it is read may change.
CREATE TABLE dialled_before (
  id INTEGER PRIMARY KEY, number INTEGER NOT NULL, prefix INTEGER NOT NULL, raw TEXT NOT NULL
) STRICT;
INSERT INTO dialled_before SELECT id, number, prefix, substr(raw, 1, 500) FROM dialled;
DROP TABLE dialled;
CREATE TABLE dialled (
  id INTEGER PRIMARY KEY,
  -- As it stood in the message.
  raw TEXT NOT NULL UNIQUE,
  number INTEGER NOT NULL,
  prefix INTEGER NOT NULL,
  -- How sure the border between prefix and core is: 0 low, 1 medium, 2 high.
  confidence INTEGER NOT NULL DEFAULT 0,
  -- 1: other dialled numbers have shown how it is to be read; what it says by itself changes nothing then.
  folded INTEGER NOT NULL DEFAULT 0 CHECK (folded IN (0, 1)),
  -- The last eight digits of what was dialled: what forms of one number share, whatever stands before it.
  suffix TEXT NOT NULL
) STRICT;
INSERT INTO dialled (id, raw, number, prefix, suffix)
  SELECT min(d.id), d.raw, d.number, d.prefix, substr(n.text, -8)
  FROM dialled_before d JOIN number n ON n.id = d.number GROUP BY d.raw;
CREATE INDEX dialled_suffix ON dialled (suffix);
CREATE INDEX dialled_number ON dialled (number);
-- Rows that differed only in what was cut off above.
UPDATE event SET dialled = (SELECT k.id FROM dialled_before d JOIN dialled k ON k.raw = d.raw WHERE d.id = event.dialled)
  WHERE dialled NOT IN (SELECT id FROM dialled);
UPDATE dialog SET dialled = (SELECT k.id FROM dialled_before d JOIN dialled k ON k.raw = d.raw WHERE d.id = dialog.dialled)
  WHERE dialled NOT IN (SELECT id FROM dialled);
DROP TABLE dialled_before;

-- NULL: no SIP, or stored before these were kept. `fingerprint` 0: beyond the bound of its source.
ALTER TABLE event ADD COLUMN fingerprint INTEGER;
-- NULL: an answer of ours, or stored before this was kept.
ALTER TABLE event ADD COLUMN named INTEGER;
-- Its topmost Via names a public host that is not where it came from.
ALTER TABLE event ADD COLUMN foreign_via INTEGER NOT NULL DEFAULT 0 CHECK (foreign_via IN (0, 1));

ALTER TABLE source ADD COLUMN foreign_via INTEGER NOT NULL DEFAULT 0;
-- Our answers 401, 403, 407, 487 and 503, and those that let it in.
ALTER TABLE source ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
UPDATE source SET refusals = x.refusals, accepted = x.accepted
  FROM (SELECT source, sum(status IN (401, 403, 407, 487, 503)) AS refusals,
      sum(status BETWEEN 200 AND 299 AND method = 5) AS accepted
    FROM event WHERE direction = 1 AND status IS NOT NULL GROUP BY source) x
  WHERE x.source = source.id;

-- Severity of the verdict on all that the source did; until the first verdict that of its worst message.
ALTER TABLE source ADD COLUMN verdict INTEGER NOT NULL DEFAULT 5;
UPDATE source SET verdict = severity;
-- 1: something changed since that verdict, 2: there was none yet.
ALTER TABLE source ADD COLUMN due INTEGER NOT NULL DEFAULT 2 CHECK (due IN (0, 1, 2));
DROP INDEX source_severity;
CREATE INDEX source_verdict ON source (verdict, messages DESC, id DESC);
CREATE INDEX source_due ON source (id) WHERE due > 0;

-- Requests by method; 0 gathers those that have no number of their own.
CREATE TABLE source_method (
  source INTEGER NOT NULL, method INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, method)
) STRICT, WITHOUT ROWID;
INSERT INTO source_method
  SELECT source, iif(method <= 14, method, 0), count(*) FROM event
  WHERE direction = 0 AND method IS NOT NULL AND status IS NULL GROUP BY 1, 2;

CREATE TABLE source_fingerprint (
  source INTEGER NOT NULL, fingerprint INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_fingerprint_sources ON source_fingerprint (fingerprint);

CREATE TABLE source_guess (
  source INTEGER NOT NULL, guess INTEGER NOT NULL, attempts INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (source, guess)
) STRICT, WITHOUT ROWID;

-- By severity too, so that the worst is still known when a message turns out to be less bad.
DROP TABLE source_class;
CREATE TABLE source_class (
  source INTEGER NOT NULL, class INTEGER NOT NULL, severity INTEGER NOT NULL, messages INTEGER NOT NULL,
  PRIMARY KEY (source, class, severity)
) STRICT, WITHOUT ROWID;
INSERT INTO source_class SELECT source, class, severity, count(*) FROM event WHERE direction = 0 GROUP BY 1, 2, 3;

DROP TABLE source_dialled;
CREATE TABLE source_dialled (
  source INTEGER NOT NULL, dialled INTEGER NOT NULL, attempts INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY (source, dialled)
) STRICT, WITHOUT ROWID;
INSERT INTO source_dialled
  SELECT source, dialled, count(*), min(time), max(time) FROM event
  WHERE direction = 0 AND dialled IS NOT NULL GROUP BY 1, 2;
CREATE INDEX source_dialled_sources ON source_dialled (dialled);

-- In how many forms a source dialled a core, and behind how many forms a prefix stood: rows of source_dialled.
CREATE TABLE source_number (
  source INTEGER NOT NULL, number INTEGER NOT NULL, forms INTEGER NOT NULL,
  PRIMARY KEY (source, number)
) STRICT, WITHOUT ROWID;
INSERT INTO source_number
  SELECT x.source, d.number, count(*) FROM source_dialled x JOIN dialled d ON d.id = x.dialled GROUP BY 1, 2;
CREATE INDEX source_number_sources ON source_number (number, source);

DROP TABLE source_prefix;
CREATE TABLE source_prefix (
  source INTEGER NOT NULL, prefix INTEGER NOT NULL, forms INTEGER NOT NULL,
  PRIMARY KEY (source, prefix)
) STRICT, WITHOUT ROWID;
INSERT INTO source_prefix
  SELECT x.source, d.prefix, count(*) FROM source_dialled x JOIN dialled d ON d.id = x.dialled GROUP BY 1, 2;

-- Counted before events said what they named: empties as those events are judged anew, and is shown until then.
ALTER TABLE source_user RENAME TO source_user_before;
CREATE TABLE source_user (
  source INTEGER NOT NULL, user INTEGER NOT NULL, attempts INTEGER NOT NULL,
  PRIMARY KEY (source, user)
) STRICT, WITHOUT ROWID;

-- Which rules judged which events: a row holds from its first event id up to the next row's. Ids have no holes.
CREATE TABLE judged (
  first INTEGER PRIMARY KEY,
  rules INTEGER NOT NULL CHECK (rules > 0)
) STRICT;
INSERT INTO judged (first, rules) VALUES (1, 1);
