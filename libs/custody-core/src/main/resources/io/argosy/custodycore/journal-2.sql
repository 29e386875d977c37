-- Officers' signatures of an installed policy, so that it can be shown to other daemons.
CREATE TABLE policy_signature (
  number      INTEGER PRIMARY KEY,
  signatures  BLOB NOT NULL
) STRICT;
-- Policies that officers signed and another daemon showed; below the highest nothing is signed here.
CREATE TABLE policy_heard (
  number      INTEGER NOT NULL,
  hash        TEXT NOT NULL,
  body        BLOB NOT NULL,
  signatures  BLOB NOT NULL,
  daemon      TEXT NOT NULL,
  kept_at     TEXT NOT NULL,
  PRIMARY KEY (number, hash)
) STRICT, WITHOUT ROWID;
-- Registrations as other daemons are told of them; one stands again when it was approved again.
CREATE TABLE registered (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  position    INTEGER NOT NULL REFERENCES statement
) STRICT;
INSERT INTO registered (position) SELECT position FROM statement ORDER BY position;
-- Up to where another daemon's registrations were looked at, under which policy and generation of this
-- journal; under others they are looked at again, since people's signatures may hold now.
CREATE TABLE followed (
  daemon      TEXT PRIMARY KEY,
  number      INTEGER NOT NULL,
  policy      INTEGER NOT NULL,
  generation  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Pay statements that another daemon acknowledged and this one was not given: its acknowledgement,
-- and what people signed, as it was checked here.
CREATE TABLE told_statement (
  position        INTEGER PRIMARY KEY AUTOINCREMENT,
  hash            TEXT NOT NULL UNIQUE,
  body            BLOB NOT NULL,
  signatures      BLOB NOT NULL,
  acknowledgement BLOB NOT NULL,
  acknowledged    BLOB NOT NULL,
  kept_at         TEXT NOT NULL
) STRICT;
CREATE TABLE told_leaf (
  position    INTEGER NOT NULL REFERENCES told_statement,
  number      INTEGER NOT NULL,
  client      TEXT NOT NULL,
  external_id TEXT NOT NULL,
  body        BLOB NOT NULL,
  PRIMARY KEY (position, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_leaf_by_id ON told_leaf (client, external_id);
-- One external id in two statements that people signed and daemons acknowledged; neither leaf is paid.
CREATE TABLE conflict (
  client          TEXT NOT NULL,
  external_id     TEXT NOT NULL,
  statement       TEXT NOT NULL,
  leaf            INTEGER NOT NULL,
  other_statement TEXT NOT NULL,
  other_leaf      INTEGER NOT NULL,
  daemon          TEXT NOT NULL,
  until           TEXT NOT NULL,
  kept_at         TEXT NOT NULL,
  PRIMARY KEY (client, external_id, statement, other_statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_by_statement ON conflict (statement);
CREATE INDEX conflict_by_other ON conflict (other_statement);
