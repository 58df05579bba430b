import { z } from 'zod'
import type { Checkpoint } from '#sdk'
import { allTemplates } from './all-templates.ts'
import type { Manifest } from './manifest.ts'
import { type Position, start } from './pagers.ts'
import { type Scalar, templateOf, type Values } from './templates.ts'

/** What a list knows of the row above it. */
export interface Above {
  /** Native id of the nearest record above; null where there is none. */
  record: string | null
  /** The fields of the row above that lists below it name. */
  fields: { [name: string]: Scalar[] }
  /** Lists above, its own row's included. */
  depth: number
}

/** A list that is yet to be read, from where it stands. Plain data, but for `met`. */
export interface Frame {
  list: string
  /** Null: the list stands on its own. */
  above: Above | null
  position: Position
  /** Rows of the page that were dealt with already, and the name of the last of them. */
  skip: number
  last: string | null
  /** Names of rows met in this list; starts anew when a run goes on. */
  met: Set<string>
}

/** What is left of a sweep: lists yet to be read, the next one last. */
export interface Left {
  frames: Frame[]
  /** Parts that could not be read, or not whole. */
  missing: number
}

export function frameOf(list: string, above: Above | null): Frame {
  return { list, above, position: start, skip: 0, last: null, met: new Set() }
}

const Scalars = z.array(z.union([z.string(), z.number(), z.boolean()]))
const KeptFrame = z.strictObject({
  list: z.string(),
  above: z
    .strictObject({
      record: z.string().nullable(),
      fields: z.record(z.string(), Scalars),
      depth: z.int(),
    })
    .nullable(),
  position: z.strictObject({
    count: z.int(),
    total: z.int().nullable(),
    mark: z.string().nullable(),
    page: z.int(),
  }),
  skip: z.int(),
  last: z.string().nullable(),
})
const Kept = z.strictObject({ frames: z.array(KeptFrame), missing: z.int() })

export function checkpointOf({ frames, missing }: Left): Checkpoint {
  const kept = frames.map(({ met: _, ...rest }) => rest)
  return { frames: kept, missing } as unknown as Checkpoint
}

/** What a checkpoint says; null when it is none of ours, or of a manifest that had other lists. */
export function leftAt(checkpoint: Checkpoint | undefined, { lists }: Manifest): Left | null {
  const parsed = Kept.safeParse(checkpoint)
  if (!parsed.success) return null
  if (!parsed.data.frames.every(({ list }) => Object.hasOwn(lists, list))) return null
  const frames = parsed.data.frames.map((frame) => ({ ...frame, met: new Set<string>() }))
  return { frames, missing: parsed.data.missing }
}

/** For each list the fields of its rows that lists below it name. */
export function neededBelow({ lists }: Manifest): Map<string, Set<string>> {
  const needed = new Map(Object.keys(lists).map((name) => [name, new Set<string>()]))
  for (const listing of Object.values(lists)) {
    const names = allTemplates(listing)
      .flatMap(({ text }) => templateOf(text).places)
      .flatMap(({ name }) => (name.startsWith('parent.') ? [name.slice('parent.'.length)] : []))
    for (const above of listing.under ?? []) {
      for (const name of names) needed.get(above)?.add(name)
    }
  }
  return needed
}

/** Values of places, of a row with the row above it and the addresses of the source. */
export function valuesOf(
  fields: ReadonlyMap<string, readonly Scalar[]>,
  above: Above | null,
  addresses: { base: string; web: string | null },
): Values {
  return (name) => {
    if (name === 'base') return [addresses.base]
    if (name === 'web') return addresses.web === null ? [] : [addresses.web]
    if (name === 'parent') return above?.record == null ? [] : [above.record]
    if (name.startsWith('parent.')) return above?.fields[name.slice('parent.'.length)] ?? []
    return fields.get(name) ?? []
  }
}
