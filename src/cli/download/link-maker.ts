import { GatewayError, toGatewayError } from '../../model/index.ts'
import { byScheme } from '../../resolve/by-scheme.ts'
import { Once } from '../../resolve/once.ts'
import type { Credentials } from '../../sdk/connector.ts'
import { createHttpClient, type OwnedHttpClient } from '../../sdk/http-client.ts'
import { type AssetToLink, noLink, type ResolvedLink } from '../../sdk/links.ts'
import type { OfferedAsset, OfferedRecord, OtherPlace } from './ask-records.ts'
import type { Site } from './sites.ts'

export interface LinkMakerOptions {
  sites: ReadonlyMap<string, Site>
  /** The reader's own, by source id. */
  credentials: ReadonlyMap<string, Credentials>
  allowPrivateAddresses: boolean
  /** The asset as the gateway tells it now; null when it is gone. */
  askAgain(id: string): Promise<OfferedAsset | null>
  /** Where else the bytes of the asset are, the best first. */
  askElsewhere(id: string): Promise<OtherPlace[]>
  signal: AbortSignal
}

/** Links for a reader, on the reader's machine: what is public as the gateway says it, all else with the reader's own login. */
export interface LinkMaker {
  /** Whether a link may come of it, as far as is known before it is tried. */
  canTry(record: OfferedRecord, asset: OfferedAsset): boolean
  /** `anew` when the last one did not work. Never throws for an upstream's sake. */
  link(record: OfferedRecord, asset: OfferedAsset, anew: boolean): Promise<ResolvedLink>
  /** Other places that have the same bytes, open to everybody and at no cost, the best first. */
  elsewhere(asset: OfferedAsset): Promise<OtherPlace[]>
  /** Ends the tokens that were made for links; says how many could not be ended. */
  revoke(): Promise<{ ended: number; left: number }>
  close(): Promise<void>
}

/** Milliseconds before its end at which a link is no longer begun with. */
const margin = 60_000

interface Desk {
  site: Site
  http: OwnedHttpClient
  once: Once
  /** Whether a token was made here, and not just used. */
  hasMade: boolean
  /** Raised when tokens are dropped, since one was refused. */
  generation: number
}

export function createLinkMaker(options: LinkMakerOptions): LinkMaker {
  const { sites, credentials, allowPrivateAddresses, askAgain, askElsewhere, signal } = options
  const now = () => new Date()
  const desks = new Map<string, Desk>()
  /** What ends tokens, with the headers that it wants. */
  const revocations = new Map<string, { desk: Desk; headers: Record<string, string> }>()
  /** Tokens are ended after Ctrl-C too. */
  const closing = new AbortController()

  function deskOf(site: Site): Desk {
    const known = desks.get(site.source)
    if (known !== undefined) return known
    const http = createHttpClient({
      origins: site.origins,
      policy: { ...site.connector.http, attempts: 3 },
      allowPrivateAddresses,
      source: site.source,
      signal: closing.signal,
    })
    const desk = { site, http, once: new Once({ now }), hasMade: false, generation: 0 }
    desks.set(site.source, desk)
    return desk
  }

  async function made(desk: Desk, asset: AssetToLink): Promise<ResolvedLink> {
    const { site, http } = desk
    try {
      const [link] = await byScheme(site.connector, [asset], {
        source: site.source,
        options: site.options,
        credentials: credentials.get(site.source) ?? null,
        http,
        allowPrivateAddresses,
        once: (name, make) =>
          desk.once.get(name, async () => {
            const value = await make()
            desk.hasMade = true
            return value
          }),
        signal,
        now,
      })
      if (link === undefined) throw new GatewayError('INTERNAL', { source: site.source })
      if (link.revokeUrl !== null && desk.hasMade) {
        const headers = Object.fromEntries(link.headers.map(({ name, value }) => [name, value]))
        revocations.set(link.revokeUrl, { desk, headers })
      }
      return link
    } catch (thrown) {
      signal.throwIfAborted()
      const { code } = toGatewayError(thrown)
      const state = code === 'SOURCE_REFUSED' ? 'NEEDS_CREDENTIALS' : 'UNREACHABLE'
      return { ...noLink, state, error: code }
    }
  }

  const isOpen = ({ state, headers }: ResolvedLink) => state === 'READY' && headers.length === 0
  const isForAll = ({ link, isListedHere }: OfferedAsset) => isOpen(link) && !isListedHere
  const isMissing = ({ link }: OfferedAsset) => /^NEEDS_/.test(link.state)
  const kept = new Map<string, { link: ResolvedLink; generation: number }>()

  return {
    canTry({ source }, asset) {
      return (
        isForAll(asset) ||
        asset.isListedHere === true ||
        (isMissing(asset) && sites.has(source.name) && credentials.has(source.name))
      )
    },
    async link(record, asset, anew) {
      const last = kept.get(asset.id)
      const end = last?.link.expiresAt ?? null
      const isOver = end !== null && Date.parse(end) - now().getTime() < margin
      if (last !== undefined && !anew && !isOver) return last.link
      const site = sites.get(record.source.name)
      if (isForAll(asset) || site === undefined) {
        const told = anew || isOver ? await askAgain(asset.id) : asset
        const link = told?.link ?? { ...noLink, state: 'GONE', error: 'NOT_FOUND' }
        kept.set(asset.id, { link, generation: 0 })
        return link
      }
      const desk = deskOf(site)
      // A token that is refused is made anew, once for all that met its end.
      if (anew && last?.generation === desk.generation) {
        desk.generation += 1
        desk.once.clear()
      }
      const { generation } = desk
      const link = await made(desk, toLink(record, asset))
      kept.set(asset.id, { link, generation })
      return link
    },
    async elsewhere({ id }) {
      const places = await askElsewhere(id)
      return places.filter(
        ({ link }) => isOpen(link) && link.payer === null && link.packedAs === null,
      )
    },
    async revoke() {
      let left = 0
      for (const [url, { desk, headers }] of revocations) {
        try {
          await desk.http.request(url, { headers, statuses: [204] })
        } catch {
          left += 1
        }
      }
      const ended = revocations.size - left
      revocations.clear()
      return { ended, left }
    },
    async close() {
      closing.abort()
      await Promise.all([...desks.values()].map(({ http }) => http.close()))
    },
  }
}

/** Who may open it the upstream alone knows, and it is asked with the reader's own login. */
function toLink(record: OfferedRecord, asset: OfferedAsset): AssetToLink {
  const { id, link, ...stated } = asset
  const { nativeId, kind, access, accessNote, landingPage } = record
  const { region, payer } = link
  const of = { nativeId, kind, access, accessNote, landingPage, isPublic: false, mayOpen: true }
  return { ...stated, region, payer, of }
}
