import type { z } from 'zod'
import { codingOf } from './body.ts'
import { Failure, type Head } from './failure.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { isTransientStatus } from './retry.ts'

export const jsonTypes = ['application/json', 'text/json', '+json'] as const

/** What an answer must be to count as one. */
export interface Expectation {
  /** Content types, null for any. */
  accept: readonly string[] | null
  statuses: readonly number[]
  /** Whether a body of no bytes counts. */
  mayBeEmpty: boolean
  maxBytes: number
  source: string | undefined
}

/**
 * Refuses an answer by its status and headers, before its body is read.
 *
 * @throws {Failure}
 */
export function checkHead(head: Head, expected: Expectation): void {
  const { status, headers } = head
  const { source } = expected
  if (status !== 200 && !expected.statuses.includes(status)) throw statusFailure(head, source)
  // What "not modified" or "not found" looks like inside is nobody's promise.
  if (status === 204 || status >= 300) return
  if (!expected.mayBeEmpty && headers['content-length'] === '0') throw emptyFailure(source)
  if (expected.accept !== null && !accepts(expected.accept, headers['content-type'])) {
    const html = /^(text\/html|application\/xhtml\+xml)$/.test(essence(headers['content-type']))
    if (html) throw htmlFailure(source)
    throw new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with another type of content than it documents.',
      cause: new Error(`content type ${headers['content-type'] ?? 'absent'}`),
    })
  }
  if (codingOf(headers['content-encoding']) === null) {
    throw new Failure('ANSWER_INVALID', source, {
      message: 'The source answered in a compression that was not asked for.',
    })
  }
  if (Number(headers['content-length'] ?? 0) > expected.maxBytes) {
    throw new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with more than the largest size allowed.',
    })
  }
}

/** @throws {Failure} when the body has no bytes although it must. */
export function checkBody(answer: HttpAnswer, expected: Expectation): void {
  if (answer.body.length === 0 && answer.status === 200 && !expected.mayBeEmpty) {
    throw emptyFailure(expected.source)
  }
}

function statusFailure(head: Head, source: string | undefined): Failure {
  const { status } = head
  const cause = new Error(`status ${status}`)
  if (status === 401) return new Failure('SOURCE_REFUSED', source, { cause, head })
  // Who it is, is known; what may be read is another question, and another part of the source may answer it otherwise.
  if (status === 403) return new Failure('SOURCE_FORBIDDEN', source, { cause, head })
  if (status === 429) {
    return new Failure('SOURCE_RATE_LIMITED', source, { cause, head, transient: true })
  }
  if (status === 204) {
    return new Failure('ANSWER_INVALID', source, {
      message: 'The source answered that it has no content (status 204).',
      head,
      transient: true,
    })
  }
  return new Failure('SOURCE_UNREACHABLE', source, {
    message: `The source answered with status ${status}.`,
    head,
    transient: isTransientStatus(status),
  })
}

function emptyFailure(source: string | undefined): Failure {
  return new Failure('ANSWER_INVALID', source, {
    message: 'The source answered with nothing.',
    transient: true,
  })
}

function htmlFailure(source: string | undefined): Failure {
  return new Failure('ANSWER_INVALID', source, {
    message: 'The source answered with a web page where data was due.',
    transient: true,
  })
}

function essence(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function accepts(list: readonly string[], contentType: string | undefined): boolean {
  const type = essence(contentType)
  return list.some((entry) => {
    if (entry === '*/*') return true
    if (type === '') return false
    if (entry.endsWith('/*')) return type.startsWith(entry.slice(0, -1).toLowerCase())
    return entry.startsWith('+') ? type.endsWith(entry) : type === entry.toLowerCase()
  })
}

/**
 * The body as text, in the charset that its content type names, else UTF-8. Bytes that are no text become U+FFFD:
 * one damaged name must not cost a whole page of rows.
 */
export function textOf(answer: HttpAnswer, source: string | undefined): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(answer.headers['content-type'] ?? '')?.[1]
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(answer.body)
  } catch {
    throw new Failure('ANSWER_INVALID', source, {
      message: 'The source answered in a character set that is not known.',
    })
  }
}

/**
 * The body as JSON of the given shape.
 *
 * @throws {Failure}
 */
export function jsonOf<T>(
  answer: HttpAnswer,
  shape: z.ZodType<T>,
  retryInvalid: HttpRequest['retryInvalid'],
  source: string | undefined,
): T {
  const text = textOf(answer, source)
  if (text.trim() === '') throw emptyFailure(source)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    if (/^\s*</.test(text)) throw htmlFailure(source)
    // The parser's own message quotes the text, and text from the wire is never logged.
    throw new Failure('ANSWER_INVALID', source, {
      message: 'The source answered with JSON that is damaged or cut off.',
      cause: new Error(`no JSON in ${answer.body.length} bytes`),
      transient: true,
    })
  }
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`)
  throw new Failure('ANSWER_INVALID', source, {
    cause: new Error(`answer not of the shape asked for: ${where.join('; ')}`),
    transient: retryInvalid?.(body) ?? false,
  })
}
