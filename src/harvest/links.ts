/**
 * An address as the catalogue keeps it: without a login in it, and over `https:` where the source still prints
 * `http:`, so that a browser does not block it as mixed content. Addresses with a port of their own and those of
 * this machine or a private network stay as they are: nothing says that they speak TLS.
 */
export function secureLink(link: string): string {
  if (!/^https?:/i.test(link)) return link
  const url = URL.parse(link)
  if (url === null) return link
  const plain = url.protocol === 'http:' && url.port === '' && !isLocal(url.hostname)
  const login = url.username !== '' || url.password !== ''
  if (!plain && !login) return link
  url.username = ''
  url.password = ''
  if (plain) url.protocol = 'https:'
  return url.href
}

function isLocal(host: string): boolean {
  return (
    /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[)/.test(host) ||
    /\.(localhost|local|internal|lan|home\.arpa)$/.test(host) ||
    !host.includes('.')
  )
}
