import { explainExamples, writeExamples } from './examples.ts'
import { withOwnIndex } from './with-own-index.ts'

/**
 * Explains the examples of the README of the search folder anew: `node test/relevance/write-examples.ts` writes them there,
 * `--print` shows them.
 */
const text = await withOwnIndex(explainExamples)
if (process.argv.includes('--print')) process.stdout.write(text)
else await writeExamples(text)
