import { z } from 'zod'
import { type Mapped, type Resolution, type S3Object, words } from '#sdk'
import { commonOf, licenseOf } from './common.ts'
import { type Options, placeOf } from './options.ts'
import { origin } from './origin.ts'
import { folderName } from './place.ts'
import type { Reading } from './reading.ts'
import type { ZarrRow } from './rows.ts'
import type { TopLevel } from './top-level.ts'
import { lengthUnit } from './units.ts'

/** Metadata of a store: of Zarr 3, of Zarr 2. */
const markers = ['zarr.json', '.zattrs', '.zgroup'] as const

const Text = z.string().trim().min(1).nullable().catch(null)
const Numbers = z.array(z.number()).min(1).max(6)
const Transform = z
  .object({ type: Text, scale: Numbers.nullable().catch(null) })
  .partial()
  .nullable()
  .catch(null)
const Transforms = z.array(Transform).catch([])
/** Version 0.1 to 0.3 of OME-NGFF have axes as letters; some tools write `units`. */
const Axis = z.union([
  z
    .string()
    .min(1)
    .transform((name) => ({ name, type: null, unit: null })),
  z
    .object({
      name: z.string().min(1),
      type: Text.optional(),
      unit: Text.optional(),
      units: Text.optional(),
    })
    .transform(({ name, type = null, unit, units }) => ({
      name,
      type,
      unit: unit ?? units ?? null,
    })),
])
const Multiscale = z
  .object({
    name: Text,
    version: Text,
    axes: z.array(Axis).catch([]),
    datasets: z.array(z.object({ coordinateTransformations: Transforms }).partial()).catch([]),
    coordinateTransformations: Transforms,
  })
  .partial()
const Attributes = z
  .object({
    multiscales: z.array(Multiscale).catch([]),
    omero: z
      .object({
        name: Text.optional(),
        channels: z.array(z.object({ label: Text }).partial()).catch([]),
      })
      .nullable()
      .catch(null),
    plate: z
      .object({
        name: Text.optional(),
        version: Text.optional(),
        wells: z.array(z.unknown()).catch([]),
      })
      .nullable()
      .catch(null),
    labels: z.array(z.string()).catch([]),
    version: Text,
  })
  .partial()
type Attributes = z.output<typeof Attributes>

export function zarrFiles({ files }: TopLevel): S3Object[] {
  return markers.map((name) => files.get(name)).filter((file) => file !== undefined)
}

/** Whether a folder is a Zarr store. */
export function isStore(top: TopLevel): boolean {
  return zarrFiles(top).length > 0
}

export async function readZarr(top: TopLevel, reading: Reading): Promise<Omit<ZarrRow, 'site'>> {
  const own = await attributesOf(top, reading)
  const [image] = own.multiscales ?? []
  const axes = image?.axes ?? []
  return {
    name: nameOf(image?.name) ?? nameOf(own.omero?.name) ?? nameOf(own.plate?.name),
    version: image?.version ?? own.plate?.version ?? own.version ?? null,
    axes,
    scale: scaleOf(image, axes.length),
    channels: words(...(own.omero?.channels ?? []).map(({ label }) => label)),
    wells: own.plate?.wells?.length ?? null,
    hasLabels: top.folders.includes('labels') || (own.labels ?? []).length > 0,
  }
}

async function attributesOf({ files }: TopLevel, reading: Reading): Promise<Attributes> {
  const third = await reading.json(files.get('zarr.json'))
  const json = third ?? (await reading.json(files.get('.zattrs')))
  // OME-NGFF 0.5 keeps its part of a Zarr 3 group under `attributes.ome`.
  const { attributes = null } = Object(third) as { attributes?: unknown }
  const { ome = attributes } = Object(attributes) as { ome?: unknown }
  const parsed = Attributes.safeParse(third === null ? (json ?? {}) : (ome ?? {}))
  if (!parsed.success) reading.problem('the attributes of the store are no object')
  return parsed.data ?? {}
}

/** Of the finest level, as its own transformation and the one of all levels make it together. */
function scaleOf(image: z.output<typeof Multiscale> | undefined, axes: number): number[] | null {
  const own = scaleIn(image?.datasets?.[0]?.coordinateTransformations)
  const shared = scaleIn(image?.coordinateTransformations)
  if (own === null || own.length !== axes) return null
  if (shared === null) return own
  return shared.length === axes ? own.map((value, at) => value * (shared[at] ?? 1)) : null
}

function scaleIn(transforms: z.output<typeof Transforms> | undefined): number[] | null {
  return transforms?.find((one) => one?.type === 'scale')?.scale ?? null
}

/** Tools write `/` where an image has no name. */
function nameOf(name: string | null | undefined): string | null {
  return name == null || /^[/.]*$/.test(name) ? null : name
}

export function mapZarr(row: ZarrRow, options: Options): Mapped {
  const { site } = row
  const common = commonOf(site, options)
  const none = { readme: null, license: null, version: null, released: null }
  const { license, fields } = licenseOf(null, none, site, options)
  const assumed = placeOf(options, site.bucket, site.prefix)?.assumed.title ?? null
  const resolution = resolutionOf(row)
  const folder = folderName(site.prefix, site.bucket).replace(/(?:\.ome)?\.zarr$/i, '')
  const sentences = words(
    row.wells === null ? null : `A plate with ${row.wells} wells.`,
    row.axes.length === 0 ? null : `Axes: ${row.axes.map(axisText).join(', ')}.`,
    row.channels.length === 0 ? null : `Channels: ${row.channels.join(', ')}.`,
    row.hasLabels ? 'With labels.' : null,
  )
  return {
    record: {
      ...common,
      kind: row.wells === null ? 'IMAGE' : 'DATASET',
      title: row.name ?? assumed ?? folder,
      description: sentences.join(' ') || null,
      keywords: row.channels,
      resolution,
      license,
      fields: [
        ...common.fields,
        ...fields,
        ...(row.name === null
          ? [
              origin(
                'title',
                assumed === null ? 'folder-name' : 'assumed',
                null,
                assumed === null ? 'EXTRACTED' : 'ASSUMED',
              ),
            ]
          : []),
        ...(sentences.length === 0 ? [] : [origin('description', 'ome-zarr')]),
      ],
    },
  }
}

/** Of the axes in space, where they are told in one unit of length. */
function resolutionOf({ axes, scale }: ZarrRow): Resolution | null {
  if (scale === null) return null
  const spatial = axes.flatMap((axis, at) => {
    const value = scale[at]
    return isSpatial(axis) && value !== undefined && value > 0 ? [{ axis, value }] : []
  })
  const units = new Set(
    spatial.map(({ axis }) => (axis.unit === null ? null : lengthUnit(axis.unit))),
  )
  const [unit = null] = units
  if (unit === null || units.size > 1) return null
  return { values: spatial.map(({ value }) => value), unit, micrometres: null }
}

function isSpatial({ name, type }: ZarrRow['axes'][number]): boolean {
  return type === null ? /^[xyz]$/i.test(name) : type === 'space'
}

function axisText({ name, unit }: ZarrRow['axes'][number]): string {
  return unit === null ? name : `${name} (${unit})`
}
