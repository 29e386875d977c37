-- Versions of the roster after the genesis, and what officers of the one before said.
CREATE TABLE roster (
  version     INTEGER PRIMARY KEY,
  body        BLOB NOT NULL,
  signatures  BLOB NOT NULL,
  kept_at     TEXT NOT NULL
) STRICT;
