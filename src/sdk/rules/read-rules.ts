import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import { faultsOfRules, onlyScope } from './check-rules.ts'
import type { Fields } from './operators.ts'
import { type PlacedFault, printedFault, readYaml } from './read-yaml.ts'
import { type RuleBook, ruleBook } from './rule-book.ts'
import { ruleShape, type Slots } from './rule-shape.ts'

/** What rules of a connector may look at, and what they may set. */
export interface RuleTopic<S extends Slots> {
  fields: Fields
  slots: S
}

/** The rules of a text in YAML, `rules: […]`, or all its faults. */
export function parseRules<S extends Slots>(
  text: string,
  { fields, slots }: RuleTopic<S>,
): { book: RuleBook<S> } | { faults: PlacedFault[] } {
  const scopes = { [onlyScope]: fields }
  const shape = z.strictObject({ rules: z.array(ruleShape(slots)) })
  const read = readYaml(text, shape, ({ rules }) =>
    faultsOfRules(rules, scopes).map(({ path, problem }) => ({
      path: ['rules', ...path],
      problem,
    })),
  )
  return 'faults' in read ? read : { book: ruleBook(read.value.rules, scopes) }
}

/** @throws {GatewayError} `CONFIG_INVALID` with every fault, its path and line. */
export function readRules<S extends Slots>(text: string, topic: RuleTopic<S>): RuleBook<S> {
  const read = parseRules(text, topic)
  if ('book' in read) return read.book
  throw new GatewayError('CONFIG_INVALID', { message: read.faults.map(printedFault).join('\n') })
}

/**
 * The rules of a file that comes with a connector, as it is now: for a connector's `rules`.
 *
 * @throws {GatewayError} `CONFIG_INVALID` with every fault, its path and line; of where the file lies its name alone is told.
 */
export function readRulesFile<S extends Slots>(file: URL, topic: RuleTopic<S>): RuleBook<S> {
  const name = basename(fileURLToPath(file))
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', { message: `${name} cannot be read.`, cause })
  }
  const read = parseRules(text, topic)
  if ('book' in read) return read.book
  const message = read.faults.map((fault) => `${name}: ${printedFault(fault)}`).join('\n')
  throw new GatewayError('CONFIG_INVALID', { message })
}
