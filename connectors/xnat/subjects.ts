import { type TableRow, textOf } from './tables.ts'

/** What a project says of its subjects as a group. */
export interface SubjectGroup {
  count: number
  /** Years, outwards to whole steps; null when no age is known. */
  ageMin: number | null
  ageMax: number | null
}

/** Subjects below which the steps are coarse: with few of them the ends of a range are single people's ages. */
const fewest = 5
const step = 5
const coarseStep = 20
/** Ages above are put together, as de-identification has it. */
const oldest = 90

/** Number and ages of a project's subjects, shared ones included. Ages of single subjects go no further than here. */
export function groupOf(
  subjects: ReadonlyMap<string, TableRow>,
  sessions: Iterable<TableRow>,
): SubjectGroup {
  const yearOf = new Map<string, number>()
  for (const session of sessions) {
    const subject = textOf(session.subject_ID)
    const year = yearIn(session.date)
    if (subject === null || year === null) continue
    yearOf.set(subject, Math.min(year, yearOf.get(subject) ?? year))
  }
  const ages = [...subjects].flatMap(([id, row]) => ageOf(row, yearOf.get(id) ?? null) ?? [])
  if (ages.length === 0) return { count: subjects.size, ageMin: null, ageMax: null }
  const by = ages.length < fewest ? coarseStep : step
  const floor = (age: number) => Math.floor(Math.min(age, oldest) / by) * by
  let [lowest = 0] = ages
  let highest = lowest
  for (const age of ages) {
    lowest = Math.min(lowest, age)
    highest = Math.max(highest, age)
  }
  return { count: subjects.size, ageMin: floor(lowest), ageMax: floor(highest) + by }
}

/** Years: as the subject states it, else at the first session by the year of birth. */
function ageOf(subject: TableRow, sessionYear: number | null): number | null {
  const stated = Number(textOf(subject.age) ?? Number.NaN)
  if (isAge(stated)) return stated
  const born = yearIn(subject.yob) ?? yearIn(subject.dob)
  if (born === null || sessionYear === null) return null
  const age = sessionYear - born
  return isAge(age) ? age : null
}

function yearIn(value: unknown): number | null {
  const year = Number(/^(\d{4})(?!\d)/.exec(textOf(value) ?? '')?.[1] ?? Number.NaN)
  return year > 1000 ? year : null
}

function isAge(age: number): boolean {
  return age >= 0 && age <= 130
}
