import type { Account } from './accounts.ts'
import { contentOf } from './content.ts'
import { jsonType, tableReply } from './envelope.ts'
import { findSession } from './find.ts'
import type { Version } from './manners.ts'
import { type Reply, restletPage, tomcatPage } from './pages.ts'
import { planted } from './planted.ts'
import type { Asked } from './site.ts'
import { aliasForm, type Tokens, tokenJson } from './tokens.ts'
import { dataTypes, isSecure, singulars } from './types.ts'

const plain = 'text/plain;charset=ISO-8859-1'

export interface ServiceParts {
  tokens: Tokens
  accounts: Map<string, Account>
  /** The id of the session that the request belongs to. */
  sessionId: string
  leave(): void
  /** Counts the request under the name of its route. */
  count(route: string): void
}

/** Addresses that are no things; null when `path`, below `/data`, is none of them. */
export function serviceReply(
  asked: Asked,
  method: string,
  path: string,
  parts: ServiceParts,
): Reply | null {
  if (path === 'JSESSION') {
    parts.count(`${method} JSESSION`)
    if (method === 'DELETE') {
      parts.leave()
      return { body: '', type: plain }
    }
    const csrf = asked.query.get('CSRF') === 'true' ? `; XNAT_CSRF=${csrfOf(parts.sessionId)}` : ''
    return { body: `${parts.sessionId}${csrf}`, type: plain }
  }
  if (method !== 'GET') return null
  if (path === 'auth') {
    parts.count('auth')
    return { body: `User '${asked.reader?.user ?? 'guest'}' is logged in`, type: plain }
  }
  if (path === 'version' && asked.site.quirks.dataVersion) {
    parts.count('version')
    return { body: asked.site.version, type: plain }
  }
  const token = /^services\/tokens\/(\w+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path)
  if (token !== null) {
    parts.count(`services/tokens/${token[1]}`)
    return tokenReply(asked, parts, token)
  }
  if (path === 'services/dicomdump') {
    parts.count('services/dicomdump')
    return dumpReply(asked)
  }
  if (path === 'search/elements') {
    parts.count('search/elements')
    return elementsReply(asked)
  }
  return null
}

function csrfOf(sessionId: string): string {
  const hex = Buffer.from(sessionId).toString('hex').slice(0, 32)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function tokenReply(
  { reader }: Asked,
  { tokens, accounts }: ServiceParts,
  [, operation, alias = '', secret = '']: RegExpExecArray,
): Reply {
  if (reader === null) return restletPage(403, "The guest user can't request alias tokens")
  if (operation === 'issue') return { json: tokenJson(tokens.issue(reader)), type: jsonType }
  if (operation === 'show') return { json: tokens.of(reader.user).map(tokenJson), type: jsonType }
  const token = aliasForm.test(alias) ? tokens.find(alias) : null
  if (token === null) return restletPage(404, `Can't find an alias token with the alias ${alias}`)
  if (token.user !== reader.user && !reader.allData) {
    const message =
      'Non-admin users can only request operations on alias tokens for their own account'
    return restletPage(403, message)
  }
  if (operation === 'invalidate') {
    tokens.revoke(alias)
    return { body: '{"result": "OK"}', type: jsonType }
  }
  if (operation !== 'validate') return restletPage(400, `Unknown operation: ${operation}`)
  const valid = token.secret === secret && accounts.has(token.user)
  return { json: valid ? { valid: token.user } : {}, type: jsonType }
}

/** Headers of one DICOM file of a scan, those that say who was in the scanner included. */
function dumpReply(asked: Asked): Reply {
  const source = asked.query.get('src') ?? ''
  const [, name = '', scanId = ''] =
    /\/experiments\/([^/]+)(?:\/scans\/([^/]+))?/.exec(source) ?? []
  const session = findSession(asked, name, null)
  if (session === null) return restletPage(404)
  const { scans } = contentOf(asked.site.world, session)
  const scan = scans.find(({ id }) => id === scanId) ?? scans[0]
  const tags: [tag: string, vr: string, desc: string, value: string][] = [
    ['(0008,0060)', 'CS', 'Modality', scan?.modality ?? ''],
    ['(0010,0010)', 'PN', 'Patient’s Name', planted.patientName],
    ['(0010,0030)', 'DA', 'Patient’s Birth Date', planted.birthDate.replaceAll('-', '')],
    ['(0018,0015)', 'CS', 'Body Part Examined', session.n % 3 === 0 ? '' : 'HEAD'],
    ['(0008,103E)', 'LO', 'Series Description', scan?.series ?? ''],
  ]
  const fields = asked.query.getAll('field').map((field) => field.toLowerCase())
  const rows = tags
    .filter(([tag, , desc]) => {
      const word = desc.replace(/[^A-Za-z]/g, '').toLowerCase()
      return (
        fields.length === 0 ||
        fields.includes(word) ||
        fields.includes(tag.replace(/\W/g, '').toLowerCase())
      )
    })
    .map(([tag1, vr, desc, value]) => ({ tag1, tag2: '', vr, value, desc }))
  return tableReply(asked, rows, {})
}

function elementsReply(asked: Asked): Reply {
  const counts = Map.groupBy(asked.site.world.sessions.values(), ({ xsiType }) => xsiType)
  const rows = dataTypes.filter(isSecure).map((type) => ({
    ELEMENT_NAME: type,
    SINGULAR: singulars[type] ?? type,
    PLURAL: singulars[type] === undefined ? type : `${singulars[type]}s`,
    SECURED: 'true',
    COUNT: counts.get(type)?.length ?? 0,
  }))
  return tableReply(asked, rows, { title: 'Data-Types' })
}

/** The newer interface beside the old one; its errors have no page. */
export function xapiReply(version: Version, path: string): Reply {
  const info = {
    version,
    buildNumber: '213',
    buildDate: 'Fri Jun 21 13:18:47 CDT 2024',
    isDirty: 'false',
    commit: 'v93d33cb',
  }
  if (path === 'siteConfig/buildInfo') return { json: info, type: jsonType }
  if (path === 'siteConfig/buildInfo/version') return { body: version, type: jsonType }
  return tomcatPage(404, 'Not Found', 'The requested resource is not available')
}
