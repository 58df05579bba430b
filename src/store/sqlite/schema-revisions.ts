/** What operators approve is told apart from what it was before. See `migrations`. */
export const revisionsMigration = `
  -- Raised with every change of what is read.
  ALTER TABLE registered_source ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  -- The highest of those that were removed: who registers an id again does not come back to a revision that somebody may
  -- still have before their eyes. One number for all, so that nobody learns which ids there were.
  INSERT OR IGNORE INTO meta VALUES ('revision', '0');
  `
