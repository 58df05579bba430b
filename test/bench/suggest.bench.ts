import type { Filled } from './filled.ts'
import { modalities, rowAt, species, structures, words } from './generate.ts'
import { type Figure, figure, median, quantile, timed } from './measure.ts'

const suggestions = `
query ($prefix: String!) { suggest(prefix: $prefix) { text kind count record { id } } }`
const longest = 12

/** What people type, letter by letter: terms, titles, identifiers and words, some with a mistake in them. */
function typed(size: number): Record<string, string[]> {
  const rows = Array.from({ length: 20 }, (_, index) => rowAt(Math.floor((index * size) / 20)))
  return {
    terms: [...species, ...modalities, ...structures.slice(0, 40).map(({ label }) => label)],
    titles: rows.map(({ title }) => title),
    identifiers: rows.map(({ id }) => id),
    words: words.slice(0, 30),
    mistakes: ['hipocampus', 'magentic resonance', 'fucntional', 'cerebelum', 'electrofysiology'],
  }
}

/** Suggestions over HTTP, one prefix of 1 to 12 letters after the other, as anybody and as the operator. */
export async function suggestBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    // The index warms up in the background for the first seconds after a start.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const figures: Figure[] = []
    const viewers = { operator: {}, anybody: { authorization: undefined } }
    await timed(() => rig.ask(suggestions, { prefix: 'hip' }))
    for (const [viewer, headers] of Object.entries(viewers)) {
      const all: number[] = []
      const parts: string[] = []
      for (const [what, texts] of Object.entries(typed(filled.size))) {
        const times: number[] = []
        for (const text of texts) {
          for (let length = 1; length <= Math.min(longest, text.length); length++) {
            const prefix = text.slice(0, length)
            times.push((await timed(() => rig.ask(suggestions, { prefix }, headers))).ms)
          }
        }
        all.push(...times)
        parts.push(`${what} ${quantile(times, 0.95).toFixed(1)}`)
      }
      const p95 = quantile(all, 0.95)
      figures.push(
        figure(
          `suggest over GraphQL, ${filled.size} records, ${viewer}, ${all.length} prefixes`,
          `p50 ${median(all).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${parts.join(', ')})`,
          'p95 ≤ 10 ms',
          p95 <= 10,
        ),
      )
    }
    return figures
  } finally {
    await rig.stop()
  }
}
