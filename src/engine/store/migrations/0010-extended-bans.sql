-- Asked with every change of bans, and true of few among very many: who waits for a decision on more time, and which
-- bans are of whole ranges.
CREATE INDEX ban_extended ON ban (json_extract(life, '$.expiresAt'))
  WHERE state = 'published' AND json_extract(life, '$.extension.proposer') IS NOT NULL;
CREATE INDEX ban_ranges ON ban (proposed, address, state) WHERE instr(address, '/') > 0;
