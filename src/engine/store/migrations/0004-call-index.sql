-- One index by Call-ID finds a dialog as well as a search does; two cost every dialog a second write somewhere else.
DROP INDEX dialog_call;
DROP INDEX dialog_call_id;
CREATE UNIQUE INDEX dialog_call ON dialog (call_id, source, sensor) WHERE call_id <> '';
