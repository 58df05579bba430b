import { describe, expect, test } from 'vitest'
import { Bag, noKey, termOf } from '../../../../src/search/embed/lsa/bag.ts'
import { buildModel } from '../../../../src/search/embed/lsa/build-model.ts'
import { Corpus } from '../../../../src/search/embed/lsa/corpus.ts'
import { LsaModel } from '../../../../src/search/embed/lsa/lsa-model.ts'
import type { TokenisedText } from '../../../../src/search/rank/score.ts'
import { tokensOf, topicText, topicWords } from './topics.ts'

function corpusOf(texts: readonly TokenisedText[]): Corpus {
  const corpus = new Corpus()
  const bag = new Bag()
  for (const tokens of texts) {
    bag.fill(
      (field) => tokens[field],
      (word) => {
        const term = termOf(word)
        return term === null ? noKey : corpus.number(term)
      },
    )
    corpus.add(bag)
  }
  return corpus
}

const texts = Array.from({ length: 400 }, (_, at) => tokensOf(topicText(at)))
const limits = { dimensions: 256, terms: 30_000, fewest: 300 }

function build(of: readonly TokenisedText[] = texts, other: Partial<typeof limits> = {}): LsaModel {
  const model = buildModel(corpusOf(of), { ...limits, ...other })
  if (model === null) throw new Error('no model')
  return model
}

const cosine = (a: Float32Array | null, b: Float32Array | null) =>
  a === null || b === null ? Number.NaN : a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0)

describe('lsa model', () => {
  const model = build()

  test('there is none below a number of texts, nor where texts have nothing in common', () => {
    expect(buildModel(corpusOf(texts.slice(0, 299)))).toBeNull()
    expect(buildModel(corpusOf([]), { ...limits, fewest: 0 })).toBeNull()
    const strangers = texts.map((_, at) => tokensOf({ title: `word${at} other${at}` }))
    expect(buildModel(corpusOf(strangers))).toBeNull()
  })

  test('words that are never met together but among the same others are near, and others are not', () => {
    // As many dimensions as topics: with more, what tells two words of a topic apart has its own.
    const coarse = build(texts, { dimensions: 4 })
    const vectorOf = (word: string) => coarse.query([word]).vector
    for (const [one = '', other = ''] of topicWords) {
      expect(cosine(vectorOf(one), vectorOf(other))).toBeGreaterThan(0.8)
      for (const [stranger = ''] of topicWords.filter(([first]) => first !== one)) {
        expect(Math.abs(cosine(vectorOf(one), vectorOf(stranger)))).toBeLessThan(0.2)
      }
    }
  })

  test('a text that was not trained on is nearest to those of its topic', () => {
    const unseen = model.document(
      tokensOf({ description: 'A yacht at anchor, waiting for the tides' }),
    )
    const best = texts
      .map((tokens, at) => ({ at, near: cosine(unseen, model.document(tokens)) }))
      .sort((a, b) => b.near - a.near)
      .slice(0, 50)
    expect(new Set(best.map(({ at }) => topicText(at).topic))).toEqual(new Set([0]))
  })

  test('vectors are unit vectors of the caller’s own, and all forms of a word make the same', () => {
    const first = model.document(texts[0] as TokenisedText)
    const kept = first?.slice()
    model.document(texts[1] as TokenisedText)
    expect(first).toEqual(kept)
    expect(cosine(first, first)).toBeCloseTo(1, 5)
    expect(first).toHaveLength(model.dimensions)
    expect(model.query(['violins']).vector).toEqual(model.query(['violin']).vector)
  })

  test('a title counts more than a description', () => {
    const both = model.document(tokensOf({ title: 'yacht', description: 'oven' }))
    expect(cosine(both, model.query(['yacht']).vector)).toBeGreaterThan(
      cosine(both, model.query(['oven']).vector) + 0.1,
    )
  })

  test('identifiers, stop words and single letters say nothing', () => {
    expect(model.document(tokensOf({ identifiers: 'yacht', description: 'the of x' }))).toBeNull()
    expect(model.query(['the', 'of', 'x'])).toEqual({ vector: null, known: 0, unknown: 0 })
  })

  test('a query tells how many of its words are unknown, each counted once', () => {
    const { vector, known, unknown } = model.query(
      'the yacht yachts near xylophones and xylophone or zeppelin'.split(' '),
    )
    expect({ known, unknown }).toEqual({ known: 1, unknown: 3 })
    expect(vector).toEqual(model.query(['yacht', 'yachts']).vector)
    expect(model.query(['xylophone'])).toEqual({ vector: null, known: 0, unknown: 1 })
    // Of a word in one text alone nothing can be learnt.
    expect(model.query(['unique7'])).toEqual({ vector: null, known: 0, unknown: 1 })
  })

  test('it has an eighth as many dimensions as texts, up to a limit', () => {
    expect(build(texts.slice(0, 320)).dimensions).toBeLessThanOrEqual(40)
    expect(build(texts, { dimensions: 6 }).dimensions).toBe(6)
  })

  test('of too many terms those of the most texts are kept', () => {
    const small = build(texts, { terms: 8 })
    const known = small.query(topicWords.flat()).known
    expect(
      known + small.query(['report', 'study', 'large', 'small', 'many', 'new', 'data']).known,
    ).toBe(8)
  })

  test('the same texts give the same model, others another', () => {
    expect(build().id).toBe(model.id)
    expect(build().encode()).toEqual(model.encode())
    const others = [...texts.slice(1), tokensOf({ title: 'yacht oven' })]
    expect(build(others).id).not.toBe(model.id)
    expect(model.id).toMatch(/^lsa-1-[0-9a-f]{16}$/)
  })
})

describe('a model as it is kept', () => {
  const model = build()
  const bytes = model.encode()

  test('it comes back as it was, from wherever the bytes lie', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const again = LsaModel.decode(shifted.subarray(3))
    expect(again).toMatchObject({ id: model.id, dimensions: model.dimensions, records: 400 })
    for (const tokens of texts.slice(0, 20)) {
      expect(again.document(tokens)).toEqual(model.document(tokens))
    }
    expect(again.encode()).toEqual(bytes)
  })

  test('bytes that were cut, changed or are of something else are refused', () => {
    expect(() => LsaModel.decode(new Uint8Array(0))).toThrow()
    expect(() => LsaModel.decode(bytes.subarray(0, 27))).toThrow()
    expect(() => LsaModel.decode(bytes.subarray(0, bytes.length - 1))).toThrow('damaged')
    for (const at of [0, 4, 8, 13, 30, bytes.length >> 1, bytes.length - 1]) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => LsaModel.decode(changed)).toThrow()
    }
  })
})
