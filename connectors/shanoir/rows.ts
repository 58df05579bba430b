import { z } from 'zod'

/*
 * What may be kept of a server's rows. Everything else is dropped: names of subjects, members and importers, birth dates,
 * identifiers, notes, days of examinations, places of files. Shapes give the same for their own output, so that a kept
 * row can go through them again.
 */

const Text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null)
const Id = z.int().nonnegative()
const Sum = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? null)
const Measure = z
  .number()
  .nullish()
  .transform((value) => (value != null && value > 0 ? value : null))
const Flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null)
const Texts = z
  .array(z.string().nullish())
  .nullish()
  .transform((list) => (list ?? []).filter((text): text is string => !!text?.trim()))

/** Days come as `YYYY-MM-DD`, as instants at midnight with or without a colon in the zone, or as milliseconds. */
function dayOf(value: string | number | null | undefined): string | null {
  if (typeof value === 'number') {
    const date = new Date(value)
    return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10)
  }
  const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/.exec(value ?? '')?.[0] ?? null
  if (day === null) return null
  // The 31st of February is taken for the 3rd of March.
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null
}
const Day = z.union([z.string(), z.number()]).nullish().transform(dayOf)

/** Of when somebody was examined no more than the year is kept. */
const Year = z
  .union([z.string(), z.number()])
  .nullish()
  // What was kept is four digits.
  .transform((value) =>
    typeof value === 'string' && /^\d{4}$/.test(value)
      ? value
      : (dayOf(value)?.slice(0, 4) ?? null),
  )

const studyFacts = {
  isPublic: z.boolean(),
  membership: z.enum(['member', 'pending', 'none']),
  mayDownload: z.boolean(),
  /** Whether there is a data user agreement; null: those who are no members are not told. */
  needsAgreement: z.boolean().nullable(),
}
const StudyFacts = z.object(studyFacts)

export const Site = z.object({
  studiesCount: Sum,
  subjectsCount: Sum,
  datasetAcquisitionsCount: Sum,
})

export const Study = z.object({
  id: Id,
  name: Text,
  description: Text,
  license: Text,
  studyStatus: Text,
  studyType: Text,
  startDate: Day,
  endDate: Day,
  /** 0 where nobody counted. */
  nbSubjects: Sum,
  studyTags: z
    .array(z.object({ name: Text }))
    .nullish()
    .transform((tags) => tags ?? []),
  ...studyFacts,
  /** Null where the account sees none of its data. */
  contents: z
    .object({ datasets: z.int(), types: z.array(z.string()), natures: z.array(z.string()) })
    .nullable(),
})

/** What datasets and examinations have in common. */
const data = {
  examinationComment: Text,
  examinationDate: Year,
  /** Null and false both forbid nothing and allow nothing. */
  dataReuseAgreement: Flag,
  subjectType: Text,
  study: z.object({ id: Id, studyType: Text, license: Text, ...studyFacts }),
  /** Under the installation's key. */
  subject: z.string().nullable(),
  category: Text,
  /** Of an animal. */
  specie: Text,
}

export const Examination = z.object({ examinationId: Id, ...data })

export const Dataset = z.object({
  datasetId: Id,
  datasetName: Text,
  /** `MR_DATASET`; lists grow, so any word is taken. */
  datasetType: Text,
  datasetNature: Text,
  examinationId: Id.nullish().transform((id) => id ?? null),
  acquisitionEquipmentName: Text,
  centerName: Text,
  /** Millimetres. */
  sliceThickness: Measure,
  /** Hertz a pixel. */
  pixelBandwidth: Measure,
  /** Tesla. */
  magneticFieldStrength: Measure,
  tags: Texts,
  processed: Flag,
  importDate: Day,
  ...data,
})

export type StudyFacts = z.output<typeof StudyFacts>
export type Site = z.output<typeof Site>
export type Study = z.output<typeof Study>
export type Examination = z.output<typeof Examination>
export type Dataset = z.output<typeof Dataset>
