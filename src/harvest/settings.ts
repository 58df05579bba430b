import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import type { HarvestSource } from './harvest-source.ts'
import { type Reach, reachOf } from './registration/reach.ts'
import { writtenPath } from './registration/texts.ts'
import { type Fault, faultsOf } from './shape-faults.ts'

/** How a source is read: by what its options mean at one moment. */
export interface Settings extends Reach {
  /** As the connector's `options` shape gives them, with what the files say that they name. */
  options: Record<string, unknown>
}

/** Faults of one source that are told at once. */
const mostTold = 20

/**
 * What a source's options mean now: files that they name, such as manifests, are read. Whoever begins a run asks once, and goes by the
 * answer to its end.
 *
 * @throws {GatewayError} `CONFIG_INVALID` with every fault, its path among the options and inside the file, and no value; its
 *   `argument` is the first path.
 */
export function settingsNow(
  connector: AnyConnector,
  source: Pick<HarvestSource, 'id' | 'options' | 'allowPrivateAddresses' | 'privateOrigins'>,
): Settings {
  const { id, options: written, allowPrivateAddresses, privateOrigins = null } = source
  // Before they are checked, which may read what they name.
  const places = privateOrigins === null ? [] : (connector.local?.(written, {}) ?? [])
  if (places.length > 0) {
    throw unusable(
      id,
      places.map((place) => ({
        path: place.split('.'),
        message: 'only the sources file may name it',
      })),
    )
  }
  const options = checked(connector, id, written)
  const reach = reachOf(connector, options, privateOrigins ?? [])
  if (reach === null) {
    throw unusable(id, [{ path: ['options'], message: 'expected addresses that can be read' }])
  }
  return { ...reach, options, ...(privateOrigins === null ? { allowPrivateAddresses } : {}) }
}

function checked(
  connector: AnyConnector,
  id: string,
  written: Record<string, unknown>,
): Record<string, unknown> {
  let faults: Fault[]
  try {
    const parsed = connector.options.safeParse(written)
    if (parsed.success) return parsed.data as Record<string, unknown>
    faults = faultsOf(parsed.error, ['options'], connector.options, 'option')
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const message = 'cannot be checked: the connector failed over them'
    throw unusable(id, [{ path: ['options'], message }], cause)
  }
  throw unusable(id, faults)
}

function unusable(source: string, faults: readonly Fault[], cause?: unknown): GatewayError {
  const told = faults.slice(0, mostTold).map(({ path, message }) => {
    return { path: writtenPath(path), message }
  })
  return new GatewayError('CONFIG_INVALID', {
    source,
    argument: told[0]?.path,
    message: told.map(({ path, message }) => `${path}: ${message}`).join('\n'),
    cause,
  })
}
