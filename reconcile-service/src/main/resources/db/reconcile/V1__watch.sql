-- What final blocks say. Hashes and addresses are lower-case hexadecimal text; units are base units.
CREATE TABLE block (
  number      bigint PRIMARY KEY,
  hash        text NOT NULL UNIQUE,
  parent      text NOT NULL,
  block_time  timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL
);

-- Token logs out of and into treasuries, of registered assets.
CREATE TABLE transfer (
  block       bigint NOT NULL REFERENCES block,
  log_index   integer NOT NULL,
  tx_hash     text NOT NULL,
  asset       text NOT NULL,
  sender      text NOT NULL,
  recipient   text NOT NULL,
  units       numeric(78, 0) NOT NULL CHECK (units > 0),
  PRIMARY KEY (block, log_index)
);

-- A leaf that a treasury says it paid, disputed or voided: one row a bit of the executor's masks.
CREATE TABLE claim (
  block       bigint NOT NULL REFERENCES block,
  log_index   integer NOT NULL,
  statement   text NOT NULL,
  leaf        bigint NOT NULL,
  treasury    text NOT NULL,
  asset       text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('PAID', 'DISPUTED', 'VOIDED')),
  tx_hash     text NOT NULL,
  PRIMARY KEY (block, log_index, leaf, kind)
);
CREATE INDEX claim_by_leaf ON claim (statement, leaf);

-- Coin that a transaction brought to a treasury.
CREATE TABLE coin_inflow (
  tx_hash     text PRIMARY KEY,
  block       bigint NOT NULL REFERENCES block,
  treasury    text NOT NULL,
  units       numeric(78, 0) NOT NULL CHECK (units > 0)
);
CREATE INDEX coin_inflow_by_block ON coin_inflow (block);

-- Transactions that a lane or, against all rules, a treasury sent.
CREATE TABLE network_cost (
  tx_hash     text PRIMARY KEY,
  block       bigint NOT NULL REFERENCES block,
  account     text NOT NULL,
  payer       text NOT NULL CHECK (payer IN ('LANE', 'TREASURY')),
  units       numeric(78, 0) NOT NULL,
  matched_at  timestamptz
);
CREATE INDEX network_cost_open ON network_cost (block) WHERE matched_at IS NULL;

-- Balances after the last block of each followed range; two neighbours make a window.
CREATE TABLE balance (
  block       bigint NOT NULL,
  treasury    text NOT NULL,
  asset       text NOT NULL,
  units       numeric(78, 0) NOT NULL,
  PRIMARY KEY (block, treasury, asset)
);

-- The newest block up to which every change of a balance is judged.
CREATE TABLE judged (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  block       bigint NOT NULL
);

-- A claim that a signed leaf and, for tokens, the exact log prove.
CREATE TABLE payment (
  statement   text NOT NULL,
  leaf        bigint NOT NULL,
  treasury    text NOT NULL,
  asset       text NOT NULL,
  recipient   text NOT NULL,
  units       numeric(78, 0) NOT NULL,
  block       bigint NOT NULL REFERENCES block,
  tx_hash     text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('PAID', 'DISPUTED')),
  matched_at  timestamptz,
  PRIMARY KEY (statement, leaf)
);
CREATE INDEX payment_open ON payment (block) WHERE matched_at IS NULL;

-- What daemons told.
CREATE TABLE daemon (
  daemon      text PRIMARY KEY,
  generation  bigint NOT NULL,
  position    bigint NOT NULL
);
CREATE TABLE statement (
  hash        text PRIMARY KEY,
  body        bytea NOT NULL,
  treasury    text NOT NULL,
  kind        text NOT NULL,
  told_at     timestamptz NOT NULL
);
CREATE TABLE leaf (
  statement   text NOT NULL REFERENCES statement,
  number      bigint NOT NULL,
  asset       text NOT NULL,
  recipient   text NOT NULL,
  units       numeric(78, 0) NOT NULL,
  route       text NOT NULL,
  PRIMARY KEY (statement, number)
);
CREATE TABLE told (
  daemon      text NOT NULL REFERENCES daemon,
  statement   text NOT NULL REFERENCES statement,
  PRIMARY KEY (statement, daemon)
);
-- Registrations that contradict themselves; they explain nothing.
CREATE TABLE contradiction (
  daemon      text NOT NULL REFERENCES daemon,
  position    bigint NOT NULL,
  cause       text NOT NULL,
  PRIMARY KEY (daemon, position)
);

-- What the ledger said, and where to read on.
CREATE TABLE ledger_outcome (
  position    bigint PRIMARY KEY,
  statement   text NOT NULL,
  leaf        bigint NOT NULL,
  asset       text NOT NULL,
  recipient   text NOT NULL,
  units       numeric(78, 0) NOT NULL,
  block       bigint NOT NULL,
  tx_hash     text NOT NULL,
  read_at     timestamptz NOT NULL,
  matched_at  timestamptz
);
CREATE INDEX ledger_outcome_open ON ledger_outcome (position) WHERE matched_at IS NULL;
CREATE INDEX ledger_outcome_by_leaf ON ledger_outcome (statement, leaf);
CREATE TABLE ledger_fee (
  position    bigint PRIMARY KEY,
  tx_hash     text NOT NULL,
  lane        text NOT NULL,
  units       numeric(78, 0) NOT NULL,
  block       bigint NOT NULL,
  read_at     timestamptz NOT NULL,
  matched_at  timestamptz
);
CREATE INDEX ledger_fee_open ON ledger_fee (position) WHERE matched_at IS NULL;
-- Since when the ledger lacks postings of its own final shards; its booking may lag.
CREATE TABLE ledger_missing (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  since       timestamptz NOT NULL
);

CREATE TABLE freeze_order (
  number      bigint PRIMARY KEY,
  treasury    text NOT NULL,
  body        bytea NOT NULL,
  signature   bytea NOT NULL,
  made_at     timestamptz NOT NULL
);
CREATE TABLE freeze_delivery (
  number      bigint NOT NULL REFERENCES freeze_order,
  daemon      text NOT NULL,
  in_force    boolean NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (number, daemon)
);

CREATE TABLE finding (
  seq            bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  break_id       text PRIMARY KEY,
  origin         text NOT NULL CHECK (origin IN ('JUDGED', 'LEDGER', 'CUSTODY')),
  break_class    text NOT NULL,
  subject        text NOT NULL,
  treasury       text NOT NULL,
  asset          text NOT NULL,
  expected_units numeric NOT NULL,
  found_units    numeric NOT NULL,
  block          bigint NOT NULL,
  explanation    text NOT NULL,
  opened_at      timestamptz NOT NULL,
  closed_at      timestamptz,
  freeze_number  bigint REFERENCES freeze_order
);
CREATE INDEX finding_open ON finding (seq) WHERE closed_at IS NULL;
