import { describe, expect, test } from 'vitest'
import { publicUrl } from '../../../connectors/xnat/conform.ts'
import xnat from '../../../connectors/xnat/index.ts'
import { Trial } from '../../../src/conform/trial.ts'
import { type StandinAnswer, startStandin } from '../../../src/sdk/standin/index.ts'

/* A site of two projects and a session, each answer of which can be another one. */

const table = (...rows: object[]): StandinAnswer => ({ json: { ResultSet: { Result: rows } } })
const page = (status: number): StandinAnswer => ({
  status,
  body: '<h3>words of a page</h3>',
  type: 'text/html',
})

const experiment = { ID: 'E1', label: 'one', xsiType: 'xnat:mrSessionData', last_modified: '' }

function usual(path: string, query: URLSearchParams): StandinAnswer {
  switch (path) {
    case '/data/projects':
      return query.has('accessible')
        ? table({ ID: 'A', PROJECT_ACCESS: 'public' }, { ID: 'B', PROJECT_ACCESS: 'Public' })
        : table({ ID: 'A', name: 'First' }, { ID: 'B', name: '' })
    case '/data/projects/A/experiments':
      return table(experiment)
    case '/data/experiments/E1':
      return {
        json: {
          items: [
            { meta: { isHistory: true }, data_fields: { ID: 'E1', label: 'of old' }, children: [] },
            {
              meta: { 'xsi:type': 'xnat:mrSessionData' },
              data_fields: { ID: 'E1', project: 'A', label: 'one' },
              children: [],
            },
          ],
        },
      }
    case '/data/projects/A/accessibility':
    case '/data/projects/B/accessibility':
      return { body: 'private', type: 'text/plain' }
    default:
      return path.startsWith('/data/projects/') && path.split('/').length === 5
        ? table()
        : page(404)
  }
}

type Answer = (path: string, query: URLSearchParams) => StandinAnswer | undefined

/** A trial whose site answers as `odd` says, where it says something. */
function withOddSite<T>(use: (trial: Trial, be: (odd: Answer) => void) => Promise<T>): Promise<T> {
  let odd: Answer = () => undefined
  const setup = {
    play: () =>
      startStandin({ handle: ({ path, query }) => odd(path, query) ?? usual(path, query) }),
    options: (baseUrl: string) => ({ baseUrl, publicUrl }),
    ids: 0,
  }
  return Trial.run(xnat, setup, (trial) =>
    use(trial, (one) => {
      odd = one
    }),
  )
}

const nobody = { discover: [], retrieve: [] }

describe('xnat: an odd site', () => {
  test('whose columns are in capitals is read like any other; former states are passed over', async () => {
    await withOddSite(async (trial) => {
      expect((await trial.harvest()).state).toBe('SUCCEEDED')
      const held = await trial.held()
      expect([...held.keys()]).toEqual(['experiment:E1', 'project:A', 'project:B'])
      expect(held.get('experiment:E1')?.record.title).toBe('one: MR session')
      expect(held.get('project:B')?.record.title).toBe('B')
    })
  })

  test('whose list does not say who may see a project is asked of each', async () => {
    await withOddSite(async (trial, be) => {
      be((_, query) => (query.has('accessible') ? table({ id: 'A' }, { id: 'B' }) : undefined))
      expect((await trial.harvest()).state).toBe('SUCCEEDED')
      const held = await trial.held()
      expect(held.get('project:A')?.record.visibility).toEqual(nobody)
      expect(held.get('experiment:E1')?.record.access).toBe('CLOSED')
    })
  })

  test.each([
    ['an error', page(500)],
    ['a web page', page(200)],
    ['another word', { body: 'open', type: 'text/plain' }],
  ])(
    'that answers that question by %s opens nothing, and fails that project alone',
    async (_, odd) => {
      await withOddSite(async (trial, be) => {
        const unsaid = table({ id: 'A' }, { id: 'B', project_access: 'public' })
        be((path, query) => {
          if (query.has('accessible')) return unsaid
          return path === '/data/projects/A/accessibility' ? odd : undefined
        })
        expect((await trial.harvest()).state).toBe('PARTIAL')
        expect([...(await trial.held()).keys()]).toEqual(['project:B'])
      })
    },
  )

  test('that does not say who may see an owner’s sessions opens none of them through another project', async () => {
    await withOddSite(async (trial, be) => {
      const shared = (path: string) =>
        path === '/data/projects/B/experiments' ? table(experiment) : undefined
      be((path, query) => {
        if (query.has('accessible'))
          return table({ id: 'A' }, { id: 'B', project_access: 'public' })
        return path === '/data/projects/A/accessibility' ? page(500) : shared(path)
      })
      expect((await trial.harvest()).state).toBe('PARTIAL')
      expect([...(await trial.held()).keys()]).toEqual(['project:B'])
      be(shared)
      await trial.harvest()
      expect((await trial.held()).get('experiment:E1')?.record.parents[0]).toBe('trial:project:A')
    })
  })

  test('that leaves a project out of its lists and still shows it hides and removes nothing', async () => {
    await withOddSite(async (trial, be) => {
      await trial.harvest()
      be((path) => {
        if (path === '/data/projects') return table({ ID: 'B', project_access: 'public' })
        return path === '/data/projects/A' ? table() : undefined
      })
      const run = await trial.harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect((await trial.held()).get('experiment:E1')?.record.visibility.discover).toEqual([
        'public',
      ])
    })
  })

  test('that does not say whether it still shows a project removes nothing', async () => {
    await withOddSite(async (trial, be) => {
      await trial.harvest()
      be((path) => {
        if (path === '/data/projects') return table({ ID: 'B', project_access: 'public' })
        return path === '/data/projects/A' ? page(500) : undefined
      })
      const run = await trial.harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
    })
  })

  test('that gives another session than it was asked for keeps the record', async () => {
    await withOddSite(async (trial, be) => {
      await trial.harvest()
      be((path) => {
        if (path !== '/data/experiments/E1') return undefined
        return { json: { items: [{ data_fields: { ID: 'E2' }, children: [] }] } }
      })
      const run = await trial.harvest({ allowRemovals: true })
      expect([run.state, run.written, run.removed]).toEqual(['PARTIAL', 0, 0])
      expect(JSON.stringify(trial.logged)).toContain('then did not give')
    })
  })

  test('whose rows lack an id or a column that was asked for is not believed', async () => {
    for (const row of [{ ID: { no: 'text' }, xsiType: '' }, { ID: 'E1' }, { xsiType: 'a' }]) {
      await withOddSite(async (trial, be) => {
        await trial.harvest()
        be((path) => (path === '/data/projects/A/experiments' ? table(row) : undefined))
        const run = await trial.harvest({ allowRemovals: true })
        expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      })
    }
  })
})
