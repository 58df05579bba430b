import { z } from 'zod'
import type { Reading } from '../reading.ts'
import type { BidsRow } from '../rows.ts'
import type { Survey } from './survey.ts'

type Facts = BidsRow['sidecars']

const Text = z.string().trim().min(1).max(200).nullable().catch(null)
const Texts = z.union([z.array(Text), Text.transform((one) => [one])]).catch([])
const Sidecar = z
  .object({
    MagneticFieldStrength: z.union([z.number(), z.string().transform(Number)]).catch(Number.NaN),
    PixelSize: z.array(z.number().positive()).min(1).max(3).nullable().catch(null),
    PixelSizeUnits: Text,
    TaskName: Text,
    BodyPart: Text,
    SampleStaining: Texts,
    TracerName: Text,
  })
  .partial()

/** Highest field that a magnet for imaging has; more is gauss, or a mistake. */
const strongest = 30

/**
 * What the sidecars of one file of each series say, those further down over those further up, as BIDS inherits.
 *
 * @param most Sidecars that are read; the series that come first get theirs.
 */
export async function readSidecars(
  { samples }: Survey,
  reading: Reading,
  most: number,
): Promise<Facts> {
  const wanted = [...new Map(samples.flatMap((one) => one.sidecars).map((one) => [one.key, one]))]
    .slice(0, most)
    .map(([, object]) => object)
  const read = new Map<string, z.output<typeof Sidecar>>()
  await Promise.all(
    wanted.map(async (object) => {
      // Its name may hold a subject's: that is said of none.
      const parsed = Sidecar.safeParse(await reading.json(object, 'a JSON sidecar'))
      if (parsed.success) read.set(object.key, parsed.data)
    }),
  )
  const merged = samples.map(
    ({ sidecars }) =>
      Object.assign({}, ...sidecars.map(({ key }) => read.get(key) ?? {})) as z.output<
        typeof Sidecar
      >,
  )
  return {
    fieldStrengths: distinct(
      merged.flatMap(({ MagneticFieldStrength: tesla }) =>
        tesla !== undefined && tesla > 0 && tesla <= strongest ? [tesla] : [],
      ),
    ),
    pixelSizes: distinct(
      merged.flatMap(({ PixelSize, PixelSizeUnits }) =>
        PixelSize && PixelSizeUnits
          ? [JSON.stringify({ values: PixelSize, unit: PixelSizeUnits })]
          : [],
      ),
    ).map((one) => JSON.parse(one)),
    tasks: distinct(merged.flatMap(({ TaskName }) => TaskName ?? [])),
    bodyParts: distinct(merged.flatMap(({ BodyPart }) => BodyPart ?? [])),
    stainings: distinct(
      merged.flatMap(({ SampleStaining }) => (SampleStaining ?? []).flatMap((one) => one ?? [])),
    ),
    tracers: distinct(merged.flatMap(({ TracerName }) => TracerName ?? [])),
  }
}

function distinct<Value extends string | number>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1))
}
