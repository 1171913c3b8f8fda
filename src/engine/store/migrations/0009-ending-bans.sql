-- Which published bans end soon is asked every few seconds while sensors send.
CREATE INDEX ban_ends ON ban (json_extract(life, '$.expiresAt')) WHERE state = 'published';
