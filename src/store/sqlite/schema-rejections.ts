/** Since when rows are rejected, and how often. See `migrations`. */
export const rejectionsMigration = `
  -- When the row was first rejected by a run of which that was kept, and last; of older rows, when their run began.
  ALTER TABLE quarantine ADD COLUMN first_at TEXT;
  ALTER TABLE quarantine ADD COLUMN last_at TEXT;
  -- How often, replays counted.
  ALTER TABLE quarantine ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
  UPDATE quarantine SET (first_at, last_at) =
    (SELECT started_at, started_at FROM harvest WHERE key = quarantine.harvest);
  -- By which a row is found that an earlier run rejected.
  CREATE INDEX quarantine_by_row ON quarantine (native_id, harvest) WHERE native_id IS NOT NULL;
  `
