/** The cookies of one session with one origin, load balancers' included. */
export interface CookieJar {
  /** Takes what an answer sets and drops what it takes back. `now` is what `Expires` is compared with. */
  take(headers: Readonly<Record<string, string>>, now: Date): void
  get(name: string): string | null
  set(name: string, value: string): void
  /** The value of a `Cookie` header; null when there are none. */
  header(): string | null
}

interface Cookie {
  name: string
  value: string
  isVoid: boolean
}

/**
 * An empty jar. Domain and path are not looked at: all its cookies go to the one origin that set them, which is where
 * a connector's session lives.
 */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    take(headers, now) {
      for (const { name, value, isVoid } of cookiesOf(headers, now)) {
        if (isVoid) cookies.delete(name)
        else cookies.set(name, value)
      }
    },
    get: (name) => cookies.get(name) ?? null,
    set(name, value) {
      cookies.set(name, value)
    },
    header() {
      if (cookies.size === 0) return null
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
  }
}

/** `Set-Cookie` comes joined by commas, and dates have commas too: a cookie starts where a name and `=` follow. */
function cookiesOf(headers: Readonly<Record<string, string>>, now: Date): Cookie[] {
  const joined = headers['set-cookie'] ?? ''
  return joined.split(/,\s*(?=[^\s,;=]+=)/).flatMap((text) => {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    if (at < 1) return []
    const isVoid = attributes.some((attribute) => endsIt(attribute, now))
    return [{ name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), isVoid }]
  })
}

function endsIt(attribute: string, now: Date): boolean {
  const [name = '', value = ''] = attribute.split(/=(.*)/s)
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0
  if (name.toLowerCase() !== 'expires') return false
  const until = Date.parse(value)
  return !Number.isNaN(until) && until <= now.getTime()
}
