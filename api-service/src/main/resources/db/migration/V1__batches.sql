-- What people ordered, what was found about it, what they signed, and what custody answered.
-- Rows of payout, statement, signature, acknowledgement and event never change once they stand,
-- but for the few columns named in the triggers at the end.

CREATE TABLE batch (
  batch_id      text PRIMARY KEY CHECK (batch_id ~ '^[!-~]{1,64}$'),
  client        text NOT NULL CHECK (client ~ '^[!-~]{1,64}$'),
  request_id    text NOT NULL CHECK (request_id ~ '^[!-~]{1,64}$'),
  maker_key_id  text NOT NULL CHECK (maker_key_id ~ '^[!-~]{1,64}$'),
  body_hash     bytea NOT NULL CHECK (length(body_hash) = 32),
  created_at    timestamptz NOT NULL,
  state         text NOT NULL CHECK (state IN (
                  'DRAFT', 'SCREENING', 'AWAITING_APPROVAL', 'REGISTERING', 'EXECUTING', 'PAUSED',
                  'COMPLETED', 'PARTIALLY_COMPLETED', 'REJECTED', 'CANCELLED', 'EXPIRED')),
  -- When the state last changed.
  state_since   timestamptz NOT NULL,
  -- Why nothing moves now: a reason of the catalogue, then where. Emptied by every move.
  waits_for     text NOT NULL DEFAULT '',
  -- When every rule had judged every payout.
  screened_at   timestamptz,
  -- When somebody last signed, or said again what they had signed.
  signed_at     timestamptz,
  UNIQUE (client, request_id)
);
CREATE INDEX batch_by_state ON batch (state, created_at);
CREATE INDEX batch_by_time ON batch (created_at, batch_id);

-- The primary key is the rule: one external id of a client is one payout, for ever.
CREATE TABLE payout (
  client       text NOT NULL,
  external_id  text NOT NULL CHECK (external_id ~ '^[!-~]{1,64}$'),
  batch_id     text NOT NULL REFERENCES batch,
  line         integer NOT NULL CHECK (line > 0),
  asset        text NOT NULL,
  recipient    text NOT NULL CHECK (recipient ~ '^0x[0-9a-f]{40}$'),
  amount       numeric(78, 0) NOT NULL CHECK (amount > 0 AND amount < 2::numeric ^ 256),
  route        text NOT NULL CHECK (route IN ('BATCH', 'DIRECT')),
  urgent       boolean NOT NULL,
  region       text CHECK (region ~ '^[A-Z]{2}$'),
  not_before   timestamptz,
  reference    text NOT NULL CHECK (reference ~ '^[ -~]{0,140}$'),
  leaf         integer CHECK (leaf >= 0),
  PRIMARY KEY (client, external_id),
  UNIQUE (batch_id, line),
  UNIQUE (batch_id, leaf)
);

CREATE TABLE finding (
  finding_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_id    text NOT NULL,
  line        integer NOT NULL,
  rule        text NOT NULL,
  verdict     text NOT NULL CHECK (verdict IN ('HOLD', 'REJECT')),
  reason      text NOT NULL,
  remedy      text NOT NULL,
  found_at    timestamptz NOT NULL,
  -- What an operator decided about a hold, once.
  decision    text CHECK (decision IN ('RELEASE', 'REJECT')),
  decided_by  text,
  decided_at  timestamptz,
  FOREIGN KEY (batch_id, line) REFERENCES payout (batch_id, line),
  UNIQUE (batch_id, line, rule),
  CHECK (decision IS NULL OR verdict = 'HOLD'),
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
);

CREATE TABLE statement (
  statement_hash  bytea PRIMARY KEY CHECK (length(statement_hash) = 32),
  batch_id        text NOT NULL UNIQUE REFERENCES batch,
  body            bytea NOT NULL CHECK (sha256(body) = statement_hash),
  expiry          timestamptz NOT NULL,
  frozen_at       timestamptz NOT NULL
);

CREATE TABLE signature (
  statement_hash  bytea NOT NULL REFERENCES statement,
  generation      bigint NOT NULL CHECK (generation >= 0),
  key_id          text NOT NULL,
  role            text NOT NULL CHECK (role IN ('MAKER', 'APPROVER', 'OFFICER')),
  verdict         text NOT NULL CHECK (verdict IN ('APPROVE', 'REJECT')),
  algorithm       text NOT NULL CHECK (algorithm IN ('ED25519', 'P256')),
  bytes           bytea NOT NULL,
  received_at     timestamptz NOT NULL,
  PRIMARY KEY (statement_hash, generation, key_id)
);

CREATE TABLE acknowledgement (
  statement_hash  bytea NOT NULL REFERENCES statement,
  daemon_id       text NOT NULL,
  generation      bigint NOT NULL CHECK (generation >= 0),
  body            bytea NOT NULL,
  bytes           bytea NOT NULL,
  received_at     timestamptz NOT NULL,
  PRIMARY KEY (statement_hash, daemon_id, generation)
);

-- seq is given by the one sequencer after commit, without a gap: readers resume by it.
CREATE TABLE event (
  event_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seq          bigint UNIQUE,
  batch_id     text NOT NULL REFERENCES batch,
  external_id  text,
  kind         text NOT NULL,
  detail       text NOT NULL,
  happened_at  timestamptz NOT NULL
);
CREATE INDEX event_without_seq ON event (event_id) WHERE seq IS NULL;
CREATE INDEX event_by_batch ON event (batch_id, event_id);

CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION batch_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.batch_id, OLD.client, OLD.request_id, OLD.maker_key_id, OLD.body_hash, OLD.created_at)
     IS DISTINCT FROM
     (NEW.batch_id, NEW.client, NEW.request_id, NEW.maker_key_id, NEW.body_hash, NEW.created_at)
  THEN
    RAISE EXCEPTION 'what was ordered never changes'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION finding_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'a hold is decided once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  OLD.decision := NEW.decision;
  OLD.decided_by := NEW.decided_by;
  OLD.decided_at := NEW.decided_at;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'finding never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION payout_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.leaf IS NOT NULL THEN
    RAISE EXCEPTION 'a leaf is for ever' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  OLD.leaf := NEW.leaf;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'payout never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seq IS NOT NULL THEN
    RAISE EXCEPTION 'event never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  OLD.seq := NEW.seq;
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'event never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER batch_change BEFORE UPDATE ON batch
  FOR EACH ROW EXECUTE FUNCTION batch_stays();
CREATE TRIGGER batch_loss BEFORE DELETE OR TRUNCATE ON batch
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER finding_change BEFORE UPDATE ON finding
  FOR EACH ROW EXECUTE FUNCTION finding_stays();
CREATE TRIGGER finding_loss BEFORE DELETE OR TRUNCATE ON finding
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER payout_change BEFORE UPDATE ON payout
  FOR EACH ROW EXECUTE FUNCTION payout_stays();
CREATE TRIGGER payout_loss BEFORE DELETE OR TRUNCATE ON payout
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER statement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON statement
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER signature_change BEFORE UPDATE OR DELETE OR TRUNCATE ON signature
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER acknowledgement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON acknowledgement
  FOR EACH STATEMENT EXECUTE FUNCTION stays();
CREATE TRIGGER event_change BEFORE UPDATE ON event
  FOR EACH ROW EXECUTE FUNCTION event_stays();
CREATE TRIGGER event_loss BEFORE DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION stays();

-- What screening made of a payout: REJECTED, HELD or, with no row here, nothing against it.
CREATE VIEW payout_found AS
  SELECT batch_id, line,
         CASE WHEN bool_or(verdict = 'REJECT' OR decision = 'REJECT') THEN 'REJECTED'
              ELSE 'HELD' END AS state,
         coalesce(min(reason) FILTER (WHERE verdict = 'REJECT' OR decision = 'REJECT'),
                  min(reason)) AS reason
    FROM finding
   WHERE verdict = 'REJECT' OR decision IS DISTINCT FROM 'RELEASE'
   GROUP BY batch_id, line;
