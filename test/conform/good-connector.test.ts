import { type ConnectorSetup, testConnector } from '#sdk/testing'
import { books, type Library, libraryConnector, startLibrary } from '../harvest/shelf.ts'

async function play(times = 1) {
  const library: Library = {
    books: [
      ...books(5 * times, 'a', { borrower: 'zz-borrower' }),
      ...books(4 * times, 'b', { borrower: 'zz-borrower', files: 3 }),
    ],
    pageSize: 2,
    rights: {},
  }
  return Object.assign(await startLibrary(library), { library })
}

const setup: ConnectorSetup<Awaited<ReturnType<typeof play>>> = {
  play: () => play(),
  options: (baseUrl) => ({ baseUrl, shelves: ['a', 'b'] }),
  ids: ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'b3', 'b4'],
  planted: ['zz-borrower'],
  evolve({ library }) {
    const [first, second] = library.books.splice(0, 2)
    if (first === undefined || second === undefined) throw new Error('no books')
    library.books.push({ ...first, title: 'Another title' }, { ...second, id: 'a9' })
  },
  playLarger: async () => ({ standin: await play(10), ids: 90 }),
  spared: { incremental: 'a library lists all of its books' },
}

testConnector(libraryConnector, setup)
