/** Sources that their owners register, tokens, what harvests did by record. See `migrations`. */
export const ownersMigration = `
  -- Who says what stands here: 'file', or 'api' for a registered source.
  ALTER TABLE source ADD COLUMN origin TEXT NOT NULL DEFAULT 'file';
  -- JSON.
  ALTER TABLE source ADD COLUMN owners TEXT NOT NULL DEFAULT '[]';
  -- 1: registered, and no operator has approved it.
  ALTER TABLE source ADD COLUMN unapproved INTEGER NOT NULL DEFAULT 0;
  -- Sources that nobody sees any more, nor their records, which are being removed.
  CREATE TABLE removal (
    source INTEGER PRIMARY KEY REFERENCES source,
    -- The last record of which the index was told that it is gone, and the harvest that added that.
    record INTEGER NOT NULL,
    added INTEGER NOT NULL
  ) STRICT;

  -- As they were registered, also where the sources file has the same id and its word stands in source.
  CREATE TABLE registered_source (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    homepage TEXT,
    -- These three JSON.
    options TEXT NOT NULL,
    owners TEXT NOT NULL,
    discover TEXT NOT NULL,
    schedule TEXT,
    -- JSON of a Visibility; NULL: as rows and rights say.
    visibility TEXT,
    stale_after REAL,
    approved_at TEXT,
    paused INTEGER NOT NULL,
    registered_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Raised with every change of them.
  INSERT OR IGNORE INTO meta VALUES ('registry', '0');

  CREATE TABLE access_token (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- SHA-256 of the token: it cannot be read from it.
    hash TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    role TEXT NOT NULL,
    -- JSON.
    groups TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    last_used TEXT
  ) STRICT;

  -- Rows outlive what they are about: a source that is removed is told in their detail.
  CREATE TABLE audit_of_all (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    -- Subject; NULL: nobody knows who.
    by TEXT,
    source INTEGER REFERENCES source,
    harvest INTEGER REFERENCES harvest,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  INSERT INTO audit_of_all (key, at, by, source, harvest, action, detail)
    SELECT key, at, detail ->> '$.subject', source, harvest, action, detail FROM audit;
  DROP TABLE audit;
  ALTER TABLE audit_of_all RENAME TO audit;
  CREATE INDEX audit_by_source ON audit (source);

  -- Of a rejected row that can be mapped again: as it came. Without its scope nobody would know who may see its record.
  ALTER TABLE quarantine ADD COLUMN scope TEXT;
  ALTER TABLE quarantine ADD COLUMN etag TEXT;
  -- 1: row, scope and etag are as they came; 0 for rows of before these were kept, and where there is no row.
  ALTER TABLE quarantine ADD COLUMN replayable INTEGER NOT NULL DEFAULT 0;

  -- HARVEST; REMAP or REPLAY: of rows that the catalogue keeps.
  ALTER TABLE harvest ADD COLUMN kind TEXT NOT NULL DEFAULT 'HARVEST';

  -- The harvest that added it; 0: one of before this was kept.
  ALTER TABLE record ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX record_by_added ON record (source, added);
  -- What the newest harvests did besides: what they changed and removed, and what they added that is no more.
  CREATE TABLE harvest_change (
    harvest INTEGER NOT NULL REFERENCES harvest,
    -- ADDED, CHANGED or REMOVED.
    change TEXT NOT NULL,
    id TEXT NOT NULL,
    native_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- JSON, sorted.
    fields TEXT NOT NULL,
    PRIMARY KEY (harvest, change, id)
  ) STRICT, WITHOUT ROWID;

  -- Searches that found nothing. Words alone: nobody can tell who asked.
  CREATE TABLE unanswered (
    -- JSON, sorted.
    words TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last TEXT NOT NULL,
    -- The greater, the more recent.
    turn INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unanswered_by_turn ON unanswered (turn);
  CREATE INDEX unanswered_by_times ON unanswered (times);
  `
