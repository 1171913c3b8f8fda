-- What was put away in the Inbox of this console. Each act stands until a newer one is about the same subject, so that
-- taking an act back leaves what stood before it.
CREATE TABLE inbox_act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mark TEXT NOT NULL CHECK (mark IN ('open', 'done', 'snoozed')),
  at INTEGER NOT NULL,
  -- UTC milliseconds.
  until INTEGER,
  CHECK ((mark = 'snoozed') = (until IS NOT NULL))
) STRICT;

-- `subject`: the address of a source, a range, or the id of a ban. The rest is what was known of it then; `messages` of a
-- range: hosts. `classes`: one bit for each attack class.
CREATE TABLE inbox_mark (
  subject TEXT NOT NULL,
  act INTEGER NOT NULL REFERENCES inbox_act (id),
  messages INTEGER NOT NULL,
  verdict INTEGER NOT NULL,
  proof INTEGER NOT NULL,
  classes INTEGER NOT NULL,
  PRIMARY KEY (subject, act)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_mark_act ON inbox_mark (act);
