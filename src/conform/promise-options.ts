import type { z } from 'zod'
import type { AnyConnector, RowShape } from '../sdk/connector.ts'
import { openPlaces } from '../sdk/row-shape.ts'
import { expectAbove, expectNone, expectSame } from './check.ts'
import type { ConnectorSetup } from './setup.ts'

const anywhere = 'http://127.0.0.1:9'

export async function acceptsItsOptions(connector: AnyConnector, setup: ConnectorSetup) {
  const options = connector.options.parse(setup.options(anywhere))
  const origins = connector.origins(options)
  expectAbove(origins.length, 0, 'origins')
  for (const origin of origins) expectSame(new URL(origin).origin, origin, 'an origin')
}

export async function namesMisspeltOptions(connector: AnyConnector, setup: ConnectorSetup) {
  const parsed = connector.options.safeParse({ ...setup.options(anywhere), zzMisspelt: 1 })
  expectSame(parsed.success, false, 'options with one that is misspelt are accepted')
  const told = JSON.stringify(issuesOf(parsed.error))
  expectSame(told.includes('zzMisspelt'), true, 'the misspelt option is named')
}

/** A function: no option takes it. */
const nonsense = () => {}

export async function listsAllFaultsAtOnce(connector: AnyConnector, setup: ConnectorSetup) {
  const good = setup.options(anywhere)
  const names = Object.keys(connector.options.shape)
  const bad = Object.fromEntries(names.map((name) => [name, nonsense]))
  const parsed = connector.options.safeParse({ ...good, ...bad })
  const named = new Set(issuesOf(parsed.error).map(({ path }) => path[0]))
  expectNone(
    names.filter((name) => !named.has(name)),
    'options at fault that are not named',
  )
}

export async function listsWhatIsKept(connector: AnyConnector) {
  const open = Object.entries(connector.rows as Record<string, RowShape>).flatMap(
    ([entity, shape]) => {
      return openPlaces(shape, `rows.${entity}`)
    },
  )
  const places = open.map(({ path, problem }) => `${path} ${problem}`)
  expectNone(places, 'places in the shapes that keep what is not listed')
}

function issuesOf(error: z.ZodError | undefined): z.core.$ZodIssue[] {
  return error?.issues ?? []
}
