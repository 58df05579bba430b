import { MessageChannel, Worker } from 'node:worker_threads'
import { GatewayError } from '../../../model/index.ts'
import { connect } from '../../../store/index.ts'
import { defaultModelLimits, type ModelLimits } from './build-model.ts'
import { LsaModel } from './lsa-model.ts'
import type {
  TrainingProgress,
  TrainingService,
  TrainingThreadData,
  VectorBatch,
} from './training-worker.ts'

export interface TrainingRequest {
  /** The file of a generation; it is only read, and may be written to meanwhile. */
  path: string
  /** Visibility classes whose records may be trained on: nothing of others takes part in the model. */
  classes: readonly number[]
  /** Default: `defaultModelLimits`. */
  limits?: Partial<ModelLimits>
  /** Records at most that are trained on; of more, an even sample. Default 20,000. */
  most?: number
  /** Records a batch of vectors. Default 500: an eighth of a megabyte. */
  batch?: number
  /** Ends the thread at once; what is waited for fails with `CANCELLED`, and so do later calls. */
  signal?: AbortSignal
  /** Told how far the training is, in passes over the texts. Default: nobody. */
  onProgress?: (progress: TrainingProgress) => void
}

/** A model, and the thread that made it, for the vectors of all records. */
export interface Training {
  /** Null: there are too few records, or they have nothing in common. Then there are no vectors either. */
  model: LsaModel | null
  /**
   * The next vectors, of records as they are when this is called; null when there are no more. Hidden records have
   * theirs, too. Nothing is missed or outdated where records that are written after the training are embedded by who
   * writes them.
   *
   * @throws {GatewayError} `CANCELLED`; `INTERNAL` when the thread failed.
   */
  more(): Promise<VectorBatch | null>
  /** Ends the thread, at any time. */
  close(): Promise<void>
}

/** Of the language's own heap; matrices are beside it, some 150 MB at the largest model. */
const heap = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 512 }

/**
 * Trains a model on the records of a generation, in a thread of its own.
 *
 * @throws {GatewayError} `CANCELLED` when `signal` aborts; `INTERNAL` when the file cannot be read or the thread fails.
 */
export async function train(request: TrainingRequest): Promise<Training> {
  const { path, classes, limits = {}, most = 20_000, batch = 500, signal, onProgress } = request
  if (signal?.aborted) throw new GatewayError('CANCELLED', { cause: signal.reason })
  const { port1, port2 } = new MessageChannel()
  const data: TrainingThreadData = {
    port: port1,
    path,
    classes,
    limits: { ...defaultModelLimits, ...limits },
    most,
    batch,
  }
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), {
    workerData: data,
    resourceLimits: heap,
    transferList: [port1],
  })
  let fault: unknown
  worker.on('error', (error) => {
    fault = error
  })
  if (onProgress !== undefined) worker.on('message', onProgress)
  const service = connect<TrainingService & { close(): Promise<void> }>(port2)
  const end = async () => {
    await service.close()
    await worker.terminate()
  }
  signal?.addEventListener('abort', end, { once: true })
  let isClosed = false
  const close = async () => {
    isClosed = true
    signal?.removeEventListener('abort', end)
    await end()
  }
  const failed = (error: unknown) => {
    if (isClosed || signal?.aborted) return new GatewayError('CANCELLED', { cause: signal?.reason })
    return fault === undefined ? error : new GatewayError('INTERNAL', { cause: fault })
  }
  try {
    const bytes = await service.train()
    const more = () => service.more().catch((error: unknown) => Promise.reject(failed(error)))
    return { model: bytes === null ? null : LsaModel.decode(bytes), more, close }
  } catch (error) {
    const failure = failed(error)
    await close()
    throw failure
  }
}
