const hidden = '[redacted]'
const deepest = 8

/** What marks a secret anywhere in a field's name, once that is in lower case and without separators. */
const secretName =
  /authorization|cookie|passw|passphrase|secret|token|credential|signature|bearer|sessionid|(api|access|private|signing|encryption)key|^auth$/

export function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replace(/[^a-z0-9]+/g, ''))
}

/** A URL without user, query and fragment: these carry tokens. What is no URL becomes `(no url)`. */
export function safeUrl(url: string | URL): string {
  const parsed = URL.parse(String(url))
  return parsed === null ? '(no url)' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`
}

/** Text with its URLs made safe, and without what follows `Bearer` or `Basic`. */
export function safeText(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, (url) => safeUrl(url))
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{6,}/gi, `$1 ${hidden}`)
}

/** A copy of what is to be logged without secrets: by the names of fields, and in URLs and text at any depth. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return safeText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  // Also ends circles.
  if (depth >= deepest) return '[deep]'
  if (value instanceof URL) return safeUrl(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Error) return redactedError(value, depth)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((entry) => redacted(entry, depth + 1))
  const entries =
    value instanceof Map || value instanceof Headers || value instanceof URLSearchParams
      ? [...value.entries()]
      : value instanceof Set
        ? [...value].map((entry, position) => [position, entry])
        : Object.entries(value)
  return Object.fromEntries(
    entries.map(([name, field]) => [
      String(name),
      hides(String(name), field) ? hidden : redacted(field, depth + 1),
    ]),
  )
}

/** Counts and switches (`tokens: 5`) are no secrets. */
function hides(name: string, field: unknown): boolean {
  return (typeof field === 'string' || typeof field === 'object') && field !== null
    ? isSecretName(name)
    : false
}

function redactedError(error: Error, depth: number): unknown {
  const code = 'code' in error ? String(error.code) : undefined
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    message: safeText(error.message),
    ...(error.stack === undefined ? {} : { stack: safeText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redacted(error.cause, depth + 1) }),
    ...(error instanceof AggregateError
      ? { errors: error.errors.map((entry) => redacted(entry, depth + 1)) }
      : {}),
  }
}
