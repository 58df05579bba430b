import { type Fields, fieldsOf, isFields, listOf, textOf } from './drift.ts'
import type { AindAsset } from './rows.ts'

type Structure = AindAsset['structures'][number]

/** Where targets stand, in procedures, sessions and acquisitions of any generation. */
const targetFields = new Set([
  'targeted_structure',
  'targeted_structures',
  'primary_targeted_structure',
  'target_structure',
])
const deepest = 12
/** Objects looked at in one asset: a session may list a hundred thousand trials. */
const mostVisited = 200_000

/** The structures that were aimed at, each once: `VISp`, or with id and name as the adult mouse graph has them. */
export function structuresOf(documents: readonly (Fields | undefined)[]): Structure[] {
  const found = new Map<string, Structure>()
  const left: [value: unknown, depth: number][] = documents.map((one) => [one, 0])
  for (let visited = 0; visited < mostVisited; visited += 1) {
    const next = left.pop()
    if (next === undefined) break
    const [value, depth] = next
    if (depth > deepest || typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (!targetFields.has(key)) left.push([inner, depth + 1])
      else for (const one of listOf(inner).flatMap(structureOf)) found.set(keyOf(one), one)
    }
  }
  const all = [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const identified = new Set(all.flatMap(({ id, acronym }) => (id === null ? [] : [acronym])))
  return all.filter(({ id, acronym }) => id !== null || !identified.has(acronym))
}

function structureOf(value: unknown): Structure[] {
  const text = textOf(value)
  if (text !== null) return [{ id: null, name: null, acronym: text }]
  const fields = fieldsOf(value)
  const [name, acronym] = [textOf(fields.name), textOf(fields.acronym)]
  if (name === null && acronym === null) return []
  // Ids of other atlases are of other graphs.
  const isMouse = /^ccf/i.test(textOf(fields.atlas) ?? '')
  const id = isMouse && /^\d+$/.test(String(fields.id)) ? Number(fields.id) : null
  return [{ id, name, acronym }]
}

function keyOf({ id, name, acronym }: Structure): string {
  return String(id ?? acronym ?? name)
}

const micrometres: Record<string, number> = {
  nanometer: 0.001,
  micrometer: 1,
  um: 1,
  µm: 1,
  millimeter: 1000,
}

/**
 * Micrometres a voxel, axis by axis, where all tiles agree; the finest otherwise. Numbers come as texts in the first
 * generations, and transforms of images in the second.
 */
export function voxelOf(acquisition: Fields | undefined): number[] | null {
  if (acquisition === undefined) return null
  const axes = listOf(acquisition.axes).filter(isFields)
  const units = new Set(axes.map((axis) => textOf(axis.unit) ?? 'micrometer'))
  const [unit = 'micrometer'] = units
  const factor = units.size > 1 ? undefined : micrometres[unit.toLowerCase()]
  if (factor === undefined) return null
  const scales = [...tileScales(acquisition), ...imageScales(acquisition)]
  const sizes = scales.flatMap((scale) => {
    const values = listOf(scale).map(Number)
    const isVoxel = values.length === 3 && values.every((one) => Number.isFinite(one) && one > 0)
    return isVoxel ? [values.map((one) => one * factor)] : []
  })
  sizes.sort((a, b) => volume(a) - volume(b))
  return sizes[0] ?? null
}

function* tileScales(acquisition: Fields): Generator<unknown> {
  for (const tile of listOf(acquisition.tiles)) {
    for (const transform of listOf(fieldsOf(tile).coordinate_transformations)) {
      yield fieldsOf(transform).scale
    }
  }
}

function* imageScales(acquisition: Fields): Generator<unknown> {
  for (const stream of listOf(acquisition.data_streams)) {
    for (const configuration of listOf(fieldsOf(stream).configurations)) {
      for (const image of listOf(fieldsOf(configuration).images)) {
        for (const transform of listOf(fieldsOf(image).image_to_acquisition_transform)) {
          yield fieldsOf(transform).scale
        }
      }
    }
  }
}

function volume(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1)
}
