import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { z } from 'zod'
import { sourceIdPattern } from '../../model/index.ts'
import { type Fault, faultsOf } from '../shape-faults.ts'
import { type HookConfig, hookDefaults } from './hook-config.ts'

const asDeadline = 'expected a time such as 500ms, 5s or 1m, at most 10m'
const unitMilliseconds: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 }
const Deadline = z
  .string(asDeadline)
  .regex(/^[1-9]\d{0,5}(ms|s|m)$/, asDeadline)
  .transform((text) => {
    const unit = /[a-z]+$/.exec(text)?.[0] ?? 's'
    return Number.parseInt(text, 10) * (unitMilliseconds[unit] ?? 1_000)
  })
  .refine((milliseconds) => milliseconds <= 600_000, asDeadline)

/** One of `hooks` in a sources file; a path alone stands for `{ module: path }`. */
const Entry = z.strictObject({
  /** Relative to the sources file. */
  module: z.string().min(1),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens')
    .optional(),
  options: z.record(z.string(), z.unknown()).default({}),
  /** Of one record. */
  deadline: Deadline.default(hookDefaults.deadline),
  /** Of `onHarvestFinished`. */
  finishDeadline: Deadline.default(hookDefaults.finishDeadline),
  onFault: z.enum(['accept', 'reject']).nullable().default(null),
  sources: z
    .array(z.string().regex(sourceIdPattern, 'expected the id of a source'))
    .nullable()
    .default(null),
})
const Entries = z.array(z.unknown())

export interface HookSurroundings {
  /** What paths are relative to: the sources file's folder; null: nobody looks whether the modules are there. */
  folder: string | null
  /** What a variable of the environment holds; null when it is not set, or empty. */
  variable: (name: string) => string | null
}

/** The hooks of a sources file in their order, and every fault of them. */
export function hooksIn(
  content: unknown,
  { folder, variable }: HookSurroundings,
): { hooks: HookConfig[]; faults: Fault[] } {
  const entries = Entries.safeParse(content ?? [])
  if (!entries.success)
    return { hooks: [], faults: faultsOf(entries.error, ['hooks'], Entries, 'key') }
  const hooks: HookConfig[] = []
  const faults: Fault[] = []
  entries.data.forEach((content, index) => {
    const path = ['hooks', index]
    const given = typeof content === 'string' ? { module: content } : content
    const entry = Entry.safeParse(given)
    if (!entry.success) {
      faults.push(...faultsOf(entry.error, path, Entry, 'key'))
      return
    }
    const { module: written, name = nameOf(written), options, ...rest } = entry.data
    const module = resolve(folder ?? '.', written)
    if (folder !== null && !existsSync(module)) {
      faults.push({ path: [...path, 'module'], message: 'there is no such file' })
    }
    const same = hooks.findIndex((hook) => hook.name === name)
    if (same >= 0) {
      faults.push({
        path: [...path, 'name'],
        message: `hooks[${same}] has the name ${name} already`,
      })
    }
    const filled = filledIn(options, variable, [...path, 'options'], faults)
    hooks.push({
      ...rest,
      name,
      module,
      options: filled as Record<string, unknown>,
      written: JSON.stringify(options),
    })
  })
  return { hooks, faults }
}

function nameOf(module: string): string {
  const name = basename(module, extname(module)).toLowerCase()
  return (
    name
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 63) || 'hook'
  )
}

/** With what variables hold in the place of each text that is `${NAME}`. */
function filledIn(
  value: unknown,
  variable: HookSurroundings['variable'],
  path: (string | number)[],
  faults: Fault[],
): unknown {
  if (typeof value === 'string') {
    const name = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(value)?.[1]
    if (name === undefined) return value
    const held = variable(name)
    if (held === null) faults.push({ path, message: `the variable ${name} is not set` })
    return held
  }
  if (Array.isArray(value)) {
    return value.map((one, at) => filledIn(one, variable, [...path, at], faults))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      filledIn(one, variable, [...path, key], faults),
    ]),
  )
}
