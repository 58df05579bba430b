import type { WireItem } from './items.ts'
import { type NamesSomebody, namesSomebody } from './names-of-people.ts'
import { type TableRow, textOf } from './tables.ts'
import type { Accessibility } from './xnat.ts'

/** Where a session was met. */
export interface Place {
  metIn: string
  /** The project whose rights it lives under. */
  governs: string
  accessibility: Accessibility
  isOpen: boolean
}

/** Texts of people's own making, which are looked through for names. */
const freeTexts = ['label', 'type', 'series_description', 'session_type', 'tracer/name', 'content']

/** A session's row: what its list and its item say, side by side; what a shape lets through is up to that. */
export function sessionRow(
  place: Place,
  listed: TableRow,
  item: WireItem | null,
  isListed: (project: string | null) => boolean,
): unknown {
  if (item === null) return { ...place, listed, item: null }
  const isName = namesSomebody(item.fields)
  return {
    ...place,
    listed: without(listed, isName),
    item: {
      xsiType: item.xsiType,
      fields: {
        ...without(item.fields, isName),
        // A project that the account may not know of has no name here.
        project: isListed(textOf(item.fields.project)) ? item.fields.project : null,
      },
      shares: item
        .children('sharing/share')
        .map(({ fields }) => fields)
        .filter(({ project }) => isListed(textOf(project)))
        .sort(by('project')),
      resources: resourcesOf(item, 'resources/resource', isName),
      scans: childrenOf(item, 'scans/scan').map((scan) => ({
        xsiType: scan.xsiType,
        fields: without(scan.fields, isName),
        resources: resourcesOf(scan, 'file', isName),
      })),
      assessors: childrenOf(item, 'assessors/assessor').map((assessor) => ({
        xsiType: assessor.xsiType,
        fields: assessor.fields,
        out: resourcesOf(assessor, 'out/file', isName),
        resources: resourcesOf(assessor, 'resources/resource', isName),
      })),
    },
  }
}

/** Resources that can be named; one without a label has an address of a number only, which changes. */
function resourcesOf(item: WireItem, field: string, isName: NamesSomebody): unknown[] {
  return item
    .children(field)
    .map(({ fields }) => fields)
    .filter(({ label }) => label != null && label !== '' && !isName(label))
    .map((fields) => without(fields, isName))
    .sort(by('label'))
}

/** In the order of their ids: a site promises none, and another one would look like a change. */
function childrenOf(item: WireItem, field: string): WireItem[] {
  return item.children(field).sort((a, b) => by('ID')(a.fields, b.fields))
}

/** Compares by a text; numbers in it count as such, so that scan 4 stands before scan 10. */
function by(name: string) {
  return (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) =>
    collator.compare(String(a[name]), String(b[name])) ||
    (String(a[name]) < String(b[name]) ? -1 : 1)
}

const collator = new Intl.Collator('en', { numeric: true })

function without(fields: Readonly<Record<string, unknown>>, isName: NamesSomebody) {
  const named = freeTexts.filter((name) => isName(fields[name]))
  return named.length === 0
    ? fields
    : { ...fields, ...Object.fromEntries(named.map((name) => [name, null])) }
}
