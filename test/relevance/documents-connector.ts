import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { defineConnector, unknownRecord } from '../../src/sdk/index.ts'

const Document = z.object({ id: z.string().min(1), title: z.string(), text: z.string() })

/** Characters of a title that is made of a text. */
const longestTitle = 200

/** A file of documents, one a line as JSON, as if it were a repository: each becomes a record. */
export const documentsConnector = defineConnector({
  type: 'documents',
  title: 'File of documents',
  version: 1,
  options: z.strictObject({
    /** Path of the file. */
    file: z.string().min(1),
  }),
  rows: { document: Document },
  origins: () => [],
  async *harvest({ options, from }) {
    from('documents')
    const lines = createInterface({ input: createReadStream(options.file), crlfDelay: Infinity })
    for await (const line of lines) {
      if (line.trim() === '') continue
      const row: unknown = JSON.parse(line)
      const { id } = Document.pick({ id: true }).parse(row)
      yield { row, entity: 'document', nativeId: id }
    }
    yield { partitionDone: 'documents' }
  },
  map: {
    document: ({ title, text, id }) => ({
      record: {
        ...unknownRecord,
        kind: 'DATASET',
        title: title.trim() || firstSentence(text) || id,
        description: text.trim() || null,
      },
    }),
  },
})

/** A record needs a title; where a document has none, its text begins with one. */
function firstSentence(text: string): string {
  const [sentence = ''] = text.trim().split(/\s*\.\s/, 1)
  return sentence.slice(0, longestTitle).trim()
}
