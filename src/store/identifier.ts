const doiForm = /^(?:(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i

/**
 * One spelling for an identifier that means the same thing everywhere: a DOI, an RRID, a URN, a web address. Null for
 * ids that only their own repository understands: two of those may be equal by chance.
 */
export function globalIdentifier(text: string): string | null {
  const bare = text.trim()
  const doi = doiForm.exec(decoded(bare))?.[1]
  if (doi !== undefined) return `doi:${doi.toLowerCase()}`
  const rrid =
    /^(?:https?:\/\/\S*\/(?:resolver\/)?)?RRID:\s*([A-Za-z]+[_:-]\S+?)(?:\.json)?$/i.exec(bare)?.[1]
  if (rrid !== undefined) return `rrid:${rrid.toUpperCase()}`
  if (/^urn:[a-z0-9][a-z0-9-]{0,31}:\S+$/i.test(bare)) return bare.toLowerCase()
  if (!/^https?:\/\/\S+$/i.test(bare)) return null
  const url = URL.parse(bare)
  if (url === null || url.username + url.password !== '') return null
  url.hash = ''
  return url.href.replace(/^https?:/, 'https:').replace(/\/$/, '')
}

/** Those of a record, each once. */
export function globalIdentifiers(sameAs: readonly string[]): string[] {
  const found = sameAs.map(globalIdentifier).filter((one) => one !== null)
  return [...new Set(found)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
