import { z } from 'zod'
import { Access, AssetRole, type Mapped, RecordKind, unknownLicense, unknownRecord } from '#sdk'
import { structures } from '../../generate.ts'

export const Dataset = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  kind: RecordKind,
  species: z.string().nullable(),
  modalities: z.array(z.string()),
  structures: z.array(z.string()),
  license: z.string().nullable(),
  access: Access.nullable(),
  year: z.int().nullable(),
  resolution: z.number().nullable(),
  subjects: z.int().nullable(),
  files: z.array(
    z.object({
      name: z.string(),
      format: z.string(),
      role: AssetRole,
      bytes: z.int().nullable(),
    }),
  ),
})

const labels = new Map(structures.map(({ id, label }) => [id, label]))

export function toRecord(row: z.output<typeof Dataset>): Mapped {
  return {
    record: {
      ...unknownRecord,
      kind: row.kind,
      title: row.title,
      description: row.description,
      keywords: row.keywords,
      landingPage: `https://archive.example.org/datasets/${row.id}`,
      domain: 'NEUROIMAGING',
      species: row.species === null ? [] : [stated(row.species)],
      modality: row.modalities.map((label) => stated(label)),
      structure: row.structures.map((id) => stated(labels.get(id) ?? id, id)),
      resolution:
        row.resolution === null
          ? null
          : { values: [row.resolution], unit: 'um', micrometres: [row.resolution] },
      license: row.license === null ? unknownLicense : { ...unknownLicense, raw: row.license },
      access: row.access ?? 'UNKNOWN',
      subjects:
        row.subjects === null
          ? null
          : { count: row.subjects, ageMin: null, ageMax: null, ageUnit: null },
      released: row.year === null ? null : String(row.year),
    },
    assets: row.files.map((file) => ({
      name: file.name,
      role: file.role,
      format: file.format,
      mediaType: null,
      size: file.bytes,
      sizeIsExact: true,
      checksum: null,
      availability: 'ONLINE',
      locator: `https://archive.example.org/files/${row.id}/${file.name}`,
      region: null,
      payer: null,
    })),
  }
}

function stated(label: string, termId: string | null = null) {
  return { label, termId, origin: 'STATED' as const, raw: null }
}
