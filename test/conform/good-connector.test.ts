import { testConnector } from '#sdk/testing'
import { books, libraryConnector, startLibrary } from '../harvest/shelf.ts'

testConnector(libraryConnector, {
  play: () =>
    startLibrary({
      books: [
        ...books(5, 'a', { borrower: 'zz-borrower' }),
        ...books(4, 'b', { borrower: 'zz-borrower', files: 3 }),
      ],
      pageSize: 2,
      rights: {},
    }),
  options: (baseUrl) => ({ baseUrl, shelves: ['a', 'b'] }),
  ids: ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'b3', 'b4'],
  planted: ['zz-borrower'],
})
