import { expect, test } from 'vitest'
import { explainExamples, shownExamples } from './examples.ts'
import { withOwnIndex } from './with-own-index.ts'

test('the README of the search folder explains its examples as they are answered', async () => {
  const shown = await shownExamples()
  expect(await withOwnIndex(explainExamples), 'node test/relevance/write-examples.ts').toBe(shown)
}, 60_000)
