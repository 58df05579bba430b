import { type TextField, textFields } from '../document.ts'
import { type Entry, inTransaction, type Writer } from '../forward/writer.ts'
import type { IndexBatch } from '../search-index.ts'
import type { Generation } from './generation.ts'
import { placeOf } from './postings.ts'

/**
 * Writes a batch to the file and then to memory, all of it or nothing. Documents that are as they were cost a
 * look at their hash, so that a batch may come twice.
 */
export function applyBatch(generation: Generation, batch: IndexBatch, vocabulary: string): void {
  inTransaction(generation.forward, (writer) => {
    for (const id of batch.removed) {
      const doc = writer.remove(id)
      if (doc === undefined) continue
      unmatch(generation, doc)
      generation.postings.remove(doc)
    }
    for (const document of batch.documents) {
      const entry = writer.prepare(document)
      if (entry !== null) put(generation, writer, entry)
    }
    writer.finish(batch, vocabulary)
  })
}

const putMatch = `
  INSERT INTO match (rowid, ${textFields.join(', ')}) VALUES (?${', ?'.repeat(textFields.length)})`

function put(generation: Generation, writer: Writer, entry: Entry): void {
  const isChange = generation.docOf(entry.document.id) !== undefined
  const doc = writer.put(entry)
  if (isChange) unmatch(generation, doc)
  generation.statement(putMatch).run(doc, ...entry.cut.map((field) => field.join(' ')))
  generation.postings.put(doc, placesOf(entry.tokens))
}

function unmatch(generation: Generation, doc: number): void {
  generation.statement('DELETE FROM match WHERE rowid = ?').run(doc)
}

/** Numbers of the distinct words, with the places where they stand. */
function placesOf(tokens: Entry['tokens']): Map<number, number> {
  const places = new Map<number, number>()
  tokens.forEach((field, index) => {
    const place = placeOf[textFields[index] as TextField]
    for (const id of field) places.set(id, (places.get(id) ?? 0) | place)
  })
  return places
}
