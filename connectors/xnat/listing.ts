import type { GatewayError } from '#sdk'
import type { Options } from './options.ts'
import { byId, invalid, lowerCased, type TableRow, textOf } from './tables.ts'
import { type Accessibility, accessibilityOf, type Xnat } from './xnat.ts'

/** A project as the lists of a site tell it. */
export interface ListedProject {
  id: string
  name: string | null
  secondaryId: string | null
  description: string | null
  keywords: string | null
  investigator: string | null
  /** Null where the lists do not say it in words that are known. */
  accessibility: Accessibility | null
  /** Whether the account has a part in it; null where the lists do not say so. */
  isMember: boolean | null
}

const columns = 'ID,secondary_ID,name,description,keywords,pi_firstname,pi_lastname'

/**
 * All projects that the account may know of, in the order of their ids: those of the plain list, and those that only the
 * list by accessibility has (some sites keep protected projects out of the plain one).
 *
 * @throws {GatewayError} `ANSWER_INVALID` when there is none at all: rather a fault than the truth.
 */
export async function listProjects(xnat: Xnat): Promise<Map<string, ListedProject>> {
  const plain = byId(await xnat.table(['projects'], { columns }, ['ID']))
  const found = (await xnat.table(['projects'], { accessible: 'true' }, [])).map(lowerCased)
  const accessible = byId(found, 'id')
  const ids = [...new Set([...plain.keys(), ...accessible.keys()])].sort()
  if (ids.length === 0) throw invalid('The source says that it holds nothing.')
  return new Map(ids.map((id) => [id, projectOf(id, plain.get(id), accessible.get(id))]))
}

function projectOf(id: string, plain: TableRow = {}, accessible: TableRow = {}): ListedProject {
  const either = (name: string) => textOf(plain[name]) ?? textOf(accessible[name.toLowerCase()])
  const investigator = [textOf(plain.pi_firstname), textOf(plain.pi_lastname)]
  return {
    id,
    name: either('name'),
    secondaryId: either('secondary_ID'),
    description: either('description'),
    keywords: either('keywords'),
    investigator: investigator.filter(Boolean).join(' ') || textOf(accessible.pi),
    accessibility: accessibilityOf(accessible.project_access),
    isMember: membershipIn(accessible),
  }
}

/** The column is named after the number of the account: `user_role_7`. */
function membershipIn(accessible: TableRow): boolean | null {
  const roles = Object.entries(accessible).filter(([name]) => name.startsWith('user_role'))
  return roles.length === 0 ? null : roles.some(([, role]) => textOf(role) !== null)
}

export function isWanted({ projects, withoutProjects }: Options, id: string): boolean {
  return (projects.length === 0 || projects.includes(id)) && !withoutProjects.includes(id)
}

export interface SessionList {
  /** By id, in the order of ids. */
  sessions: Map<string, TableRow>
  /** What is wrong with the list; null when it is whole. */
  fault: GatewayError | null
}

/** What is asked of sessions: what tells that one changed, and what an item does not say. */
const sessionColumns = 'ID,label,xsiType,date,modality,subject_ID,insert_date,last_modified'

/**
 * A project's sessions: first the ids and types of all its experiments, then type by type with few columns. Neither is
 * trusted by itself: a list that comes short of the other is not whole.
 */
export async function listSessions(
  xnat: Xnat,
  project: string,
  { xsiTypes }: Options,
): Promise<SessionList> {
  const steps = ['projects', project, 'experiments']
  const all = byId(
    await xnat.table(steps, { columns: 'ID,xsiType', limit: '*' }, ['ID', 'xsiType']),
  )
  const typeOf = (row: TableRow) => textOf(row.xsiType)
  const isSession = (type: string | null): type is string =>
    type !== null && (xsiTypes.length === 0 ? /SessionData$/.test(type) : xsiTypes.includes(type))
  const types = [...new Set([...all.values()].map(typeOf))].filter(isSession).sort()
  const rows: TableRow[] = []
  for (const xsiType of types) {
    const parameters = { xsiType, columns: sessionColumns, limit: '*' }
    rows.push(...(await xnat.table(steps, parameters, ['ID', 'label', 'last_modified'])))
  }
  // A type's list has its subtypes too, which may not be asked for.
  const sessions = byId(rows.filter((row) => isSession(typeOf(row) ?? '')))
  const short = [...all].filter(([id, row]) => isSession(typeOf(row)) && !sessions.has(id))
  const fault =
    short.length === 0
      ? null
      : invalid('The source listed sessions in one list and not in the other.')
  return { sessions, fault }
}
