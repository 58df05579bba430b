import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { type HarvestWorker, loadConnectors, startHarvestWorker } from './harvest/index.ts'
import { sourceControl } from './harvest/registration/control.ts'
import { Registrar } from './harvest/registration/registrar.ts'
import { type RolledSource, SourceRoll } from './harvest/registration/source-roll.ts'
import { sourceReport } from './harvest/upkeep/report-source.ts'
import { GatewayError } from './model/index.ts'
import type { LinkedSource } from './resolve/index.ts'
import { readPrices } from './resolve/prices.ts'
import { type AnyConnector, createLog } from './sdk/index.ts'
import { type EngineName, engineFolder } from './search/engine.ts'
import { type EmbedderChoice, type SearchService, startSearchWorker } from './search/worker.ts'
import {
  type ConfiguredSource,
  connectorsFolder,
  readSourcesFile,
  type Variable,
} from './sources.ts'
import { openTokenStore, type RecordReader, startStoreWorker, tokenFile } from './store/index.ts'

/** A gateway that is up. */
export interface Atlas {
  /** `http://127.0.0.1:4000`, without a trailing slash. */
  url: string
  harvests: HarvestWorker
  index: SearchService
  store: RecordReader
  /** Resolves when a part has died and the process had better end; never before that. */
  failed: Promise<GatewayError>
  /** Lets requests finish, interrupts harvests so that the next start goes on with them, and closes the files. */
  close(): Promise<void>
}

export interface AtlasParts {
  /** Folder of the connectors. Default: those that come with the gateway, and those of the configuration. */
  connectors?: string
  /** What the sources file's `${…}` stand for. Default: variables of the environment. */
  variable?: Variable
}

/**
 * Builds each part once, hands it to the next, and listens. Waits for no upstream: sources that are due are
 * harvested in the background.
 *
 * @throws {GatewayError} `CONFIG_INVALID` for a wrong sources file or a catalogue that cannot be used; `CONFLICT`
 *   when the port is taken. Nothing is left running then.
 */
export async function startAtlas(config: Config, parts: AtlasParts = {}): Promise<Atlas> {
  const folder = parts.connectors ?? [connectorsFolder, ...config.connectors]
  const connectors = await loadConnectors(folder)
  const { sources, hooks } = await readSourcesFile(config.sources, connectors, parts.variable)
  const enabled = sources.filter((source) => source.enabled)
  // Whoever harvests pays for nobody.
  const harvested = enabled.map((source) => ({ ...source, payer: null }))
  const prices = await readPrices(config.prices)
  await mkdir(config.data, { recursive: true }).catch((cause: unknown) => {
    const message = `The folder ${config.data} cannot be made; ATLAS_DATA names another.`
    throw new GatewayError('CONFIG_INVALID', { message, cause })
  })

  const log = createLog({ name: 'gateway', level: config.logLevel })
  const failure = Promise.withResolvers<GatewayError>()
  const onFault = (part: string) => (cause: unknown) => {
    log.error(`${part} has died`, { cause })
    failure.resolve(new GatewayError('INTERNAL', { message: `The ${part} has died.`, cause }))
  }
  // What was started last is closed first.
  const started: { close(): Promise<void> }[] = []
  const part = <Part extends { close(): Promise<void> }>(starting: Promise<Part>) => {
    started.push({ close: async () => (await starting.catch(() => null))?.close() })
    return starting
  }
  const close = async () => {
    for (let last = started.pop(); last; last = started.pop()) await last.close()
  }
  const engine: EngineName = config.meilisearch === null ? 'embedded' : 'meilisearch'
  try {
    const cataloguePath = join(config.data, 'catalogue.db')
    const store = await part(startStoreWorker(cataloguePath, onFault('store')))
    await store.store.configureSources(harvested)
    const tokens = { path: join(config.data, tokenFile), keys: config.secretKeys }
    const secrets = openTokenStore(tokens.path, tokens.keys)
    part(Promise.resolve({ close: async () => secrets.close() }))
    const { privateOrigins } = config
    let follow = async (_: readonly RolledSource[]) => {}
    const roll = new SourceRoll({
      store: store.store,
      connectors,
      tokens: secrets,
      privateOrigins,
      inFile: new Set(sources.map(({ id }) => id)),
      onChange: (rolled) => follow(rolled),
      log,
    })
    const rolled = await roll.open()

    // Side by side, and what the main thread has to load beside them: the start is waited for.
    const [{ index }, harvests, { createGateway, describeConnector }, resolution] =
      await Promise.all([
        part(
          startSearchWorker({
            cataloguePath,
            indexFolder: engineFolder(config.data, engine),
            meilisearch: config.meilisearch,
            embedder: embedderOf(config),
            log: (message, cause) => log.warn(message, { cause }),
            onFault: onFault('search'),
          }),
        ),
        part(
          startHarvestWorker({
            storePort: store.connect(),
            tokens,
            connectorsFolder: folder,
            sources: [...harvested, ...rolled.filter(isHarvested)],
            hooks,
            logLevel: config.logLevel,
            onFault: onFault('harvest'),
          }),
        ),
        import('./gateway/index.ts'),
        import('./resolve/index.ts'),
      ])

    const { CircuitBreaker, createResolver, LinkChecks } = resolution
    const breaker = new CircuitBreaker({ now: () => new Date() })
    const linked = enabled.map(linkedBy(connectors))
    const resolver = createResolver({
      sources: [...linked, ...rolled.map(linkedTo)],
      breaker,
      ledger: store.store,
      prices,
      log,
    })
    part(Promise.resolve(resolver))
    const checks = new LinkChecks({
      store: store.store,
      resolver,
      breaker,
      sources: [...linked, ...rolled.filter(isHarvested).map(lookedAt)],
      log,
    })
    part(Promise.resolve(checks))
    if (config.linkChecks) checks.start()

    follow = async (rolled) => {
      resolver.configure([...linked, ...rolled.map(linkedTo)])
      checks.configure([...linked, ...rolled.filter(isHarvested).map(lookedAt)])
      await harvests.configure([...harvested, ...rolled.filter(isHarvested)])
    }
    part(Promise.resolve(roll))
    roll.watch()
    const registrar = new Registrar({
      store: store.store,
      roll,
      tokens: secrets,
      keepsSecrets: config.secretKeys.length > 0,
      connectors,
      privateOrigins,
      fromFile: sources.map((source) => ({ ...source, options: source.checked })),
      check: (order) => harvests.check(order),
      log,
    })

    const gateway = createGateway({
      store: store.store,
      index,
      engine,
      harvests,
      resolver,
      registrar: sourceControl(registrar, harvests, (source) =>
        sourceReport({ store: store.store, index }, source),
      ),
      connectorTypes: [...connectors.values()].map(describeConnector),
      operatorToken: config.operatorToken,
      tokens: store.store,
      oidc: config.oidc,
      production: config.production,
      corsOrigins: config.corsOrigins,
      log,
    })
    part(Promise.resolve(gateway))
    const url = await gateway.listen(config.port, config.host).catch((cause: unknown) => {
      throw cannotListen(config, cause)
    })
    return { url, harvests, index, store: store.store, failed: failure.promise, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

/** What was paid for once is kept whatever becomes of an index, and serves every engine. */
function embedderOf({ embedder, data }: Config): EmbedderChoice {
  return embedder.kind === 'http' ? { ...embedder, cache: join(data, 'embeddings.db') } : embedder
}

/** What links to a source's assets are made from. Its harvesting credentials are not: they open nothing for readers. */
function linkedBy(connectors: ReadonlyMap<string, AnyConnector>) {
  return ({ id, type, checked, allowPrivateAddresses, payer }: ConfiguredSource): LinkedSource => {
    const connector = connectors.get(type)
    if (connector === undefined) throw new GatewayError('INTERNAL', { source: id })
    return { id, connector, options: checked, allowPrivateAddresses, payer }
  }
}

function isHarvested(source: RolledSource): boolean {
  return source.isHarvested
}

/** Like those of the file, without what harvests log in with. Nobody pays for a registered source. */
function linkedTo({ id, connector, checked, allowPrivateAddresses }: RolledSource): LinkedSource {
  return { id, connector, options: checked, allowPrivateAddresses, payer: null }
}

/** What an owner lets the gateway link to is looked at where everybody can: never in the operator's own networks. */
function lookedAt(source: RolledSource): LinkedSource {
  return { ...linkedTo(source), allowPrivateAddresses: false }
}

function cannotListen({ host, port }: Config, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} is taken; PORT names another.`
    return new GatewayError('CONFLICT', { message, cause })
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const message = `${host}, port ${port}, cannot be listened on; HOST and PORT name others.`
    return new GatewayError('CONFIG_INVALID', { message, cause })
  }
  return cause
}

// The command line stands above this file, and must find it loaded: so nothing here waits for it.
if (import.meta.main) {
  import('./cli/program.ts').then(async ({ runCommand }) => {
    process.exitCode = await runCommand(['serve'])
  })
}
