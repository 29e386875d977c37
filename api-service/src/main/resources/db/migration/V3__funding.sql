-- How lanes are given gas money out of the treasury, as officers signed it. A refill is one leaf of
-- a fund statement; the lanes that send refills use the nonces that shards use, too.

CREATE TABLE fund_statement (
  statement_hash  bytea PRIMARY KEY CHECK (length(statement_hash) = 32),
  body            bytea NOT NULL CHECK (sha256(body) = statement_hash),
  kept_at         timestamptz NOT NULL
);

CREATE TABLE fund_acknowledgement (
  statement_hash  bytea NOT NULL REFERENCES fund_statement,
  daemon_id       text NOT NULL,
  generation      bigint NOT NULL CHECK (generation >= 0),
  body            bytea NOT NULL,
  bytes           bytea NOT NULL,
  received_at     timestamptz NOT NULL,
  PRIMARY KEY (statement_hash, daemon_id, generation)
);

-- One leaf, for ever: its amount is held from here on, and signed, sent and booked under this row.
CREATE TABLE refill (
  refill_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  statement_hash  bytea NOT NULL REFERENCES fund_statement,
  leaf            integer NOT NULL CHECK (leaf >= 0),
  lane            text NOT NULL CHECK (lane ~ '^0x[0-9a-f]{40}$'),
  asset           text NOT NULL,
  amount          numeric(78, 0) NOT NULL CHECK (amount > 0),
  item_gas        integer NOT NULL CHECK (item_gas > 0),
  gas_limit       integer NOT NULL CHECK (gas_limit BETWEEN 21000 AND 16777216),
  deadline        timestamptz NOT NULL,
  state           text NOT NULL CHECK (state IN ('PLANNED', 'SIGNED', 'FINAL', 'SUPERSEDED')),
  digest          bytea CHECK (length(digest) = 32),
  signature       bytea CHECK (length(signature) = 65),
  quorum          text[],
  planned_at      timestamptz NOT NULL,
  UNIQUE (statement_hash, leaf),
  CHECK ((digest IS NULL) = (signature IS NULL) AND (signature IS NULL) = (quorum IS NULL)),
  CHECK (state <> 'SIGNED' OR signature IS NOT NULL)
);
CREATE INDEX refill_open ON refill (state) WHERE state IN ('PLANNED', 'SIGNED');
-- One at a time for each lane, so that nobody refills it twice for one emptiness.
CREATE UNIQUE INDEX refill_one_a_lane ON refill (lane) WHERE state IN ('PLANNED', 'SIGNED');

-- A nonce is for one shard or one refill.
ALTER TABLE reservation
  ALTER COLUMN shard_id DROP NOT NULL,
  ADD COLUMN refill_id bigint REFERENCES refill,
  ADD CONSTRAINT reservation_of_one CHECK (num_nonnulls(shard_id, refill_id) = 1);
CREATE UNIQUE INDEX reservation_one_a_refill ON reservation (refill_id) WHERE settled_at IS NULL;

-- Refills that the executor told of, not booked yet, whoever asked custody to sign them.
CREATE TABLE refill_seen (
  statement_hash  bytea NOT NULL REFERENCES fund_statement,
  leaf            integer NOT NULL,
  asset           text NOT NULL,
  lane            text NOT NULL,
  amount          numeric(78, 0) NOT NULL CHECK (amount > 0),
  tx_hash         bytea NOT NULL CHECK (length(tx_hash) = 32),
  block_number    bigint NOT NULL REFERENCES block ON DELETE CASCADE,
  log_index       integer NOT NULL,
  PRIMARY KEY (statement_hash, leaf, block_number, log_index)
);
CREATE INDEX refill_seen_by_block ON refill_seen (block_number);

-- The ledger: a hold a refill, then one post or one release; what is paid goes to the lanes.
ALTER TABLE posting
  DROP CONSTRAINT posting_check,
  ADD COLUMN refill_id bigint REFERENCES refill,
  ADD CONSTRAINT posting_of_one CHECK (
    num_nonnulls(shard_id, refill_id)
      = CASE WHEN kind IN ('HOLD', 'POST', 'RELEASE') THEN 1 ELSE 0 END);
CREATE UNIQUE INDEX posting_once_a_refill ON posting (refill_id, kind) WHERE refill_id IS NOT NULL;

-- An outcome is of a statement of either kind.
ALTER TABLE outcome DROP CONSTRAINT outcome_statement_hash_fkey;

CREATE FUNCTION outcome_account(kind text, statement bytea) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN kind <> 'PAID' THEN 'disputed'
              WHEN EXISTS (SELECT FROM fund_statement WHERE statement_hash = statement)
                THEN 'lane-gas'
              ELSE 'payees' END
$$;

CREATE OR REPLACE FUNCTION posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM entry WHERE posting_id = NEW.posting_id) OR EXISTS (
      SELECT FROM entry WHERE posting_id = NEW.posting_id GROUP BY asset HAVING sum(units) <> 0) THEN
    RAISE EXCEPTION 'entries of posting % do not sum to zero', NEW.posting_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
      (SELECT outcome_account(kind, statement_hash), asset, sum(amount)
         FROM outcome WHERE posting_id = NEW.posting_id GROUP BY 1, 2)
      EXCEPT
      (SELECT account, asset, units FROM entry WHERE posting_id = NEW.posting_id)) OR EXISTS (
      (SELECT account, asset, units FROM entry
        WHERE posting_id = NEW.posting_id
          AND (account IN ('payees', 'disputed') OR account = 'lane-gas' AND NEW.kind <> 'FEE'))
      EXCEPT
      (SELECT outcome_account(kind, statement_hash), asset, sum(amount)
         FROM outcome WHERE posting_id = NEW.posting_id GROUP BY 1, 2)) THEN
    RAISE EXCEPTION 'posting % is not the sum of its outcomes', NEW.posting_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

-- An open refill holds its amount; one that is over holds nothing.
CREATE FUNCTION refill_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  now_state text := (SELECT state FROM refill WHERE refill_id = NEW.refill_id);
  held numeric := (SELECT coalesce(sum(units), 0) FROM entry JOIN posting USING (posting_id)
                    WHERE refill_id = NEW.refill_id AND account = 'treasury-held');
BEGIN
  IF held <> (CASE WHEN now_state IN ('FINAL', 'SUPERSEDED') THEN 0 ELSE NEW.amount END) THEN
    RAISE EXCEPTION 'refill % is % and holds %', NEW.refill_id, now_state, held
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refill_commits AFTER INSERT OR UPDATE OF state ON refill
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refill_is_held();

-- A refill is what was planned; only its state moves, and its signature comes once.
CREATE FUNCTION refill_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  OLD.state := NEW.state;
  IF OLD.signature IS NULL THEN
    OLD.digest := NEW.digest;
    OLD.signature := NEW.signature;
    OLD.quorum := NEW.quorum;
  END IF;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'refill never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refill_change BEFORE UPDATE ON refill
  FOR EACH ROW EXECUTE FUNCTION refill_stays();
CREATE TRIGGER refill_loss BEFORE DELETE OR TRUNCATE ON refill
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER fund_statement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_statement
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER fund_acknowledgement_change BEFORE UPDATE OR DELETE OR TRUNCATE
  ON fund_acknowledgement FOR EACH STATEMENT EXECUTE FUNCTION stays();
