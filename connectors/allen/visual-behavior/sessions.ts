import { words } from '#sdk'
import type { VisualSession } from './rows.ts'
import { cell, idOf, listIn, type TableRow } from './tables.ts'

/** Tables that are read, by what each of their rows is; others are as large as they are fine. */
export const readTables = {
  ophys_session_table: 'ophys_session_id',
  ophys_experiment_table: 'ophys_experiment_id',
  behavior_session_table: 'behavior_session_id',
  ecephys_sessions: 'ecephys_session_id',
  behavior_sessions: 'behavior_session_id',
} as const
export type TableName = keyof typeof readTables
export type Tables = Partial<Record<TableName, TableRow[]>>

export interface Session {
  row: Omit<VisualSession, 'project' | 'bucket' | 'manifest' | 'version' | 'files'>
  /** Ids of its files. */
  files: string[]
}

/**
 * The sessions of a project, put together of its tables: recordings with the files of their experiments and of the
 * behavior that went with them; with `all`, also those of training.
 *
 * @param pseudonym What stands in place of an animal's number.
 */
export function* sessionsOf(
  tables: Tables,
  fileIdColumn: string,
  which: 'recorded' | 'all',
  pseudonym: (name: string) => string,
): Generator<Session> {
  const experiments = Map.groupBy(
    tables.ophys_experiment_table ?? [],
    (row) => idOf(row, 'ophys_session_id') ?? '',
  )
  const behavior = tables.behavior_session_table ?? tables.behavior_sessions ?? []
  const behaviorById = new Map(behavior.map((row) => [idOf(row, 'behavior_session_id'), row]))
  const recorded = new Set<string>()

  const recordings = [
    ...(tables.ophys_session_table ?? []).map((row) => ['ophys', row] as const),
    ...(tables.ecephys_sessions ?? []).map((row) => ['ecephys', row] as const),
  ]
  for (const [type, row] of recordings) {
    const id = idOf(row, `${type}_session_id`)
    if (id === null) continue
    const parts = type === 'ophys' ? (experiments.get(id) ?? []) : []
    const behaviorId = idOf(row, 'behavior_session_id')
    if (behaviorId !== null) recorded.add(behaviorId)
    const own = behaviorId === null ? undefined : behaviorById.get(behaviorId)
    yield {
      row: sessionRow(type, id, row, parts, pseudonym),
      files: words(...[row, ...parts, own].map((one) => idOf(one, fileIdColumn))),
    }
  }
  if (which === 'recorded') return
  for (const row of behavior) {
    const id = idOf(row, 'behavior_session_id')
    if (id === null || recorded.has(id)) continue
    yield {
      row: sessionRow('behavior', id, row, [], pseudonym),
      files: words(idOf(row, fileIdColumn)),
    }
  }
}

function sessionRow(
  type: VisualSession['type'],
  id: string,
  row: TableRow,
  parts: readonly TableRow[],
  pseudonym: (name: string) => string,
): Session['row'] {
  const mouse = idOf(row, 'mouse_id')
  return {
    type,
    id,
    acquired: /^\d{4}-\d{2}-\d{2}/.exec(cell(row, 'date_of_acquisition') ?? '')?.[0] ?? null,
    sessionType: cell(row, 'session_type'),
    experience: cell(row, 'experience_level'),
    imageSet: cell(row, 'image_set'),
    behaviorType: cell(row, 'behavior_type'),
    projectCode: cell(row, 'project_code'),
    equipment: cell(row, 'equipment_name'),
    creLine: cell(row, 'cre_line'),
    reporterLine: cell(row, 'reporter_line'),
    indicator: cell(row, 'indicator'),
    genotype: cell(row, 'full_genotype', 'genotype'),
    subject: mouse === null ? null : pseudonym(`subject ${mouse}`),
    age: ageOf(row),
    structures: words(
      ...listIn(row, 'structure_acronyms'),
      ...listIn(row, 'targeted_structures'),
      ...parts.flatMap((part) => listIn(part, 'targeted_structure')),
    ).sort(),
  }
}

/** Weeks. */
const step = 4

function ageOf(row: TableRow): { min: number; max: number } | null {
  const days = Number(cell(row, 'age_in_days') ?? Number.NaN)
  if (!Number.isFinite(days) || days < 0) return null
  const min = Math.floor(days / 7 / step) * step
  return { min, max: min + step }
}
