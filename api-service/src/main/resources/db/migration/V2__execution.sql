-- How approved batches become transactions, what was seen of them on chain, and what they cost.
-- Whether a leaf was paid is decided on chain; these tables remember what was promised and found.

-- Why nothing moves now; the newest word of the stage that waits. No row: nothing waits.
CREATE TABLE batch_wait (
  batch_id  text PRIMARY KEY REFERENCES batch,
  stage     text NOT NULL,
  reason    text NOT NULL CHECK (reason ~ '^[A-Z][A-Z_]+$'),
  detail    text NOT NULL,
  since     timestamptz NOT NULL
);

-- A daemon's newest refusal to register a statement; gone once it acknowledges.
CREATE TABLE registration_refusal (
  statement_hash  bytea NOT NULL REFERENCES statement,
  daemon_id       text NOT NULL,
  reason          text NOT NULL,
  detail          text NOT NULL,
  refused_at      timestamptz NOT NULL,
  PRIMARY KEY (statement_hash, daemon_id)
);

-- Leaves of one asset that one transaction pays: the unit of signing, sending and retry.
-- What is signed never changes; digest, signature and quorum come once, together.
CREATE TABLE shard (
  shard_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_id        text NOT NULL REFERENCES batch,
  statement_hash  bytea NOT NULL REFERENCES statement,
  number          integer NOT NULL CHECK (number > 0),
  asset           text NOT NULL,
  leaves          integer[] NOT NULL CHECK (cardinality(leaves) > 0),
  total           numeric(78, 0) NOT NULL CHECK (total > 0),
  item_gas        integer NOT NULL CHECK (item_gas > 0),
  gas_limit       integer NOT NULL CHECK (gas_limit BETWEEN 21000 AND 16777216),
  deadline        timestamptz NOT NULL,
  state           text NOT NULL CHECK (state IN (
                    'PLANNED', 'SIGNED', 'SENT', 'INCLUDED', 'FINAL', 'SUPERSEDED')),
  digest          bytea CHECK (length(digest) = 32),
  signature       bytea CHECK (length(signature) = 65),
  quorum          text[],
  planned_at      timestamptz NOT NULL,
  UNIQUE (batch_id, number),
  CHECK ((digest IS NULL) = (signature IS NULL) AND (signature IS NULL) = (quorum IS NULL)),
  CHECK (state NOT IN ('SIGNED', 'SENT') OR signature IS NOT NULL)
);
CREATE INDEX shard_by_state ON shard (state);

-- The newest shard of each leaf; a leaf moves on only when that shard is over.
CREATE TABLE leaf_shard (
  statement_hash  bytea NOT NULL REFERENCES statement,
  leaf            integer NOT NULL CHECK (leaf >= 0),
  shard_id        bigint NOT NULL REFERENCES shard,
  tries           integer NOT NULL CHECK (tries > 0),
  PRIMARY KEY (statement_hash, leaf)
);
CREATE INDEX leaf_shard_by_shard ON leaf_shard (shard_id);

-- A try to have shards signed; stored before a daemon is asked, its request id used once.
CREATE TABLE signing_session (
  request_id  text PRIMARY KEY CHECK (request_id ~ '^[!-~]{1,64}$'),
  batch_id    text NOT NULL REFERENCES batch,
  shards      bigint[] NOT NULL CHECK (cardinality(shards) > 0),
  quorum      text[] NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('OPEN', 'SIGNED', 'FAILED')),
  reason      text,
  detail      text,
  opened_at   timestamptz NOT NULL,
  ended_at    timestamptz,
  CHECK ((outcome = 'OPEN') = (ended_at IS NULL))
);
CREATE INDEX signing_session_by_batch ON signing_session (batch_id);

-- An account that only pays gas. next_nonce was never given to anything yet.
CREATE TABLE lane (
  address     text PRIMARY KEY CHECK (address ~ '^0x[0-9a-f]{40}$'),
  next_nonce  bigint NOT NULL CHECK (next_nonce >= 0)
);

-- A lane's nonce, for one shard and no other thing for ever. Settled: a final transaction used it.
CREATE TABLE reservation (
  lane         text NOT NULL REFERENCES lane,
  nonce        bigint NOT NULL CHECK (nonce >= 0),
  shard_id     bigint NOT NULL REFERENCES shard,
  reserved_at  timestamptz NOT NULL,
  settled_at   timestamptz,
  settled_by   text CHECK (settled_by IN ('PAY', 'FILL', 'FOREIGN')),
  PRIMARY KEY (lane, nonce),
  CHECK ((settled_at IS NULL) = (settled_by IS NULL))
);
CREATE UNIQUE INDEX reservation_one_a_shard ON reservation (shard_id) WHERE settled_at IS NULL;

-- Signed bytes for a reserved nonce, stored before they were first sent: the shard's call, or a
-- transfer of nothing to itself that only fills the nonce.
CREATE TABLE attempt (
  attempt_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lane          text NOT NULL,
  nonce         bigint NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('PAY', 'FILL')),
  tx_hash       bytea NOT NULL UNIQUE CHECK (length(tx_hash) = 32),
  signed_bytes  bytea NOT NULL,
  gas_limit     integer NOT NULL,
  max_fee       numeric(78, 0) NOT NULL,
  max_priority  numeric(78, 0) NOT NULL,
  stored_head   bigint NOT NULL,
  stored_at     timestamptz NOT NULL,
  FOREIGN KEY (lane, nonce) REFERENCES reservation
);
CREATE INDEX attempt_by_nonce ON attempt (lane, nonce);

-- Blocks as they were followed, each the child of the one before. A block that the chain gave up
-- goes, and takes with it what was seen in it.
CREATE TABLE block (
  number   bigint PRIMARY KEY,
  hash     bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  parent   bytea NOT NULL CHECK (length(parent) = 32),
  mined_at timestamptz NOT NULL
);

-- What the executor told of leaves, not booked yet.
CREATE TABLE seen (
  statement_hash  bytea NOT NULL REFERENCES statement,
  leaf            integer NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('PAID', 'FAILED', 'DISPUTED', 'VOID')),
  tx_hash         bytea NOT NULL CHECK (length(tx_hash) = 32),
  block_number    bigint NOT NULL REFERENCES block ON DELETE CASCADE,
  log_index       integer NOT NULL,
  PRIMARY KEY (statement_hash, leaf, block_number, log_index)
);
CREATE INDEX seen_by_block ON seen (block_number);

-- Every transaction that a lane's key sent, ours by hash or not.
CREATE TABLE lane_transaction (
  tx_hash       bytea PRIMARY KEY CHECK (length(tx_hash) = 32),
  lane          text NOT NULL,
  block_number  bigint NOT NULL REFERENCES block ON DELETE CASCADE,
  succeeded     boolean NOT NULL,
  gas_used      bigint NOT NULL CHECK (gas_used > 0),
  gas_price     numeric(78, 0) NOT NULL
);
CREATE INDEX lane_transaction_by_block ON lane_transaction (block_number);

-- The ledger: double entry, set down once.
CREATE TABLE account (
  name  text PRIMARY KEY,
  what  text NOT NULL
);
INSERT INTO account VALUES
  ('treasury-free', 'what the treasury may promise; negative by what was there at the start'),
  ('treasury-held', 'what open shards promise'),
  ('payees', 'what was paid, finally'),
  ('disputed', 'what a token answered neither true nor nothing to; people decide'),
  ('lane-gas', 'coin of the lanes; negative by what they were given'),
  ('network-fees', 'what the network took, finally');

CREATE TABLE posting (
  posting_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('HOLD', 'POST', 'RELEASE', 'STRAY', 'FEE')),
  shard_id    bigint REFERENCES shard,
  tx_hash     bytea,
  booked_at   timestamptz NOT NULL,
  made_in     xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CHECK ((shard_id IS NOT NULL) = (kind IN ('HOLD', 'POST', 'RELEASE'))),
  CHECK ((tx_hash IS NOT NULL) = (kind = 'FEE'))
);
CREATE UNIQUE INDEX posting_once_a_shard ON posting (shard_id, kind) WHERE shard_id IS NOT NULL;
CREATE UNIQUE INDEX posting_once_a_fee ON posting (tx_hash) WHERE tx_hash IS NOT NULL;

CREATE TABLE entry (
  posting_id  bigint NOT NULL REFERENCES posting,
  account     text NOT NULL REFERENCES account,
  asset       text NOT NULL,
  units       numeric(78, 0) NOT NULL CHECK (units <> 0),
  PRIMARY KEY (posting_id, account, asset)
);

-- What became of a leaf, finally: one row, set down once. Paid and disputed leaves are counted by
-- the posting that they name.
CREATE TABLE outcome (
  position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  statement_hash  bytea NOT NULL REFERENCES statement,
  leaf            integer NOT NULL CHECK (leaf >= 0),
  kind            text NOT NULL CHECK (kind IN ('PAID', 'DISPUTED', 'VOID', 'EXPIRED')),
  shard_id        bigint REFERENCES shard,
  posting_id      bigint REFERENCES posting,
  asset           text NOT NULL,
  recipient       text NOT NULL,
  amount          numeric(78, 0) NOT NULL CHECK (amount > 0),
  tx_hash         bytea CHECK (length(tx_hash) = 32),
  block_number    bigint NOT NULL,
  log_index       integer,
  decided_at      timestamptz NOT NULL,
  UNIQUE (statement_hash, leaf),
  CHECK ((posting_id IS NOT NULL) = (kind IN ('PAID', 'DISPUTED'))),
  CHECK ((tx_hash IS NULL) = (kind = 'EXPIRED'))
);
CREATE INDEX outcome_by_posting ON outcome (posting_id);
CREATE INDEX outcome_by_shard ON outcome (shard_id);

-- A leaf's call that reverted in a final block; the leaf stays payable.
CREATE TABLE leaf_failure (
  statement_hash  bytea NOT NULL REFERENCES statement,
  leaf            integer NOT NULL,
  shard_id        bigint NOT NULL REFERENCES shard,
  tx_hash         bytea NOT NULL,
  block_number    bigint NOT NULL,
  failed_at       timestamptz NOT NULL,
  PRIMARY KEY (statement_hash, leaf, shard_id)
);
CREATE INDEX leaf_failure_by_time ON leaf_failure (failed_at);

-- What a lane's final transaction cost.
CREATE TABLE fee (
  position      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tx_hash       bytea NOT NULL UNIQUE,
  lane          text NOT NULL,
  gas_used      bigint NOT NULL,
  amount        numeric(78, 0) NOT NULL,
  block_number  bigint NOT NULL,
  posting_id    bigint NOT NULL UNIQUE REFERENCES posting
);

-- Entries and outcomes come with their posting, in one transaction, so that what is checked once,
-- when that transaction commits, holds for ever.
CREATE FUNCTION entry_with_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added JOIN posting USING (posting_id)
              WHERE made_in <> pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a posting is set down whole' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_comes AFTER INSERT ON entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION entry_with_posting();
CREATE TRIGGER outcome_comes AFTER INSERT ON outcome REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION entry_with_posting();

CREATE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM entry WHERE posting_id = NEW.posting_id) OR EXISTS (
      SELECT FROM entry WHERE posting_id = NEW.posting_id GROUP BY asset HAVING sum(units) <> 0) THEN
    RAISE EXCEPTION 'entries of posting % do not sum to zero', NEW.posting_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
      (SELECT CASE kind WHEN 'PAID' THEN 'payees' ELSE 'disputed' END, asset, sum(amount)
         FROM outcome WHERE posting_id = NEW.posting_id GROUP BY 1, 2)
      EXCEPT
      (SELECT account, asset, units FROM entry WHERE posting_id = NEW.posting_id)) OR EXISTS (
      (SELECT account, asset, units FROM entry
        WHERE posting_id = NEW.posting_id AND account IN ('payees', 'disputed'))
      EXCEPT
      (SELECT CASE kind WHEN 'PAID' THEN 'payees' ELSE 'disputed' END, asset, sum(amount)
         FROM outcome WHERE posting_id = NEW.posting_id GROUP BY 1, 2)) THEN
    RAISE EXCEPTION 'posting % is not the sum of its outcomes', NEW.posting_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_commits AFTER INSERT ON posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION posting_balances();

-- An open shard holds its total; one that is over holds nothing.
CREATE FUNCTION shard_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  now_state text := (SELECT state FROM shard WHERE shard_id = NEW.shard_id);
  held numeric := (SELECT coalesce(sum(units), 0) FROM entry JOIN posting USING (posting_id)
                    WHERE shard_id = NEW.shard_id AND account = 'treasury-held');
BEGIN
  IF held <> (CASE WHEN now_state IN ('FINAL', 'SUPERSEDED') THEN 0 ELSE NEW.total END) THEN
    RAISE EXCEPTION 'shard % is % and holds %', NEW.shard_id, now_state, held
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shard_commits AFTER INSERT OR UPDATE OF state ON shard
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shard_is_held();

-- A shard is what was planned; only its state moves, and its signature comes once.
CREATE FUNCTION shard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  OLD.state := NEW.state;
  IF OLD.signature IS NULL THEN
    OLD.digest := NEW.digest;
    OLD.signature := NEW.signature;
    OLD.quorum := NEW.quorum;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'shard never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shard_change BEFORE UPDATE ON shard
  FOR EACH ROW EXECUTE FUNCTION shard_stays();
CREATE TRIGGER shard_loss BEFORE DELETE OR TRUNCATE ON shard
  FOR EACH STATEMENT EXECUTE FUNCTION stays();

CREATE FUNCTION leaf_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM shard WHERE shard_id = OLD.shard_id) NOT IN ('FINAL', 'SUPERSEDED') THEN
    RAISE EXCEPTION 'leaf % stands in an open shard', OLD.leaf
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER leaf_shard_change BEFORE UPDATE ON leaf_shard
  FOR EACH ROW EXECUTE FUNCTION leaf_moves_on();
CREATE TRIGGER leaf_shard_loss BEFORE DELETE OR TRUNCATE ON leaf_shard
  FOR EACH STATEMENT EXECUTE FUNCTION stays();

CREATE FUNCTION reservation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.settled_at IS NULL THEN
    OLD.settled_at := NEW.settled_at;
    OLD.settled_by := NEW.settled_by;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'a reserved nonce is for one shard, for ever'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reservation_change BEFORE UPDATE ON reservation
  FOR EACH ROW EXECUTE FUNCTION reservation_stays();
CREATE TRIGGER reservation_loss BEFORE DELETE OR TRUNCATE ON reservation
  FOR EACH STATEMENT EXECUTE FUNCTION stays();

CREATE TRIGGER attempt_change BEFORE UPDATE OR DELETE OR TRUNCATE ON attempt
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER posting_change BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER entry_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER outcome_change BEFORE UPDATE OR DELETE OR TRUNCATE ON outcome
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER leaf_failure_change BEFORE UPDATE OR DELETE OR TRUNCATE ON leaf_failure
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER fee_change BEFORE UPDATE OR DELETE OR TRUNCATE ON fee
  FOR EACH STATEMENT EXECUTE FUNCTION stays();

-- Where each payout stands, computed: nothing of this is stored.
CREATE VIEW payout_now AS
SELECT p.client, p.external_id, p.batch_id, p.line, p.leaf,
       CASE
         WHEN o.kind = 'PAID' THEN 'COMPLETED'
         WHEN o.kind = 'VOID' THEN 'CANCELLED'
         WHEN o.kind = 'EXPIRED' THEN 'EXPIRED'
         WHEN o.kind = 'DISPUTED' THEN 'IN_FLIGHT'
         WHEN v.kind = 'PAID' THEN 'PAID'
         WHEN f.state = 'REJECTED' THEN 'REJECTED'
         WHEN b.state IN ('REJECTED', 'CANCELLED', 'EXPIRED') THEN b.state
         WHEN f.state = 'HELD' THEN 'HELD'
         WHEN p.leaf IS NULL THEN 'RECEIVED'
         WHEN h.state IN ('FINAL', 'SUPERSEDED') OR l.tries > 1 THEN 'RETRYING'
         WHEN h.state IN ('SIGNED', 'SENT', 'INCLUDED') THEN 'IN_FLIGHT'
         WHEN b.state = 'AWAITING_APPROVAL' THEN 'AWAITING_APPROVAL'
         ELSE 'APPROVED'
       END AS state,
       CASE
         WHEN o.kind = 'DISPUTED' OR v.kind = 'DISPUTED'
           THEN 'DISPUTED: neither paid nor refused for certain; people decide'
         WHEN o.kind IS NOT NULL OR v.kind = 'PAID' THEN ''
         WHEN v.kind = 'FAILED' OR l.tries > 1 OR h.state IN ('FINAL', 'SUPERSEDED')
           THEN 'FAILED: token or payee refused the payment; it is tried again'
         ELSE coalesce(f.reason, '')
       END AS reason,
       coalesce(o.tx_hash, v.tx_hash) AS tx_hash,
       coalesce(o.block_number, v.block_number) AS block_number
  FROM payout p
  JOIN batch b USING (batch_id)
  LEFT JOIN statement s ON s.batch_id = p.batch_id
  -- Laterals with a limit: each row asks an index by all its columns, whatever the planner believes
  -- of tables that were empty a moment ago. A join by the statement alone costs the square.
  LEFT JOIN LATERAL (
    SELECT kind, tx_hash, block_number FROM outcome
     WHERE statement_hash = s.statement_hash AND leaf = p.leaf LIMIT 1) o ON true
  LEFT JOIN LATERAL (
    SELECT shard_id, tries FROM leaf_shard
     WHERE statement_hash = s.statement_hash AND leaf = p.leaf LIMIT 1) l ON true
  LEFT JOIN shard h ON h.shard_id = l.shard_id
  LEFT JOIN LATERAL (
    SELECT kind, tx_hash, block_number FROM seen
     WHERE statement_hash = s.statement_hash AND leaf = p.leaf
     ORDER BY block_number DESC, log_index DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (
    SELECT state, reason FROM payout_found
     WHERE batch_id = p.batch_id AND line = p.line LIMIT 1) f ON true;
