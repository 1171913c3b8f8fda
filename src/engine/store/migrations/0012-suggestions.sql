-- Campaigns that suggest themselves, as they were found last; those that were rejected stay, so that they are not made
-- again. Ids are never given twice: they are in links and in what an act can be taken back by.
CREATE TABLE suggestion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Addresses.
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  -- Evidence, strength and what rejections are remembered by.
  told TEXT NOT NULL CHECK (json_valid(told)),
  -- UTC milliseconds.
  rejected_at INTEGER
) STRICT;
