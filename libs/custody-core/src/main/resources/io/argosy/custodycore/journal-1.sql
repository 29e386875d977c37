CREATE TABLE journal (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  version     INTEGER NOT NULL,
  genesis     TEXT NOT NULL,
  daemon      TEXT NOT NULL,
  generation  INTEGER NOT NULL
) STRICT;
CREATE TABLE policy (
  number      INTEGER PRIMARY KEY,
  body        BLOB NOT NULL,
  kept_at     TEXT NOT NULL
) STRICT;
CREATE TABLE statement (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  hash        TEXT NOT NULL UNIQUE,
  body        BLOB NOT NULL,
  signatures  BLOB NOT NULL,
  generation  INTEGER NOT NULL,
  policy      INTEGER NOT NULL,
  day         TEXT NOT NULL,
  kept_at     TEXT NOT NULL
) STRICT;
CREATE TABLE leaf (
  position    INTEGER NOT NULL REFERENCES statement,
  number      INTEGER NOT NULL,
  client      TEXT NOT NULL,
  external_id TEXT NOT NULL,
  body        BLOB NOT NULL,
  PRIMARY KEY (position, number),
  UNIQUE (client, external_id)
) STRICT, WITHOUT ROWID;
-- Leaves of pay statements that a void statement lists.
CREATE TABLE void_leaf (
  position    INTEGER NOT NULL REFERENCES statement,
  number      INTEGER NOT NULL,
  body        BLOB NOT NULL,
  PRIMARY KEY (position, number)
) STRICT, WITHOUT ROWID;
-- What a statement takes of its day's limit; the weight counts daemons that did not acknowledge.
CREATE TABLE usage (
  position    INTEGER NOT NULL REFERENCES statement,
  asset       TEXT NOT NULL,
  day         TEXT NOT NULL,
  units       TEXT NOT NULL,
  weight      INTEGER NOT NULL,
  PRIMARY KEY (position, asset)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_by_day ON usage (day, asset);
-- Refills of a fund statement that were ever permitted; they count against its lifetime cap.
CREATE TABLE refill (
  position    INTEGER NOT NULL REFERENCES statement,
  leaf        INTEGER NOT NULL,
  kept_at     TEXT NOT NULL,
  PRIMARY KEY (position, leaf)
) STRICT, WITHOUT ROWID;
-- A permit is written before a share is touched, and says how its session ended afterwards. One
-- without an end, found at start, was cut off: it is never resumed, its request id never used again,
-- and the transfers of this daemon with the quorum's others are spoiled.
CREATE TABLE permit (
  request     TEXT PRIMARY KEY,
  key         TEXT NOT NULL,
  quorum      TEXT NOT NULL,
  manifest    TEXT NOT NULL,
  statement   TEXT,
  kept_at     TEXT NOT NULL,
  ended       TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX permit_open ON permit (request) WHERE ended IS NULL;
-- Daemons that failed a check which may have cost a bit of this one's secrets, in whatever key.
CREATE TABLE quarantine (
  daemon      TEXT PRIMARY KEY,
  session     TEXT NOT NULL,
  failed      TEXT NOT NULL,
  kept_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Quarantines that ended, and who said so.
CREATE TABLE quarantine_release (
  daemon      TEXT NOT NULL,
  session     TEXT NOT NULL,
  failed      TEXT NOT NULL,
  kept_at     TEXT NOT NULL,
  released_by TEXT NOT NULL,
  released_at TEXT NOT NULL
) STRICT;
-- Peers with whom this daemon's oblivious transfers of a key are not used any more, until the two
-- have set them up again; erased once nothing of them stands in the sealed share.
CREATE TABLE spoiled_pair (
  key         TEXT NOT NULL,
  epoch       INTEGER NOT NULL,
  daemon      TEXT NOT NULL,
  why         TEXT NOT NULL,
  kept_at     TEXT NOT NULL,
  erased      INTEGER NOT NULL CHECK (erased IN (0, 1)),
  PRIMARY KEY (key, epoch, daemon)
) STRICT, WITHOUT ROWID;
CREATE TABLE delegation (
  treasury    TEXT NOT NULL,
  nonce       INTEGER NOT NULL,
  code        TEXT NOT NULL,
  PRIMARY KEY (treasury, nonce)
) STRICT, WITHOUT ROWID;
-- A freeze stands with its one signer, a thaw with the signatures of its officers.
CREATE TABLE freeze (
  number      INTEGER NOT NULL,
  scope       TEXT NOT NULL,
  act         TEXT NOT NULL,
  body        BLOB NOT NULL,
  signer      TEXT,
  signed      BLOB NOT NULL,
  kept_at     TEXT NOT NULL,
  PRIMARY KEY (number, scope, act)
) STRICT, WITHOUT ROWID;
-- What was done with shares and the keys that wrap them, and how the key store was.
CREATE TABLE store_event (
  position    INTEGER PRIMARY KEY AUTOINCREMENT,
  at          TEXT NOT NULL,
  what        TEXT NOT NULL,
  share       TEXT NOT NULL,
  detail      TEXT NOT NULL
) STRICT;
CREATE INDEX store_event_by_share ON store_event (share);
CREATE TABLE refusal (
  why         TEXT PRIMARY KEY,
  count       INTEGER NOT NULL,
  last_detail TEXT NOT NULL,
  last_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
