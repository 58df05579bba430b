import { type Fault, faultsOfRules } from '#sdk'
import { allTemplates } from './all-templates.ts'
import { type Field, type Listing, type Manifest, partedPath, pathsOf } from './manifest.ts'
import type { RequestSpec } from './manifest-requests.ts'
import { parsePath } from './paths.ts'
import { isPersonal } from './personal.ts'
import { scopesOf } from './rule-scopes.ts'
import { parseTemplate } from './templates.ts'

/** Names that a source may have credentials under. */
export const credentialNames = [
  'user',
  'password',
  'token',
  'key',
  'clientId',
  'clientSecret',
  'refreshToken',
] as const

/** What a shape cannot tell: names that lead nowhere, operators that do not fit, fields of people. */
export function faultsOfManifest(manifest: Manifest): Fault[] {
  const { lists } = manifest
  return [
    ...authFaults(manifest),
    ...treeFaults(lists),
    ...Object.entries(lists).flatMap(([name, listing]) => [
      ...listFaults(manifest, listing).map(below('lists', name)),
      ...allTemplates(listing)
        .flatMap(({ path, text, own, isBeforeRow }) => {
          const fields = isBeforeRow ? {} : { ...own, ...listing.fields }
          return placeFaults(text, fields, listing, lists).map(below(...path))
        })
        .map(below('lists', name)),
    ]),
    ...faultsOfRules(manifest.rules, scopesOf(manifest)).map(below('rules')),
  ]
}

function below(...path: PropertyKey[]) {
  return (fault: Fault): Fault => ({ ...fault, path: [...path, ...fault.path] })
}

function authFaults({ auth }: Manifest): Fault[] {
  if (auth.type === 'none' || auth.type === 'oauth') return []
  const faults: Fault[] = []
  const say = (path: PropertyKey[], problem: string) =>
    faults.push({ path: ['auth', ...path], problem })
  const texts: [PropertyKey[], string][] = auth.type === 'cookie' ? [] : [[['value'], auth.value]]
  if (auth.type !== 'header') {
    if ((auth.path === undefined) === (auth.url === undefined)) {
      say([], 'expected either path or url of the login')
    }
    if ([auth.json, auth.form, auth.basic].filter((one) => one !== undefined).length !== 1) {
      say([], 'expected one of json, form and basic')
    }
    for (const part of ['json', 'form'] as const) {
      for (const [key, text] of Object.entries(auth[part] ?? {})) texts.push([[part, key], text])
    }
  }
  for (const [path, text] of texts) {
    for (const { name } of parseTemplate(text)?.places ?? []) {
      if (name === 'token' && auth.type === 'session') continue
      if ((credentialNames as readonly string[]).includes(name)) continue
      say(path, `{${name}} is no credential: expected one of ${credentialNames.join(', ')}`)
    }
  }
  return faults
}

/** Every list must be reached from one that stands on its own. */
function treeFaults(lists: Manifest['lists']): Fault[] {
  const faults: Fault[] = []
  const reached = new Set<string>()
  for (let grows = true; grows; ) {
    grows = false
    for (const [name, { under }] of Object.entries(lists)) {
      if (reached.has(name) || !(under?.some((one) => reached.has(one)) ?? true)) continue
      reached.add(name)
      grows = true
    }
  }
  for (const [name, { under }] of Object.entries(lists)) {
    const path = ['lists', name, 'under']
    const unknown = under?.filter((one) => !Object.hasOwn(lists, one)) ?? []
    for (const one of unknown) faults.push({ path, problem: `there is no list ${one}` })
    if (unknown.length === 0 && !reached.has(name)) {
      faults.push({ path, problem: 'no list that stands on its own leads here' })
    }
  }
  if (Object.keys(lists).length === 0) faults.push({ path: ['lists'], problem: 'there is none' })
  return faults
}

function listFaults({ auth }: Manifest, listing: Listing): Fault[] {
  const { list, fields, id, details = {}, record, assets } = listing
  const requests: [PropertyKey[], RequestSpec][] = [
    [['list'], list],
    ...Object.entries(details).map(([name, detail]): [PropertyKey[], RequestSpec] => [
      ['details', name],
      detail,
    ]),
  ]
  const lists: [PropertyKey[], typeof list][] = [[['list'], list]]
  if (assets?.list !== undefined) {
    requests.push([['assets', 'list'], assets.list])
    lists.push([['assets', 'list'], assets.list])
  }
  const faults = [
    ...requests.flatMap(([path, request]) => requestFaults(request).map(below(...path))),
    ...lists.flatMap(([path, { pager }]) => pagerFaults(pager).map(below(...path, 'pager'))),
    ...fieldFaults(fields, details, true).map(below('fields')),
    ...fieldFaults(assets?.fields ?? {}, {}, false).map(below('assets', 'fields')),
  ]
  if ((parseTemplate(id)?.places.length ?? 0) === 0) {
    faults.push({ path: ['id'], problem: 'expected a place such as {id}: ids differ' })
  }
  if (assets !== undefined) {
    if ((assets.rows === undefined) === (assets.list === undefined)) {
      faults.push({ path: ['assets'], problem: 'expected either rows or list' })
    }
    const { detail } = partedPath(assets.rows ?? '')
    if (detail !== null && !Object.hasOwn(details, detail)) {
      faults.push({ path: ['assets', 'rows'], problem: `there is no detail ${detail}` })
    }
    if (record === undefined) faults.push({ path: ['assets'], problem: 'has no record to be of' })
  }
  if (record !== undefined && record.public === undefined && auth.type !== 'none') {
    const problem = 'must be said where credentials are wanted: true, false or a value'
    faults.push({ path: ['record', 'public'], problem })
  }
  return faults
}

function requestFaults({ body, graphql }: RequestSpec): Fault[] {
  if (body === undefined || graphql === undefined) return []
  return [{ path: ['body'], problem: 'a request has either body or graphql' }]
}

function pagerFaults(pager: Listing['list']['pager']): Fault[] {
  if (pager.type !== 'page' || pager.total !== undefined || pager.pages !== undefined) return []
  return [{ path: [], problem: 'needs total or pages: nothing else says that the list has ended' }]
}

function fieldFaults(
  fields: Record<string, Field>,
  details: Record<string, unknown>,
  mayHaveDetails: boolean,
): Fault[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const faults: Fault[] = []
    const say = (problem: string) => faults.push({ path: [name], problem })
    if (['base', 'web', 'parent'].includes(name)) say('is a name with a meaning of its own')
    if (isPersonal(name)) say('names what is a person’s: such fields are never read')
    for (const text of pathsOf(field)) {
      const { detail, path } = partedPath(text)
      for (const step of parsePath(path)?.steps ?? []) {
        if ('key' in step && isPersonal(step.key)) {
          say('leads to what is a person’s: such fields are never read')
        }
      }
      if (detail !== null && (!mayHaveDetails || !Object.hasOwn(details, detail))) {
        say(`there is no detail ${detail}`)
      }
    }
    return faults
  })
}

function placeFaults(
  text: string,
  fields: Record<string, Field>,
  { under }: Listing,
  lists: Manifest['lists'],
): Fault[] {
  return (parseTemplate(text)?.places ?? []).flatMap(({ name }) => {
    const [first = '', inner] = name.split('.')
    const say = (problem: string): Fault[] => [{ path: [], problem: `{${name}} ${problem}` }]
    if (first === 'parent') {
      if (under === undefined) return say('has no list above')
      const lacking = under.filter(
        (one) => inner !== undefined && !Object.hasOwn(lists[one]?.fields ?? {}, inner),
      )
      return lacking.flatMap((one) => say(`is no field of ${one}`))
    }
    if (inner !== undefined) return say('is no field')
    if (name === 'base' || name === 'web') return []
    return Object.hasOwn(fields, name) ? [] : say('is no field')
  })
}
