import { loginPage, type Reply, restletPage, swallowed } from './pages.ts'

/** Ways to misbehave that only an XNAT has, next to those that every server has. */
export const misbehaviours = [
  /** 202 without a byte: a challenge of a web application firewall. */
  'accepted',
  /** 302 to the login page, for a session that is none any more in front of somebody taken for a browser. */
  'login-redirect',
  /** 302 to the login of another host, as where a federation of institutions guards the site. */
  'foreign-redirect',
  /** 302 to the page on which a password is changed. */
  'password-redirect',
  /** 200 and the login page. */
  'login-page',
  /** 200 without a byte, of the right type: a list that failed and told nobody. */
  'swallowed',
  /** A table whose `ResultSet` has no `Result`, an item envelope without `items`. */
  'no-rows',
  /** The same with null in their place. */
  'null-rows',
  /** JSON of another shape altogether. */
  'other-json',
  /** A table where an item is due and the other way round. */
  'other-envelope',
  /** The session or the scan comes without what hangs below it. */
  'no-children',
  /** 502 and a page of a proxy. */
  'bad-gateway',
  /** 500, 403 and 404 as Restlet tells them: a page with words of its own. */
  'error-page',
  'forbidden-page',
  'missing-page',
] as const

export type Misbehaviour = (typeof misbehaviours)[number]

/** What is sent instead of the true answer. */
export function misbehaved(how: Misbehaviour, truth: Reply, base: string): Reply {
  switch (how) {
    case 'accepted':
      return { status: 202, body: '', headers: { 'x-amzn-waf-action': 'challenge' } }
    case 'login-redirect':
      return { status: 302, body: '', headers: { location: `${base}/app/template/Login.vm` } }
    case 'foreign-redirect':
      return { status: 302, body: '', headers: { location: 'https://login.invalid/sso?back=x' } }
    case 'password-redirect':
      return {
        status: 302,
        body: '',
        headers: { location: `${base}/app/template/XDATScreen_UpdateUser.vm` },
      }
    case 'login-page':
      return loginPage(base)
    case 'swallowed':
      return swallowed()
    case 'no-rows':
      return changed(
        truth,
        ({ Result: _, ...set }) => set,
        () => ({}),
      )
    case 'null-rows':
      return changed(
        truth,
        (set) => ({ ...set, Result: null }),
        () => ({ items: null }),
      )
    case 'other-json':
      return { ...truth, json: ['planted', 1, null] }
    case 'other-envelope':
      return truth.json !== undefined && 'items' in (truth.json as object)
        ? { ...truth, json: { ResultSet: { Result: [], totalRecords: '0' } } }
        : { ...truth, json: { items: [] } }
    case 'no-children':
      return changed(
        truth,
        (set) => set,
        ({ items }) => ({ items: items.map(childless) }),
      )
    case 'bad-gateway':
      return {
        status: 502,
        body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>',
        type: 'text/html',
      }
    case 'error-page':
      return restletPage(500)
    case 'forbidden-page':
      return restletPage(403)
    case 'missing-page':
      return restletPage(404)
  }
}

type Envelope = Record<string, unknown>

/** Anything but a table or an item stays what it is. */
function changed(
  truth: Reply,
  table: (set: Envelope) => Envelope,
  items: (body: { items: Envelope[] }) => Envelope,
): Reply {
  const body = truth.json as { ResultSet?: Envelope; items?: Envelope[] } | undefined
  if (body?.ResultSet !== undefined) return { ...truth, json: { ResultSet: table(body.ResultSet) } }
  if (body?.items !== undefined) return { ...truth, json: items({ items: body.items }) }
  return truth
}

function childless({ children: _, ...item }: Envelope): Envelope {
  return item
}

/** A table or an item that says that there is nothing. */
export function emptied(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  if ('ResultSet' in body) {
    const { totalRecords, ...set } = body.ResultSet as Envelope
    return { ResultSet: { ...set, Result: [], ...(totalRecords ? { totalRecords: '0' } : {}) } }
  }
  return 'items' in body ? { items: [] } : body
}

/** The same with labels, names and types that have become objects; ids stay readable. */
export function drifted(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  if ('ResultSet' in body) {
    const set = body.ResultSet as { Result: Envelope[] }
    return { ResultSet: { ...set, Result: set.Result.map(retyped) } }
  }
  if (!('items' in body)) return body
  const { items } = body as { items: { data_fields: Envelope }[] }
  return { items: items.map((one) => ({ ...one, data_fields: retyped(one.data_fields) })) }
}

const retypedFields = ['label', 'name', 'type', 'modality']

function retyped(row: Envelope): Envelope {
  return Object.fromEntries(
    Object.entries(row).map(([key, cell]) => [
      key,
      retypedFields.includes(key) ? { text: cell } : cell,
    ]),
  )
}
