import type { Viewer } from '../model/index.ts'
import { viewerKey } from '../model/index.ts'
import type { Credentials } from '../sdk/connector.ts'

/** On whose behalf links are asked for, for the length of one request. Never kept. */
export interface Reader {
  readonly viewer: Viewer
  /** The reader's own credentials by source id, as they came; empty when none were sent. */
  readonly credentials: ReadonlyMap<string, Credentials>
}

/** What tells one reader from another where links are shared: who they are, what they may open, what they sent. */
export function readerKey({ viewer, credentials }: Reader, source: string): string {
  const own = credentials.get(source)
  const sent = own === undefined ? null : Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([viewer.subject, viewerKey(viewer), sent])
}
