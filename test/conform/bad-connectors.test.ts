import { expect, test } from 'vitest'
import { z } from 'zod'
import { promisesOf } from '#sdk/testing'
import { type AnyConnector, type HarvestItem, noLink } from '../../src/sdk/index.ts'
import type { Standin } from '../../src/sdk/standin/index.ts'
import {
  type Book,
  bookRecord,
  books,
  type Library,
  libraryConnector,
  startLibrary,
} from '../harvest/shelf.ts'

const good = libraryConnector as AnyConnector

const libraries = new Map<string, Library>()

function brokenPromise(
  connector: Partial<AnyConnector>,
  name: RegExp,
  more: { ids?: string[] } = {},
) {
  // Only links are made of files; elsewhere they would be more to read.
  const files = name.source.startsWith('links') ? 2 : 0
  const setup = {
    async play() {
      const library: Library = {
        books: [...books(5, 'a', { borrower: 'zz-borrower', files }), ...books(3, 'b')],
        pageSize: 2,
        rights: {},
      }
      const standin = await startLibrary(library)
      libraries.set(standin.url, library)
      return standin
    },
    options: (baseUrl: string) => ({ baseUrl, shelves: ['a', 'b'] }),
    ids: more.ids ?? 8,
    planted: ['zz-borrower'],
    // The library that the stand-in plays is told by its address.
    evolve: ({ url }: Standin) => {
      const library = libraries.get(url)
      if (library === undefined) throw new Error('no such library')
      const [first] = library.books.splice(0, 2)
      library.books.push(
        { ...(first as Book), title: 'Another title' },
        ...books(1, 'b', { id: 'b9' }),
      )
    },
    playLarger: async () => ({
      standin: await startLibrary({ books: books(80, 'a'), pageSize: 2, rights: {} }),
      ids: 80,
    }),
  }
  const promise = promisesOf({ ...good, ...connector }, setup).find((one) => name.test(one.name))
  if (promise === undefined) throw new Error(`There is no promise like ${name}`)
  return promise.check()
}

/** The good one, with its items changed on the way. */
function changed(change: (items: AsyncIterable<HarvestItem>) => AsyncIterable<HarvestItem>) {
  return {
    harvest: (context: Parameters<AnyConnector['harvest']>[0]) => change(good.harvest(context)),
  }
}

/** What a bad connector remembers where it should not. */
let calls = 0

/** What it does, the promise that it breaks, what the kit says of it. */
const bad: [string, RegExp, RegExp, Partial<AnyConnector>][] = [
  [
    'swallows misspelt options',
    /misspelt option/,
    /misspelt are accepted/,
    { options: z.object(good.options.shape) as never },
  ],
  [
    'stops at the first option at fault',
    /named at once/,
    /not named.*shelves/,
    {
      options: z.strictObject({
        ...good.options.shape,
        shelves: z.any(),
      }) as never,
    },
  ],
  [
    'keeps whatever comes in a row',
    /allow-lists/,
    /keep what is not listed/,
    { rows: { book: z.looseObject({ id: z.string(), title: z.string() }) } },
  ],
  [
    'forgets the last page',
    /exactly its records/,
    /records in the catalogue/,
    changed(async function* (items) {
      for await (const item of items) {
        if (!('row' in item) || item.nativeId !== 'b3') yield item
      }
    }),
  ],
  [
    'says twice what it has to say in other words',
    /second harvest writes nothing/,
    /written by a second harvest/,
    changed(async function* (items) {
      for await (const item of items) {
        if ('row' in item)
          yield { ...item, row: { ...Object(item.row), title: String(performance.now()) } }
        else yield item
      }
    }),
  ],
  [
    'never says that a partition is done',
    /removed after a complete sweep/,
    /gone after a complete sweep/,
    changed(async function* (items) {
      for await (const item of items) if (!('partitionDone' in item)) yield item
    }),
  ],
  [
    'takes a page that it could not read for the last one',
    /\(status-500\)/,
    /^removed/,
    changed(async function* (items) {
      try {
        yield* items
      } catch {
        // And says that all is well.
      }
      yield { partitionDone: 'a' }
      yield { partitionDone: 'b' }
    }),
  ],
  [
    'starts again from the beginning',
    /goes on where it stood/,
    /from=0/,
    {
      harvest: (context: Parameters<AnyConnector['harvest']>[0]) =>
        good.harvest({
          ...context,
          from: (partition: string) => {
            context.from(partition)
            return undefined
          },
        }),
    },
  ],
  [
    'gives links that hold a token',
    /no link holds a secret/,
    /holds a secret/,
    {
      map: {
        book: (row: Parameters<typeof bookRecord>[0]) => {
          const { record } = bookRecord(row)
          return { record: { ...record, landingPage: `${record.landingPage}?token=abc` } }
        },
      },
    },
  ],
  [
    'leaves out a link',
    /links come in order/,
    /failed to make/,
    { resolve: async (assets) => assets.slice(1).map(() => ({ ...noLink, state: 'GONE' })) },
  ],
  [
    'does not say what a link lacks',
    /links come in order/,
    /do not say what is missing/,
    { resolve: async (assets) => assets.map(() => ({ ...noLink, state: 'NEEDS_APPROVAL' })) },
  ],
  [
    'asks the clock while it maps',
    /mapping is pure/,
    /new Date/,
    {
      map: {
        book: (row: Parameters<typeof bookRecord>[0]) => {
          const { record } = bookRecord(row)
          return { record: { ...record, released: new Date().toISOString().slice(0, 10) } }
        },
      },
    },
  ],
  [
    'changes the row that it maps',
    /mapping is pure/,
    /read only/,
    {
      map: {
        book: (row: Parameters<typeof bookRecord>[0]) => {
          row.title = row.title.toUpperCase()
          return bookRecord(row)
        },
      },
    },
  ],
  [
    'lets through what is nobody’s business',
    /what no shape lists/,
    /no shape lists/,
    {
      rows: {
        book: z.object({ id: z.string(), title: z.string(), borrower: z.string().optional() }),
      },
    },
  ],
  [
    'reads all before it gives any',
    /ten times as much/,
    /when half was taken/,
    changed(async function* (items) {
      yield* await Array.fromAsync(items)
    }),
  ],
  [
    'gives its records in any order',
    /ten times as much/,
    /order of the records/,
    changed(async function* (items) {
      const isTurned = calls++ % 2 === 1
      let last: HarvestItem[] = []
      for await (const item of items) {
        if ('row' in item) last.push(item)
        else {
          yield* isTurned ? last.toReversed() : last
          last = []
          yield item
        }
      }
    }),
  ],
  [
    'never looks at a record twice',
    /comes through/,
    /what changed upstream is as it was/,
    {
      async *harvest(context: Parameters<AnyConnector['harvest']>[0]) {
        for await (const item of good.harvest(context)) {
          const id = 'row' in item ? item.nativeId : null
          if (id !== null && (await context.known(id)) !== null) yield { same: id }
          else yield item
        }
      },
    },
  ],
  [
    'takes a storm for the end',
    /storm of 429 that asks for an hour/,
    /removed/,
    changed(async function* (items) {
      try {
        yield* items
      } catch {
        yield { partitionDone: 'a' }
        yield { partitionDone: 'b' }
      }
    }),
  ],
  [
    'keeps whom to write to',
    /looks like a person/,
    /a mail address/,
    changed(async function* (items) {
      for await (const item of items) {
        if ('row' in item)
          yield { ...item, row: { ...Object(item.row), title: 'Ask jane@lab.example' } }
        else yield item
      }
    }),
  ],
  [
    'throws at every row',
    /exactly its records/,
    /rows rejected/,
    {
      map: {
        book: () => {
          throw new Error('a value')
        },
      },
    },
  ],
]

test.each(bad)(
  'the kit: a connector that %s breaks its promise',
  async (_, name, says, connector) => {
    await expect(brokenPromise(connector, name)).rejects.toThrow(says)
  },
)

test('the kit: the good connector keeps each of these promises', async () => {
  for (const [, name] of bad.slice(0, 6)) await brokenPromise({}, name)
})
