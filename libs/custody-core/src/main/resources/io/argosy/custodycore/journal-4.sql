-- Epochs of keys into which this daemon brought no share. It signs by them once it took over what the
-- daemons of an earlier version agreed to; settled is the last registration of before that.
CREATE TABLE takeover (
  key         TEXT NOT NULL,
  epoch       INTEGER NOT NULL,
  from_roster INTEGER NOT NULL,
  to_roster   INTEGER NOT NULL,
  kept_at     TEXT NOT NULL,
  settled     INTEGER,
  PRIMARY KEY (key, epoch)
) STRICT, WITHOUT ROWID;
-- How far each of those daemons showed its checkpoint; the generation stands once it showed all.
CREATE TABLE checkpoint (
  key         TEXT NOT NULL,
  epoch       INTEGER NOT NULL,
  daemon      TEXT NOT NULL,
  pages       INTEGER NOT NULL,
  part        INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  generation  INTEGER,
  kept_at     TEXT NOT NULL,
  PRIMARY KEY (key, epoch, daemon),
  FOREIGN KEY (key, epoch) REFERENCES takeover
) STRICT, WITHOUT ROWID;
-- What was taken over, whoever showed it first; rows are added and never removed.
CREATE TABLE carried_id (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  client      TEXT NOT NULL,
  external_id TEXT NOT NULL,
  statement   TEXT NOT NULL,
  leaf        INTEGER NOT NULL,
  daemon      TEXT NOT NULL,
  UNIQUE (client, external_id, statement)
) STRICT;
CREATE TABLE carried_usage (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  statement   TEXT NOT NULL,
  asset       TEXT NOT NULL,
  day         TEXT NOT NULL,
  units       TEXT NOT NULL,
  UNIQUE (statement, asset, day)
) STRICT;
CREATE INDEX carried_usage_by_day ON carried_usage (day, asset);
CREATE TABLE carried_refill (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  statement   TEXT NOT NULL,
  leaf        INTEGER NOT NULL,
  UNIQUE (statement, leaf)
) STRICT;
CREATE TABLE carried_delegation (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  treasury    TEXT NOT NULL,
  nonce       INTEGER NOT NULL,
  code        TEXT NOT NULL,
  UNIQUE (treasury, nonce, code)
) STRICT;
