import type { TokenisedText } from '../../../../src/search/rank/score.ts'
import { tokenise } from '../../../../src/search/rank/score.ts'
import { Dice } from '../../generated-records.ts'

/** Words that are met together; the first two of a topic mean the same, and no text holds both. */
const topics = [
  'sailboat yacht harbour anchor rudder keel tide mast sailor deck',
  'violin fiddle concert bow rosin melody quartet string tuning stage',
  'tortoise turtle shell reptile egg beach nest hatchling swamp plastron',
  'oven stove kitchen recipe dough flour butter salt yeast crust',
].map((words) => words.split(' '))
const everywhere = 'report study about large small many new data'.split(' ')

export const topicWords: readonly (readonly string[])[] = topics

/** Text `at` of a corpus, as words: of one topic, with words that stand everywhere. */
export function topicText(at: number): { title: string; description: string; topic: number } {
  const dice = new Dice(at + 1)
  const topic = at % topics.length
  const words = topics[topic] ?? []
  const [one = '', other = '', ...rest] = words
  const same = dice.chance(0.5) ? one : other
  const some = dice.list(6, 12, () => dice.pick(rest))
  const noise = dice.list(3, 8, () => dice.pick(everywhere))
  return {
    title: `${same} ${dice.pick(rest)}`,
    description: [...some, ...noise, `unique${at}`].join(' '),
    topic,
  }
}

export function tokensOf(text: Partial<Record<keyof TokenisedText, string>>): TokenisedText {
  return tokenise({
    title: '',
    identifiers: '',
    keywords: '',
    terms: '',
    creators: '',
    description: '',
    ...text,
  })
}
