import { join } from 'node:path'
import { readConfig } from '../config.ts'
import type { HarvestSource } from '../harvest/harvest-source.ts'
import { hookLog, openHooks } from '../harvest/hooks/hooks.ts'
import { loadConnectors } from '../harvest/load-connectors.ts'
import { settingsNow } from '../harvest/settings.ts'
import { remapSource } from '../harvest/upkeep/remap.ts'
import { GatewayError, type HarvestRun, operator } from '../model/index.ts'
import { createVocabulary } from '../search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../search/vocabulary/seed.ts'
import { connectorsFolder, readSourcesFile } from '../sources.ts'
import { openStore } from '../store/open-store.ts'
import type { SourceRegistry } from '../store/registry.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { print, printJson, say } from './output.ts'
import { createProgress } from './progress.ts'
import type { RemapOptions } from './remap.ts'
import { remapAsText } from './remap-text.ts'
import { onSignal } from './signals.ts'

/** Tells what today's mapping makes of the rows that are kept of a source, and with `apply` writes it. */
export async function remap(source: string, options: RemapOptions): Promise<ExitCode> {
  const config = readConfig()
  const connectors = await loadConnectors([connectorsFolder, ...config.connectors])
  const file = await readSourcesFile(config.sources, connectors)
  const { sources: fromFile } = file
  const hooks = await openHooks(file.hooks, hookLog(config.logLevel))
  const store = openStore(join(config.data, 'catalogue.db'), 'write')
  const abort = new AbortController()
  const signals = onSignal(() => abort.abort())
  const progress = createProgress(process.stderr)
  try {
    const inFile = fromFile.find(({ id }) => id === source)
    const entry = inFile ?? (await registered(store, source, config.privateOrigins))
    const connector = connectors.get(entry.type)
    if (connector === undefined) {
      const message = `There is no connector of the type ${entry.type}.`
      throw new GatewayError('CONFIG_INVALID', { source, message })
    }
    const { terms } = await store.vocabulary()
    const report = await remapSource({
      connector,
      options: inFile?.checked ?? settingsNow(connector, entry).options,
      source,
      store,
      vocabulary: createVocabulary([...seedTerms, ...terms]),
      hooks,
      apply: options.apply ?? false,
      by: operator.subject ?? '',
      signal: abort.signal,
      onProgress: (run: HarvestRun) => progress.update(source, run),
    }).finally(() => progress.clear())
    if (options.json) printJson(report)
    else print(remapAsText(report))
    if (!report.applied && report.changed > 0) say('Nothing was changed. With --apply it is.')
    return report.rejected > 0 ? exitCodes.PARTIAL : exitCodes.OK
  } finally {
    signals.dispose()
    await hooks.close()
    await store.close()
  }
}

/** A source that was registered with a gateway on this data folder, as its harvests take it. */
async function registered(
  store: SourceRegistry,
  id: string,
  privateOrigins: readonly string[],
): Promise<Omit<HarvestSource, 'schedule'>> {
  const source = (await store.registeredSources()).find((one) => one.id === id)
  if (source === undefined) {
    const message = `There is no source ${id}, neither in the sources file nor registered.`
    throw new CommandError(exitCodes.USAGE, message)
  }
  const { type, options } = source
  return { id, type, options, allowPrivateAddresses: false, privateOrigins }
}
