import { z } from 'zod'

/*
 * What is looked at of the lists of a server. All else of them, people above all, is dropped as they are read.
 */

const Id = z.int().nonnegative()
const Paths = z.array(z.string()).nullish()

/** A study as lists have it; what of it may be kept is up to its row. */
export const Card = z.looseObject({ id: Id, dataUserAgreementPaths: Paths })
export type Card = z.output<typeof Card>

/** By number of the study. Keys that are none, and values that are no list, are passed over. */
export const Rights = z.record(z.string(), z.unknown()).transform((all) => {
  const known = Object.entries(all).filter(([key, own]) => /^\d+$/.test(key) && Array.isArray(own))
  return new Map(known.map(([key, own]) => [Number(key), own as unknown[]]))
})

/** A data user agreement of the account; `timestampOfAccepted` is null as long as it is pending. */
export const Agreement = z.object({
  studyId: Id,
  studyName: z.string().nullish(),
  timestampOfAccepted: z.unknown(),
})
export type Agreement = z.output<typeof Agreement>

const Sum = z.number().nonnegative().nullish()
export const Statistics = z.object({
  studiesCount: Sum,
  subjectsCount: Sum,
  datasetAcquisitionsCount: Sum,
})
export type Statistics = z.output<typeof Statistics>

/** Members of a study, by numbers alone. */
export const Members = z.object({
  studyUserList: z
    .array(z.object({ userId: z.int().nullish(), centerIds: z.array(Id).nullish() }))
    .nullish(),
})

export const Light = z.object({ id: Id, centerId: Id.nullish() })

/** A subject without its name. */
export const Subject = z.object({
  id: Id,
  imagedObjectCategory: z.string().nullish(),
  subjectStudy: z.object({ subjectPreclinical: z.boolean().nullish() }).nullish(),
})
export type Subject = z.output<typeof Subject>
