import { ownersMigration } from './schema-owners.ts'
import { rejectionsMigration } from './schema-rejections.ts'
import { revisionsMigration } from './schema-revisions.ts'

/** Marks a file as a catalogue of the gateway: `AtlC` in ASCII. */
export const applicationId = 0x41746c43

/**
 * Migrations, oldest first: the file's `user_version` is how many of them it has had. One that was released
 * never changes; a new one is added at the end.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('vocabulary', '0');

  -- Distinct pairs of group lists (sorted JSON). Rows are never changed nor removed, so they may be cached.
  CREATE TABLE visibility (
    key INTEGER PRIMARY KEY,
    discover TEXT NOT NULL,
    retrieve TEXT NOT NULL,
    UNIQUE (discover, retrieve)
  ) STRICT;

  CREATE TABLE source (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    homepage TEXT,
    discover TEXT NOT NULL,
    stale_after REAL,
    -- 0: no longer in the configuration.
    configured INTEGER NOT NULL,
    -- PENDING, READY, FAILING or NEEDS_LOGIN; the other states are worked out when read.
    state TEXT NOT NULL,
    harvested_at TEXT,
    -- The operator's word over rows and rights; null when there is none.
    override INTEGER REFERENCES visibility
  ) STRICT;

  CREATE TABLE harvest (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES source,
    state TEXT NOT NULL,
    is_full INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    seen INTEGER NOT NULL DEFAULT 0,
    written INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    expected INTEGER,
    spent REAL,
    error TEXT,
    message TEXT,
    -- Records of the source when it began: what the share that may be removed is taken of.
    records_before INTEGER NOT NULL,
    -- 1: every partition was read to its end, so that a later harvest may read only what changed since.
    complete INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX harvest_by_source ON harvest (source, key);

  CREATE TABLE lease (
    source INTEGER PRIMARY KEY REFERENCES source,
    harvest INTEGER NOT NULL REFERENCES harvest,
    owner TEXT NOT NULL,
    -- When the owner's process started, as its system counts; tells it from a later one with the same number.
    process TEXT,
    seconds REAL NOT NULL,
    expires INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE partition (
    harvest INTEGER NOT NULL REFERENCES harvest,
    name TEXT NOT NULL,
    -- JSON, where null is a checkpoint too; SQL's NULL is none.
    checkpoint TEXT,
    done INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    -- 1: a row without a readable native id was rejected, so that nobody knows what was met.
    blind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (harvest, name)
  ) STRICT, WITHOUT ROWID;

  -- Bits of the record keys from chunk * 8192 on that a running harvest has met, and has written.
  CREATE TABLE seen (
    harvest INTEGER NOT NULL REFERENCES harvest,
    chunk INTEGER NOT NULL,
    met BLOB NOT NULL,
    written BLOB NOT NULL,
    PRIMARY KEY (harvest, chunk)
  ) STRICT, WITHOUT ROWID;
  -- Native ids that a running harvest has met and that have no record (any more).
  CREATE TABLE seen_other (
    harvest INTEGER NOT NULL REFERENCES harvest,
    native_id TEXT NOT NULL,
    PRIMARY KEY (harvest, native_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE quarantine (
    key INTEGER PRIMARY KEY,
    harvest INTEGER NOT NULL REFERENCES harvest,
    native_id TEXT,
    entity TEXT NOT NULL,
    partition TEXT NOT NULL,
    path TEXT,
    reason TEXT NOT NULL,
    -- The allow-listed row, packed; NULL when the row failed its shape: then no value of it is kept.
    row ANY
  ) STRICT;
  CREATE INDEX quarantine_by_harvest ON quarantine (harvest, native_id);

  CREATE TABLE record (
    -- AUTOINCREMENT: a key never stands for two records, so bits and outbox rows cannot be mistaken.
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES source,
    native_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    partition TEXT NOT NULL,
    scope TEXT,
    -- As the row states it; NULL when it states none.
    own_visibility INTEGER REFERENCES visibility,
    -- What holds.
    visibility INTEGER NOT NULL REFERENCES visibility,
    hash TEXT NOT NULL,
    etag TEXT,
    harvest INTEGER NOT NULL REFERENCES harvest,
    written_at TEXT NOT NULL,
    asset_count INTEGER NOT NULL DEFAULT 0,
    -- REAL: sums may pass what an integer holds exactly in JavaScript.
    total_bytes REAL,
    formats TEXT NOT NULL DEFAULT '[]',
    roles TEXT NOT NULL DEFAULT '[]',
    availability TEXT NOT NULL DEFAULT 'UNKNOWN',
    -- The MetadataRecord without its visibility.
    json TEXT NOT NULL,
    -- The allow-listed row, packed.
    row ANY NOT NULL
  ) STRICT;
  CREATE INDEX record_by_partition ON record (source, partition);
  CREATE INDEX record_by_scope ON record (source, scope, own_visibility);

  -- Records of each source by what may be seen of them, so that counting reads no records.
  CREATE TABLE record_count (
    source INTEGER NOT NULL,
    visibility INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (source, visibility)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO record_count VALUES (new.source, new.visibility, 1)
      ON CONFLICT DO UPDATE SET records = records + 1;
  END;
  CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
    UPDATE record_count SET records = records - 1
      WHERE source = old.source AND visibility = old.visibility;
  END;
  CREATE TRIGGER record_shown AFTER UPDATE OF visibility ON record
  WHEN old.visibility <> new.visibility BEGIN
    UPDATE record_count SET records = records - 1
      WHERE source = old.source AND visibility = old.visibility;
    INSERT INTO record_count VALUES (new.source, new.visibility, 1)
      ON CONFLICT DO UPDATE SET records = records + 1;
  END;

  -- Both are ids: a parent may come later than its child, or never.
  CREATE TABLE link (
    parent TEXT NOT NULL,
    child TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (parent, child)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE asset (
    record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    format TEXT,
    media_type TEXT,
    size INTEGER,
    size_exact INTEGER NOT NULL,
    -- JSON of a Checksum.
    checksum TEXT,
    availability TEXT NOT NULL,
    locator TEXT NOT NULL,
    region TEXT,
    payer TEXT,
    PRIMARY KEY (record, ordinal)
  ) STRICT, WITHOUT ROWID;
  -- Not unique: while a reordered list comes in, a key stands at its old and at its new ordinal.
  CREATE INDEX asset_by_key ON asset (record, key);

  CREATE TABLE rights (
    source INTEGER NOT NULL REFERENCES source,
    scope TEXT NOT NULL,
    -- NULL: they could not be read so far.
    visibility INTEGER REFERENCES visibility,
    -- Milliseconds since 1970, of the last time that they were read.
    read_at INTEGER,
    -- 1: too old to go by.
    expired INTEGER NOT NULL,
    PRIMARY KEY (source, scope)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE term (
    source INTEGER NOT NULL REFERENCES source,
    id TEXT NOT NULL,
    facet TEXT NOT NULL,
    label TEXT NOT NULL,
    synonyms TEXT NOT NULL,
    parents TEXT NOT NULL,
    PRIMARY KEY (source, id)
  ) STRICT, WITHOUT ROWID;

  -- A record stands here once, at its newest position; gone holds its id once it is removed.
  CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    record INTEGER NOT NULL UNIQUE,
    gone TEXT
  ) STRICT;
  CREATE UNIQUE INDEX outbox_gone ON outbox (gone) WHERE gone IS NOT NULL;

  -- What was paid, opened or removed on somebody's word.
  CREATE TABLE audit (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    harvest INTEGER REFERENCES harvest,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- A keyed fingerprint of the credentials that the source refused last; NULL when it took them, or had none.
  ALTER TABLE source ADD COLUMN refused TEXT;
  `,
  `
  -- The same bytes elsewhere are found by where they lie, by their checksum, and by the identifiers of their record.
  -- Numbers, since these indexes are written in no order: for the canonical locator, NULL for one that means something
  -- at its own source only; and for the checksum.
  ALTER TABLE asset ADD COLUMN place INTEGER;
  ALTER TABLE asset ADD COLUMN sum INTEGER;
  UPDATE asset SET place = place_of(locator), sum = sum_of(checksum ->> '$.value');
  CREATE INDEX asset_by_place ON asset (place) WHERE place IS NOT NULL;
  CREATE INDEX asset_by_sum ON asset (sum) WHERE sum IS NOT NULL;
  CREATE INDEX asset_by_name ON asset (record, name);
  CREATE TABLE identity (
    identifier TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (identifier, record)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO identity
    SELECT global_identifier(same.value), r.key FROM record r, json_each(r.json, '$.sameAs') same
    WHERE global_identifier(same.value) IS NOT NULL;

  -- What the last look at a link has shown. Rows of assets that are no more are dropped when their record is looked at.
  CREATE TABLE link_check (
    record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    asset TEXT NOT NULL,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    -- How often in a row, far enough apart, it was said that there is nothing; and when that was last counted.
    misses INTEGER NOT NULL,
    missed_at INTEGER,
    PRIMARY KEY (record, asset)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_check_doubtful ON link_check (at) WHERE verdict <> 'OK';
  -- Where the rounds of each source have come to.
  CREATE TABLE link_walk (
    source INTEGER PRIMARY KEY REFERENCES source,
    round INTEGER NOT NULL,
    partition TEXT NOT NULL,
    record INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What the operator's payer accounts were charged for readers. Rows stay: an opening never pays twice.
  CREATE TABLE spending (
    -- Hash of who asked and of their idempotency key.
    opening TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    -- Hash of what was asked for.
    request TEXT NOT NULL,
    -- NULL: nobody knows who.
    subject TEXT,
    -- Milliseconds since 1970: when it was charged, and when what it paid for ends.
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    -- Millionths of a US dollar.
    charged INTEGER NOT NULL,
    PRIMARY KEY (opening, source)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spending_by_time ON spending (source, at, subject, charged);
  `,
  `
  -- The taxa that have what the term names, as JSON; NULL when the source does not tell.
  ALTER TABLE term ADD COLUMN species TEXT;
  `,
  `
  -- By what records can be known to be the same thing, the groups that discover them apart: see Identities. Read by key,
  -- in this order. Computed for the records of older files when they are opened.
  CREATE TABLE identity_key (
    key TEXT NOT NULL,
    -- 0: everybody; else the first visibility with the same groups.
    circle INTEGER NOT NULL,
    source INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (key, circle, source, record)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE identified (
    record INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    -- JSON, sorted.
    keys TEXT NOT NULL,
    -- The smallest key of all records that are the same thing; NULL when none of the keys says so much.
    identity TEXT,
    -- 1: others bear a key of it, too. Most stand alone, and cost no place in the index.
    shared INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX identified_by_identity ON identified (identity) WHERE shared = 1;
  `,
  ownersMigration,
  revisionsMigration,
  rejectionsMigration,
  `
  -- Digest of what its rows are mapped by: with another one it is not gone on with. NULL: nobody knows.
  ALTER TABLE harvest ADD COLUMN mapping TEXT;
  `,
]

/** Version of the file since which identities are kept. */
export const identitiesSince = 6
