-- What retention and the account of the data folder ask of blocks, without reading a single block: which are old, how
-- many messages are kept, and what they take.
CREATE INDEX raw_block_times ON raw_block (to_time, first, from_time, last, messages, size, length(packed));
