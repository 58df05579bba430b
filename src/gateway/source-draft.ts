import { durationSeconds } from '../harvest/duration.ts'
import type { SourceChange, SourceDraft } from '../harvest/registration/draft.ts'
import { GatewayError, sourceIdPattern } from '../model/index.ts'
import { checkLength } from './page-size.ts'
import type { SourceInput, SourcePatch } from './schema.generated.ts'

const longestTitle = 200
const longestName = 200
const mostNames = 100
const longestSecret = 20_000

/**
 * What the input of `checkSource` and `registerSource` says.
 *
 * @param owner Who owns it where the input does not say.
 * @throws {GatewayError} `BAD_INPUT` naming the field that has not the form it should have. What its connector has to say
 *   about options, secrets and type is none of this.
 */
export function toDraft(input: SourceInput, owner: string): SourceDraft {
  const { id, type, homepage, visibility, owners } = input
  if (!sourceIdPattern.test(id)) {
    const expected = 'lower-case letters, digits and hyphens, at most 63, beginning with a letter'
    throw wrong('input.id', `is of ${expected} or digit`)
  }
  return {
    id,
    type,
    title: titleOf(input.title, 'input'),
    homepage: homepage ?? null,
    options: optionsOf(input.options, 'input'),
    secrets: secretsOf(input.secrets ?? null, 'input'),
    schedule: scheduleOf(input.schedule ?? null, 'input'),
    visibility: visibilityOf(visibility ?? null, 'input'),
    owners: owners == null ? [owner] : namesOf(owners, 'input.owners'),
    discover: namesOf(input.discover, 'input.discover'),
    staleAfterSeconds: staleAfterOf(input.staleAfter ?? null, 'input'),
  }
}

/**
 * What a patch says: absent is left out, null is cleared.
 *
 * @throws {GatewayError} `BAD_INPUT` as `toDraft`, and for null where nothing can be cleared.
 */
export function toChange(patch: SourcePatch): SourceChange {
  const change: SourceChange = {}
  const { title, homepage, options, secrets, schedule } = patch
  const { visibility, owners, discover, staleAfter } = patch
  if (title !== undefined) change.title = titleOf(needed(title, 'patch.title'), 'patch')
  if (homepage !== undefined) change.homepage = homepage
  if (options !== undefined) change.options = optionsOf(needed(options, 'patch.options'), 'patch')
  if (secrets !== undefined) change.secrets = secretsOf(secrets, 'patch')
  if (schedule !== undefined) change.schedule = scheduleOf(schedule, 'patch')
  if (visibility !== undefined) change.visibility = visibilityOf(visibility, 'patch')
  if (owners !== undefined) change.owners = namesOf(owners ?? [], 'patch.owners')
  if (discover !== undefined) change.discover = namesOf(discover ?? [], 'patch.discover')
  if (staleAfter !== undefined) change.staleAfterSeconds = staleAfterOf(staleAfter, 'patch')
  return change
}

type Around = 'input' | 'patch'

function wrong(argument: string, expectation: string): GatewayError {
  return new GatewayError('BAD_INPUT', { argument, message: `\`${argument}\` ${expectation}.` })
}

function needed<Value>(value: Value | null, argument: string): Value {
  if (value === null) throw wrong(argument, 'cannot be cleared')
  return value
}

function titleOf(title: string, around: Around): string {
  const text = title.trim()
  if (text === '') throw wrong(`${around}.title`, 'is not empty')
  checkLength(text, longestTitle, `${around}.title`)
  return text
}

function optionsOf(options: unknown, around: Around): Record<string, unknown> {
  if (!isObject(options)) throw wrong(`${around}.options`, 'is an object')
  return options
}

function secretsOf(secrets: unknown, around: Around): Record<string, string> | null {
  const argument = `${around}.secrets`
  if (secrets === null) return null
  if (!isObject(secrets)) throw wrong(argument, 'is an object of texts')
  const texts = Object.entries(secrets).map(([name, secret]): [string, string] => {
    // Named by its place alone: what stands there may be the secret.
    if (typeof secret !== 'string') throw wrong(argument, 'is an object of texts')
    checkLength(secret, longestSecret, argument)
    return [name, secret]
  })
  return texts.length === 0 ? null : Object.fromEntries(texts)
}

/** Only whether it can be one at all: whoever keeps schedules reads it, and tells every fault. */
function scheduleOf(schedule: string | null, around: Around): string | null {
  if (schedule !== null) checkLength(schedule, 1_000, `${around}.schedule`)
  return schedule === 'manual' ? null : schedule
}

function visibilityOf(groups: readonly string[] | null, around: Around) {
  if (groups === null) return null
  const names = namesOf(groups, `${around}.visibility`)
  return { discover: names, retrieve: names }
}

function namesOf(names: readonly string[], argument: string): string[] {
  if (names.length > mostNames) throw wrong(argument, `has at most ${mostNames} elements`)
  const isName = (name: string) => name.trim() === name && name !== '' && name.length <= longestName
  if (!names.every(isName)) {
    throw wrong(argument, `has names of at most ${longestName} characters, without spaces around`)
  }
  return [...new Set(names)]
}

function staleAfterOf(text: string | null, around: Around): number | null {
  if (text === null) return null
  const seconds = durationSeconds(text)
  if (seconds === null) throw wrong(`${around}.staleAfter`, 'is a duration such as 36h or 7d')
  return seconds
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
