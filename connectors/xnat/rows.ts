import { z } from 'zod'

/*
 * What may be kept of a site's rows. Everything else is dropped: names, birth dates, ages, sex and ids of patients,
 * operators and users, free notes, station names, and the places of files on the site's servers. Shapes give the same for
 * their own output, so that a kept row can go through them again.
 */

/** Tables have texts only, with `""` for nothing; items have numbers too, and leave out what there is not. */
const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const text = String(value ?? '').trim()
    return text === '' ? null : text
  })
const Count = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const number = value == null || value === '' ? Number.NaN : Number(value)
    return Number.isFinite(number) && number >= 0 ? number : null
  })
const Id = z.union([z.string().min(1), z.number()]).transform(String)
/** A field that plugins and old servers fill as they like. */
const MaybeText = Text.catch(null)

const Accessibility = z.enum(['public', 'protected', 'private'])

export const Project = z.object({
  id: Id,
  name: Text,
  secondaryId: Text,
  description: Text,
  keywords: Text,
  /** The principal investigator, published with the project. */
  investigator: Text,
  accessibility: Accessibility,
  /** Whether the site shows public projects to everybody. */
  isOpen: z.boolean(),
  /** DICOM's codes of the modalities of its sessions, as their lists tell them. */
  modalities: z.array(z.string()),
  /** Null where the account may not see them. */
  subjects: z
    .object({ count: z.int(), ageMin: z.number().nullable(), ageMax: z.number().nullable() })
    .nullable(),
})

const Resource = z.object({
  label: Id,
  format: MaybeText,
  content: MaybeText,
  /** Kept by the site since it last counted; null and 0 both mean that nobody knows. */
  file_count: Count,
  /** Bytes; the same goes for it. */
  file_size: Count,
})

const Scan = z.object({
  xsiType: MaybeText,
  fields: z.object({
    ID: Id,
    type: Text,
    series_description: Text,
    quality: MaybeText,
    modality: MaybeText,
    fieldStrength: MaybeText,
    frames: Count,
    'scanner/manufacturer': MaybeText,
    'scanner/model': MaybeText,
  }),
  resources: z.array(Resource),
})

const Assessor = z.object({
  xsiType: MaybeText,
  fields: z.object({ ID: Id }),
  out: z.array(Resource),
  resources: z.array(Resource),
})

export const Session = z.object({
  /** The project in whose list it was met. */
  metIn: Id,
  accessibility: Accessibility,
  isOpen: z.boolean(),
  listed: z.object({
    ID: Id,
    label: Text,
    xsiType: Text,
    modality: MaybeText,
    insert_date: Text,
    last_modified: Text,
  }),
  /** The session as an item; null at the depth `sessions`. */
  item: z
    .object({
      xsiType: MaybeText,
      fields: z.object({
        project: Text,
        label: Text,
        UID: MaybeText,
        modality: Text,
        fieldStrength: Text,
        session_type: MaybeText,
        'scanner/manufacturer': MaybeText,
        'scanner/model': MaybeText,
        'tracer/name': MaybeText,
      }),
      shares: z.array(z.object({ project: Id })),
      resources: z.array(Resource),
      scans: z.array(Scan),
      assessors: z.array(Assessor),
    })
    .nullable(),
})

export type Project = z.output<typeof Project>
export type Resource = z.output<typeof Resource>
export type Scan = z.output<typeof Scan>
export type Session = z.output<typeof Session>
