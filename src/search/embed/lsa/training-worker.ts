import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { serve } from '../../../store/index.ts'
import { quantise } from '../quantise.ts'
import { Bag, noKey, termOf } from './bag.ts'
import { buildModel, type ModelLimits } from './build-model.ts'
import { Corpus } from './corpus.ts'
import { GenerationTexts } from './generation-texts.ts'
import type { LsaModel } from './lsa-model.ts'

/** What the training thread is started with. */
export interface TrainingThreadData {
  port: MessagePort
  /** The file of a generation; it is only read. */
  path: string
  /** Visibility classes whose records may be trained on. */
  classes: readonly number[]
  limits: ModelLimits
  /** Records at most that are trained on. */
  most: number
  /** Records a batch of vectors. */
  batch: number
}

/** What it tells of itself: passes over the texts. */
export interface TrainingProgress {
  done: number
  total: number
}

/** Vectors of some records, the lists in the same order. */
export interface VectorBatch {
  /** Numbers of the records, ascending over all batches. */
  docs: Int32Array
  /** What tells whether they have changed since. */
  hashes: string[]
  /** Quantised, `dimensions` numbers a record. */
  rows: Int8Array
  /** What makes unit vectors of the rows; 0 for a record of whose words the model knows none. */
  scales: Float32Array
  /** Records so far and in all. */
  done: number
  total: number
}

export interface TrainingService {
  /** The encoded model; null when there are too few records, or they have nothing in common. */
  train(): Promise<Uint8Array | null>
  /** The next vectors, after the training; null when there are no more. */
  more(): Promise<VectorBatch | null>
}

const { port, path, classes, limits, most, batch } = workerData as TrainingThreadData

function train(texts: GenerationTexts): LsaModel | null {
  const { docs, eligible } = texts.sample(new Set(classes), most)
  const corpus = new Corpus()
  const bag = new Bag()
  const numberOf = byNumber(texts, (word) => {
    const term = termOf(word)
    return term === null ? noKey : corpus.number(term)
  })
  for (const { wordsOf } of texts.texts(docs)) {
    bag.fill(wordsOf, numberOf)
    corpus.add(bag)
  }
  return buildModel(corpus, limits, eligible, (done, total) => {
    parentPort?.postMessage({ done, total } satisfies TrainingProgress)
  })
}

/** Vectors of all records, made when they are asked for, so that none pile up. */
function* embed(texts: GenerationTexts, model: LsaModel): Generator<VectorBatch> {
  const total = texts.count()
  const bag = new Bag()
  const rowOf = byNumber(texts, (word) => model.rowOf(word))
  let done = 0
  for (let last = -1; ; ) {
    const found = texts.after(last, batch)
    if (found.length === 0) return
    const rows = new Int8Array(found.length * model.dimensions)
    const scales = new Float32Array(found.length)
    found.forEach(({ wordsOf }, at) => {
      bag.fill(wordsOf, rowOf)
      const vector = model.embed(bag)
      if (vector !== null) scales[at] = quantise(vector, rows, at * model.dimensions)
    })
    const docs = Int32Array.from(found, ({ doc }) => doc)
    last = docs.at(-1) as number
    done += found.length
    const hashes = found.map(({ hash }) => hash)
    yield { docs, hashes, rows, scales, done, total: Math.max(done, total) }
  }
}

/** What is asked of a word only once, by the number that the file gives it. */
function byNumber(texts: GenerationTexts, of: (word: string) => number): (at: number) => number {
  const answers: number[] = []
  return (number) => {
    while (answers.length <= number) answers.push(of(texts.word(answers.length)))
    return answers[number] as number
  }
}

let texts: GenerationTexts | null = null
let vectors: Iterator<VectorBatch> | null = null

serve(
  port,
  {
    async train() {
      texts = new GenerationTexts(path)
      const model = train(texts)
      if (model === null) return null
      vectors = embed(texts, model)
      return model.encode()
    },
    async more() {
      const next = vectors?.next()
      return next === undefined || next.done === true ? null : next.value
    },
  } satisfies TrainingService,
  () => texts?.close(),
)
