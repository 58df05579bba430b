import { z } from 'zod'
import {
  type Asset,
  type Connector,
  defineConnector,
  GatewayError,
  type Mapped,
  unknownRecord,
  type Visibility,
} from '../../src/sdk/index.ts'
import { type Standin, startStandin } from '../../src/sdk/standin/index.ts'

/** A book as the invented upstream has it. */
export interface Book {
  id: string
  title: string
  shelf: string
  files?: number
  scope?: string
  /** Nobody's business: no shape lists it. */
  borrower?: string
}

/** The upstream's mutable state. */
export interface Library {
  books: Book[]
  pageSize: number
  /** Rights of each scope; null is answered as a failure. */
  rights: Record<string, Visibility | null>
}

const Page = z.object({ books: z.array(z.unknown()), next: z.int().nullable() })
const Files = z.object({ files: z.array(z.string()), next: z.int().nullable() })

/** Plays a library: shelves of books with pages, files of a book with pages, rights of a scope. */
export function startLibrary(library: Library, latency = 0): Promise<Standin> {
  return startStandin({
    latency,
    pages: {
      empty: (body) => ({ ...(body as object), books: [], next: null }),
      drift: (body) => ({
        ...(body as object),
        books: ((body as { books?: Book[] }).books ?? []).map(({ title, ...rest }) => ({
          ...rest,
          name: title,
        })),
      }),
    },
    routes: {
      'GET /shelves/:shelf': ({ params, query }) => {
        const from = Number(query.get('from') ?? 0)
        const books = library.books.filter(({ shelf }) => shelf === params.shelf)
        const next = from + library.pageSize
        return {
          json: { books: books.slice(from, next), next: next < books.length ? next : null },
        }
      },
      'GET /books/:id/files': ({ params, query }) => {
        const from = Number(query.get('from') ?? 0)
        const book = library.books.find(({ id }) => id === params.id)
        const names = Array.from({ length: book?.files ?? 0 }, (_, index) => `page-${index}.png`)
        const next = from + library.pageSize
        return {
          json: { files: names.slice(from, next), next: next < names.length ? next : null },
        }
      },
      'GET /rights/:scope': ({ params }) => {
        const visibility = library.rights[params.scope ?? ''] ?? null
        return visibility === null ? { status: 500, json: {} } : { json: visibility }
      },
    },
  })
}

const Options = z.strictObject({
  baseUrl: z.url(),
  shelves: z.array(z.string()).default(['a']),
})
const Row = z.object({
  id: z.string(),
  title: z.string(),
  shelf: z.string(),
  files: z.int().optional(),
})

export type LibraryConnector = Connector<typeof Options, { book: typeof Row }>

/** Reads a library the way a connector should. */
export const libraryConnector: LibraryConnector = defineConnector({
  type: 'library',
  title: 'Library',
  version: 1,
  options: Options,
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  http: { requestsPerSecond: 100_000, backoff: 1, attempts: 3 },
  rows: { book: Row },
  async *harvest({ options, http, from }) {
    for (const shelf of options.shelves) {
      const left = from(shelf)
      let before: unknown = null
      for (let next: unknown = left === undefined ? 0 : left; next !== null; ) {
        const url = `${options.baseUrl}/shelves/${encodeURIComponent(shelf)}?from=${next}`
        const page = await http.json(url, Page)
        const first = Object(page.books[0]).id
        if ((first === undefined && next !== 0) || (first !== undefined && first === before)) {
          throw new GatewayError('ANSWER_INVALID')
        }
        before = first
        for (const row of page.books) {
          const id = Object(row).id
          yield { row, entity: 'book', nativeId: typeof id === 'string' ? id : null }
          const files = Number(Object(row).files ?? 0)
          for (let at: number | null = 0; files > 0 && at !== null; ) {
            const url = `${options.baseUrl}/books/${encodeURIComponent(id)}/files?from=${at}`
            const more: z.infer<typeof Files> = await http.json(url, Files)
            yield {
              assets: id,
              chunk: more.files.map((name) => assetOf(options.baseUrl, id, name)),
            }
            at = more.next
          }
        }
        next = page.next
        yield { checkpoint: page.next, partition: shelf }
      }
      yield { partitionDone: shelf }
    }
  },
  map: { book: (row) => bookRecord(row) },
})

export function bookRecord(row: z.infer<typeof Row>): Mapped {
  return {
    record: {
      ...unknownRecord,
      kind: 'DATASET',
      title: row.title,
      landingPage: `https://library.example.org/${encodeURIComponent(row.id)}`,
    },
  }
}

export function assetOf(baseUrl: string, id: string, name: string): Asset {
  return {
    name,
    role: 'IMAGE',
    format: 'PNG',
    mediaType: 'image/png',
    size: name.length,
    sizeIsExact: true,
    checksum: null,
    availability: 'ONLINE',
    locator: `${baseUrl}/books/${encodeURIComponent(id)}/files/${name}`,
    region: null,
    payer: null,
  }
}

export function books(count: number, shelf = 'a', more: Partial<Book> = {}): Book[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${shelf}${index + 1}`,
    title: `Book ${index + 1} of ${shelf}`,
    shelf,
    ...more,
  }))
}
