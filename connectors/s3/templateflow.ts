import { z } from 'zod'
import { distinct, type Mapped, type Resolution, type S3Object, type Subjects, words } from '#sdk'
import { bidsFile } from './bids/entities.ts'
import { termsOf } from './bids/terms.ts'
import { commonOf, licenseOf, publicationsIn, stated } from './common.ts'
import { withoutMail } from './documents/words.ts'
import type { Options } from './options.ts'
import { origin } from './origin.ts'
import { paperFiles, readPapers } from './papers.ts'
import { folderName } from './place.ts'
import type { Reading } from './reading.ts'
import type { TemplateRow } from './rows.ts'
import type { TopLevel } from './top-level.ts'
import { ageUnit } from './units.ts'

export const templateMarker = 'template_description.json'

const Text = z.string().trim().min(1).nullable().catch(null)
const Texts = z
  .union([z.array(Text), Text.transform((one) => [one])])
  .transform((all) => all.filter((one) => one !== null))
  .catch([])
const Template = z
  .object({
    Identifier: Text,
    Name: Text,
    Description: Text,
    License: Text,
    Authors: Texts,
    Species: Texts,
    RRID: Text,
    Version: Text,
    ReferencesAndLinks: Texts,
    res: z
      .record(
        z.string(),
        z
          .object({ zooms: z.array(z.number().positive()).min(1).max(4) })
          .nullable()
          .catch(null),
      )
      .catch({}),
    /** Where there is one resolution only, some write it without a label. */
    zooms: z.array(z.number().positive()).min(1).max(4).nullable().catch(null),
    cohort: z
      .record(
        z.string(),
        z
          .object({
            age: z.array(z.number().nonnegative()).min(1).max(2),
            units: z.string().min(1),
          })
          .nullable()
          .catch(null),
      )
      .catch({}),
  })
  .partial()

/** All that `readTemplate` may read. */
export function templateFiles(top: TopLevel): S3Object[] {
  return [top.files.get(templateMarker), ...Object.values(paperFiles(top))].filter(
    (file) => file !== undefined,
  )
}

export async function readTemplate(
  top: TopLevel,
  prefix: string,
  objects: readonly S3Object[],
  bucket: string,
  reading: Reading,
): Promise<Omit<TemplateRow, 'site'>> {
  const [json, papers] = await Promise.all([
    reading.json(top.files.get(templateMarker)),
    readPapers(top, reading),
  ])
  const parsed = Template.safeParse(json)
  if (json !== null && !parsed.success) reading.problem(`${templateMarker} is no object`)
  const said = parsed.data ?? {}
  const names = namesIn(prefix, objects)
  return {
    identifier: said.Identifier ?? folderName(prefix, bucket).replace(/^tpl-/, ''),
    name: said.Name ?? null,
    description: said.Description ? withoutMail(said.Description) : null,
    license: said.License ?? null,
    authors: (said.Authors ?? []).map((name) => withoutMail(name).trim()).filter(Boolean),
    species: said.Species ?? [],
    rrid: said.RRID ?? null,
    version: said.Version ?? null,
    references: (said.ReferencesAndLinks ?? []).map(withoutMail),
    resolutions: [
      ...Object.entries(said.res ?? {}).flatMap(([label, one]) =>
        one === null ? [] : [{ label, zooms: one.zooms }],
      ),
      ...(said.zooms ? [{ label: '1', zooms: said.zooms }] : []),
    ],
    cohorts: Object.values(said.cohort ?? {}).flatMap((one) =>
      one === null ? [] : [{ ages: one.age, unit: one.units }],
    ),
    papers,
    ...names,
  }
}

/** Suffixes of images and values of entities, of the files that name a template. */
function namesIn(
  prefix: string,
  objects: readonly S3Object[],
): Pick<TemplateRow, 'suffixes' | 'atlases' | 'labels'> {
  const found = {
    suffixes: new Set<string>(),
    atlases: new Set<string>(),
    labels: new Set<string>(),
  }
  for (const { key } of objects) {
    const file = bidsFile(key.slice(prefix.length))
    if (file === null || !file.entities.has('tpl')) continue
    if (/^\.(?:nii|nii\.gz|gii|surf\.gii|label\.gii)$/.test(file.extension))
      found.suffixes.add(file.suffix)
    const [atlas, label] = [file.entities.get('atlas'), file.entities.get('label')]
    if (atlas !== undefined) found.atlases.add(atlas)
    if (label !== undefined) found.labels.add(label)
  }
  const sorted = (values: Set<string>) => [...values].sort().slice(0, 200)
  return {
    suffixes: sorted(found.suffixes),
    atlases: sorted(found.atlases),
    labels: sorted(found.labels),
  }
}

export function mapTemplate(row: TemplateRow, options: Options): Mapped {
  const { site, identifier, papers } = row
  const common = commonOf(site, options)
  const { license, fields } = licenseOf(row.license, papers, site, options)
  const finest = finestOf(row)
  return {
    record: {
      ...common,
      kind: 'TEMPLATE',
      title: row.name ?? identifier,
      version: row.version ?? papers.version,
      released: papers.released,
      sameAs: row.rrid === null ? [] : [`RRID:${row.rrid.replace(/^RRID:\s*/i, '')}`],
      description: row.description ?? papers.readme,
      keywords: words(
        identifier,
        ...row.atlases.map((atlas) => `atlas ${atlas}`),
        ...row.labels.map((label) => `label ${label}`),
      ),
      creators: words(...row.authors),
      publications: publicationsIn(row.references),
      domain: common.domain ?? 'NEUROIMAGING',
      species: row.species.length > 0 ? row.species.map(stated) : common.species,
      modality: distinct(
        termsOf(row.suffixes.map((suffix) => `anat/${suffix}`).filter(isWeighted)).modality,
      ),
      referenceSpace: [stated(identifier)],
      resolution: finest,
      license,
      subjects: agesOf(row),
      fields: [
        ...common.fields,
        ...fields,
        ...(row.name === null ? [origin('title', 'identifier', identifier, 'EXTRACTED')] : []),
        ...(common.domain === null ? [origin('domain', 'templateflow')] : []),
        ...(finest === null || row.resolutions.length === 1
          ? []
          : [
              origin(
                'resolution',
                'finest',
                row.resolutions.map(({ zooms }) => zooms.join('×')).join(', '),
              ),
            ]),
      ],
    },
  }
}

function isWeighted(series: string): boolean {
  return /\/(?:T1w|T2w|T2starw|PDw|FLAIR)$/.test(series)
}

/** The finest of the resolutions that a template comes in; TemplateFlow tells them in millimetres. */
function finestOf({ resolutions }: TemplateRow): Resolution | null {
  const volume = (zooms: readonly number[]) => zooms.reduce((product, zoom) => product * zoom, 1)
  const [finest] = [...resolutions].sort((a, b) => volume(a.zooms) - volume(b.zooms))
  return finest === undefined ? null : { values: finest.zooms, unit: 'mm', micrometres: null }
}

/** The ages that the cohorts of a template span, where all of them count alike. */
function agesOf({ cohorts }: TemplateRow): Subjects | null {
  const units = new Set(cohorts.map(({ unit }) => ageUnit(unit)))
  const [unit = null] = units
  if (unit === null || units.size > 1) return null
  const ages = cohorts.flatMap((cohort) => cohort.ages)
  return { count: null, ageMin: Math.min(...ages), ageMax: Math.max(...ages), ageUnit: unit }
}
