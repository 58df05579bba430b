import { GatewayError, type Viewer } from '../model/index.ts'
import type { WindowDoc } from './answer.ts'
import { revisionOf } from './forward/classes.ts'
import type { ForwardIndex } from './forward/forward-index.ts'
import { type CursorCodec, type CursorState, requestHash } from './rank/cursor.ts'
import type { SearchRequest } from './search-index.ts'

/** Milliseconds of writes that a cursor survives. */
const cursorLife = 10 * 60_000

export interface PageEntry {
  doc: number
  id: string
  score: number | null
  /** Keys for the cursor of this entry. */
  keys: CursorState['keys']
  /** Ids of what stands behind it where the search is collapsed; left out: nothing. */
  alternates?: readonly string[]
}

export interface HitPage {
  entries: PageEntry[]
  hasNext: boolean
  hasPrevious: boolean
  /** What the ranker looked at to put the entries in order; empty when the order is not by relevance. */
  window: readonly WindowDoc[]
}

export interface PageRequest {
  visible: Uint8Array
  /** `revisionOf` the records that the viewer may see. */
  revision: number
  /** `requestHash`. */
  request: string
  first: number
  after: CursorState | null
}

/** What an engine hands to whoever cuts and tells its pages. */
export interface PageContext {
  /** Cursors of another engine are not understood. */
  engine: string
  forward: ForwardIndex
  cursors: CursorCodec
  /** Milliseconds since 1970-01-01. */
  now: () => number
}

/**
 * The page that is asked for. A cursor of another request, engine or generation is refused, and one that is older
 * than ten minutes of writes; the first of its keys is the revision at which its page was made.
 *
 * @throws {GatewayError} `BAD_INPUT` for a cursor that was not made here; `CURSOR_EXPIRED`.
 */
export function pageRequest(
  { engine, forward, cursors, now }: PageContext,
  viewer: Viewer,
  request: SearchRequest,
): PageRequest {
  const after = request.after === null ? null : cursors.decode(request.after)
  const visible = forward.visibleTo(viewer)
  const revision = revisionOf(forward.classes, visible)
  const hash = requestHash(viewer, request)
  if (after !== null) {
    const fits =
      after.request === hash && after.engine === engine && after.generation === forward.number
    const written = after.keys[0] !== revision
    if (!fits || (written && now() - after.issuedAt > cursorLife)) {
      throw new GatewayError('CURSOR_EXPIRED', { argument: 'after' })
    }
  }
  return { visible, revision, request: hash, first: request.first, after }
}
