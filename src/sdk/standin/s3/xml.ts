const special: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/**
 * Text of an element as S3 writes it: a control character becomes a reference such as `&#x1;`, which XML 1.0 forbids, so
 * that a strict parser stumbles; hence `encoding-type=url`.
 */
export function escapeXml(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be escaped
    /[&<>"\u0000-\u001f]/g,
    (one) => special[one] ?? `&#x${one.charCodeAt(0).toString(16)};`,
  )
}

const plain = /^[A-Za-z0-9._*/-]*$/

/** Text as `encoding-type=url` has it: `+` for a space, `/` and `*` as they stand. */
export function encodeKey(text: string): string {
  if (plain.test(text)) return text
  return encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/%2F/g, '/')
    .replace(/[!'()~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}
