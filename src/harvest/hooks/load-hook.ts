import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HookName } from './hook-messages.ts'

export type AnyHook = (given: unknown, context: unknown) => unknown

/** A hook's module, loaded and found well. */
export interface LoadedHook {
  hooks: Partial<Record<HookName, AnyHook>>
  options: unknown
  /** Of the module and the files beside it that it imports, packages left out. */
  fingerprint: string
}

/** What is wrong with a module, in words for the operator. */
export class HookRefused extends Error {
  override readonly name = 'HookRefused'
}

const names: readonly HookName[] = ['enrichRecord', 'validateRecord', 'onHarvestFinished']

/**
 * Loads a hook's module with what it gets for `#sdk`, wherever it lies. For a thread of its own: what is loaded from now on
 * goes through here.
 *
 * @throws {HookRefused} When it exports no hook, something else by a hook's name, or its options are not valid.
 */
export async function loadHook(
  module: string,
  sdk: string,
  options: Record<string, unknown>,
): Promise<LoadedHook> {
  const house = new URL('..', sdk).href
  const files = new Set<string>()
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '#sdk' ? { url: sdk, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) => {
      const isOwn = url.startsWith('file:') && !url.startsWith(house)
      if (isOwn && !url.includes('/node_modules/')) files.add(url)
      return next(url, context)
    },
  })
  const exported: Record<string, unknown> = await import(module)
  const found = names.filter((name) => exported[name] !== undefined)
  if (found.length === 0) throw new HookRefused(`It exports none of ${names.join(', ')}.`)
  const strange = found.filter((name) => typeof exported[name] !== 'function')
  if (strange.length > 0) throw new HookRefused(`Its ${strange.join(', ')} is not a function.`)
  return {
    hooks: Object.fromEntries(found.map((name) => [name, exported[name]])),
    options: checkedOptions(exported.options, options),
    fingerprint: fingerprintOf(module, [...files]),
  }
}

interface Shape {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: unknown }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
}

function checkedOptions(shape: unknown, options: Record<string, unknown>): unknown {
  if (shape === undefined) return options
  if (typeof Object(shape).safeParse !== 'function') {
    throw new HookRefused('Its `options` has no `safeParse`.')
  }
  const checked = (shape as Shape).safeParse(options)
  if (checked.success) return checked.data
  const faults = checked.error.issues.map(
    ({ path, message }) => `${['options', ...path].map(String).join('.')}: ${message}`,
  )
  throw new HookRefused(`Its options are not valid: ${faults.join('; ')}.`)
}

/** The same wherever the folder lies. */
function fingerprintOf(module: string, files: readonly string[]): string {
  const folder = dirname(fileURLToPath(module))
  const parts = files.map((url) => {
    const file = fileURLToPath(url)
    const content = createHash('sha256').update(readFileSync(file)).digest('hex')
    return `${relative(folder, file).split(sep).join('/')} ${content}`
  })
  return createHash('sha256').update(parts.sort().join('\n')).digest('hex')
}
