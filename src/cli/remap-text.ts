import type { RemapExample, RemapReport } from '../harvest/upkeep/remapped.ts'
import { clean, styled, table } from './output.ts'

/** Characters of a value that are shown, and parts of one field that differ. */
const longest = 80
const mostParts = 4

/** What a remap changes, for people at a terminal. */
export function remapAsText(report: RemapReport): string {
  const parts = [
    summary(report),
    report.fields.length === 0 ? null : fields(report),
    report.examples.length === 0 ? null : report.examples.map(example).join('\n\n'),
    report.rejections.length === 0 ? null : rejections(report),
  ]
  return parts.filter((part) => part !== null).join('\n\n')
}

function summary({ source, applied, rows, changed, unchanged, rejected }: RemapReport): string {
  const counts = [
    `${source}  ${whole(changed)} of ${whole(rows)} records ${applied ? 'changed' : 'would change'}`,
    `${whole(unchanged)} ${applied ? 'stayed' : 'would stay'} as they are`,
    `${whole(rejected)} that ${applied ? 'were' : 'would be'} rejected keep what they have`,
  ]
  return counts.slice(0, rejected > 0 ? 3 : 2).join(', ')
}

function fields(report: RemapReport): string {
  return table(
    [
      { title: 'FIELD', value: ({ field }) => field },
      { title: 'RECORDS', value: ({ records }) => whole(records), right: true },
    ],
    report.fields,
  )
}

function example({ id, title, fields }: RemapExample): string {
  const lines = fields.flatMap(({ field, before, after }) => {
    const parts = differingParts(field, before, after)
    const told = parts
      .slice(0, mostParts)
      .map(([path, old, now]) => `  ${clean(path)}: ${shown(old)} → ${shown(now)}`)
    const more = parts.length - told.length
    return more > 0 ? [...told, `  ${clean(field)}: ${more} more`] : told
  })
  return [`${styled('bold', clean(id))}  ${clean(title)}`, ...lines].join('\n')
}

function rejections(report: RemapReport): string {
  return table(
    [
      { title: 'REJECTED', value: ({ nativeId }) => nativeId },
      { title: 'AT', value: ({ path }) => path },
      { title: 'REASON', value: ({ reason }) => reason, shrinks: true },
    ],
    report.rejections,
  )
}

/** Objects are gone into; everything else is told whole. */
function differingParts(
  path: string,
  before: unknown,
  after: unknown,
): [path: string, before: unknown, after: unknown][] {
  if (!isObject(before) || !isObject(after)) return [[path, before, after]]
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .flatMap((key) => differingParts(`${path}.${key}`, before[key], after[key]))
}

function shown(value: unknown): string {
  const text = clean(written(value))
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) {
    const { label } = Object(value) as { label?: unknown }
    return typeof label === 'string' ? label : JSON.stringify(value)
  }
  return value.length === 0 ? 'none' : value.map(written).join(', ')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function whole(count: number): string {
  return count.toLocaleString('en-US')
}
