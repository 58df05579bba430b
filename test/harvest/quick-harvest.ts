import { type HarvestRequest, harvestSource } from '../../src/harvest/index.ts'
import type { HarvestRun } from '../../src/model/index.ts'
import { type AnyConnector, createHttpClient } from '../../src/sdk/index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import type { RecordStore } from '../../src/store/record-store.ts'

export type QuickRequest = Partial<Omit<HarvestRequest, 'http'>> & {
  connector: AnyConnector
  options: Record<string, unknown>
}

export const noTerms = createVocabulary([])

/** Harvests with quick manners and a client of its own. Knows no test runner: child processes use it too. */
export async function quickHarvest(store: RecordStore, request: QuickRequest): Promise<HarvestRun> {
  const http = createHttpClient({
    origins: request.connector.origins(request.options),
    policy: { ...request.connector.http },
    allowPrivateAddresses: true,
  })
  try {
    const quick = { grace: 50, progress: 0, ...request.timing }
    return await harvestSource({
      source: 'library',
      store,
      vocabulary: noTerms,
      ...request,
      http,
      timing: quick,
    })
  } finally {
    await http.close()
  }
}
