-- Labels and campaigns are the team's: they come from the ledger of the feed that is followed. `label`, `campaign` and
-- `campaign_source` hold what is shown: what that ledger says, with what this console has asked of its feed since.

-- A campaign's number in the links and filters of this console, for good. Its UUID is the same everywhere.
CREATE TABLE campaign_number (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO campaign_number (id, uuid)
  SELECT id, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-'
    || substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
  FROM campaign;
-- No number is ever given twice, or an old link would lead to another campaign.
DELETE FROM sqlite_sequence WHERE name = 'campaign_number';
INSERT INTO sqlite_sequence (name, seq) SELECT 'campaign_number', seq FROM sqlite_sequence WHERE name = 'campaign';

-- What the records of each feed add up to. Feed '': what this console has of its own that no feed knows yet. What was
-- taken away stays as a row, so that it is not proposed again.
CREATE TABLE team_label (
  feed TEXT NOT NULL,
  address TEXT NOT NULL,
  text TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  worn INTEGER NOT NULL CHECK (worn IN (0, 1)),
  PRIMARY KEY (feed, address, text)
) STRICT, WITHOUT ROWID;
INSERT INTO team_label SELECT '', address, text, added_at, 1 FROM label;

CREATE TABLE team_campaign (
  feed TEXT NOT NULL,
  uuid TEXT NOT NULL,
  life TEXT NOT NULL CHECK (json_valid(life)),
  PRIMARY KEY (feed, uuid)
) STRICT, WITHOUT ROWID;
INSERT INTO team_campaign
  SELECT '', n.uuid, json_object('id', n.uuid, 'name', c.name, 'note', c.note, 'author', '', 'createdAt', c.created_at,
    'updatedAt', c.updated_at, 'state', 'open')
  FROM campaign c JOIN campaign_number n ON n.id = c.id;

CREATE TABLE team_campaign_source (
  feed TEXT NOT NULL,
  uuid TEXT NOT NULL,
  address TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  PRIMARY KEY (feed, uuid, address)
) STRICT, WITHOUT ROWID;
INSERT INTO team_campaign_source
  SELECT '', n.uuid, s.address, s.added_at, 1 FROM campaign_source s JOIN campaign_number n ON n.id = s.campaign;

-- What waits for a feed that is not followed now; feed '': for the console's own, before it was ever met.
CREATE TABLE outbox_aside (
  feed TEXT NOT NULL,
  position INTEGER NOT NULL,
  intent TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  signed TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (feed, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_kind ON outbox (kind, position);
