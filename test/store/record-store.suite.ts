import { join } from 'node:path'
import { afterEach, beforeEach, describe } from 'vitest'
import type { RecordStore } from '../../src/store/index.ts'
import { testAccessTokens } from './contract/access-tokens.ts'
import { testAssets } from './contract/assets.ts'
import { testAudit } from './contract/audit.ts'
import { testBatches } from './contract/batches.ts'
import { testHarvests } from './contract/harvests.ts'
import { testInsight } from './contract/insight.ts'
import { testKinds } from './contract/kinds.ts'
import { testLinkChecks } from './contract/link-checks.ts'
import { testMirrors } from './contract/mirrors.ts'
import { testOutbox } from './contract/outbox.ts'
import { testRegistry } from './contract/registry.ts'
import { testRemoval } from './contract/removal.ts'
import { testRemoveSource } from './contract/remove-source.ts'
import { testSpending } from './contract/spending.ts'
import { testVisibility } from './contract/visibility.ts'
import { source, tempFolder } from './samples.ts'

export interface OpenedStore {
  store: RecordStore
  close(): Promise<void>
}

/** What every RecordStore promises. `open` makes or opens the catalogue at `path`. */
export function testRecordStore(name: string, open: (path: string) => Promise<OpenedStore>): void {
  describe(name, () => {
    let folder: ReturnType<typeof tempFolder>
    let opened: OpenedStore
    const openAgain = async () => {
      opened = await open(join(folder.path, 'catalogue.db'))
    }

    beforeEach(async () => {
      folder = tempFolder()
      await openAgain()
      await opened.store.configureSources([source('one'), source('two')])
    })
    afterEach(async () => {
      await opened.close()
      folder.remove()
    })

    const use = {
      get store() {
        return opened.store
      },
      async reopen() {
        await opened.close()
        await openAgain()
      },
    }
    testBatches(use)
    testOutbox(use)
    testAssets(use)
    testVisibility(use)
    testRemoval(use)
    testHarvests(use)
    testMirrors(use)
    testLinkChecks(use)
    testSpending(use)
    testKinds(use)
    testInsight(use)
    testRegistry(use)
    testAccessTokens(use)
    testAudit(use)
    testRemoveSource(use)
  })
}
