import type { ErrorCode } from '../../model/index.ts'

export interface FaultKindInfo {
  /** What the upstream does, in words. */
  title: string
  /** The code that a read ends with when the fault stays; null when a healthy client reads on unharmed. */
  expects: ErrorCode | null
  /** Whether the read succeeds once the fault has passed (`times: 1`), without anybody's help. */
  recoverable: boolean
  /** Who can notice: the HTTP client by itself, or only the connector that knows its envelope. */
  noticedBy: 'client' | 'connector'
  /** What the stand-in must supply under `pages` for it. */
  needs: 'empty' | 'drift' | null
}

const byClient = { noticedBy: 'client', needs: null } as const

/** Every way in which a stand-in can misbehave, and what is to be made of it. */
export const faultKinds = {
  'hang-connect': {
    title: 'takes the connection and then reads and answers nothing',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'hang-headers': {
    title: 'reads the request and never answers',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'hang-body': {
    title: 'stops in the middle of the body and keeps the connection',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'slow-drip': {
    title: 'sends the body a few bytes at a time, never quite silent',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'truncate-body': {
    title: 'closes the connection in the middle of the body',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  reset: {
    title: 'resets the connection instead of answering',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'status-401': {
    title: 'refuses the credentials',
    expects: 'SOURCE_REFUSED',
    recoverable: false,
    ...byClient,
  },
  'status-403': {
    title: 'refuses the rights',
    expects: 'SOURCE_FORBIDDEN',
    recoverable: false,
    ...byClient,
  },
  'status-404': {
    title: 'knows no such page',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: false,
    ...byClient,
  },
  'status-429': {
    title: 'asks for fewer requests, with Retry-After',
    expects: 'SOURCE_RATE_LIMITED',
    recoverable: true,
    ...byClient,
  },
  'status-500': {
    title: 'fails',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  'status-503': {
    title: 'is down for maintenance, with Retry-After where given',
    expects: 'SOURCE_UNREACHABLE',
    recoverable: true,
    ...byClient,
  },
  html: {
    title: 'answers 200 with a web page',
    expects: 'ANSWER_INVALID',
    recoverable: true,
    ...byClient,
  },
  empty: {
    title: 'answers 200 with a body of no bytes',
    expects: 'ANSWER_INVALID',
    recoverable: true,
    ...byClient,
  },
  'no-content': {
    title: 'answers 204',
    expects: 'ANSWER_INVALID',
    recoverable: true,
    ...byClient,
  },
  'truncated-json': {
    title: 'answers 200, complete as HTTP goes, with half of the JSON',
    expects: 'ANSWER_INVALID',
    recoverable: true,
    ...byClient,
  },
  'wrong-type': {
    title: 'answers 200 with the right body under the wrong type of content',
    expects: 'ANSWER_INVALID',
    recoverable: false,
    ...byClient,
  },
  'token-expired': {
    title: 'answers 401 to the credentials used so far, until others are sent',
    expects: 'SOURCE_REFUSED',
    recoverable: false,
    ...byClient,
  },
  'clock-skew': {
    title: 'has a clock that is wrong, in Date, Last-Modified and the dates it asks to wait for',
    expects: null,
    recoverable: true,
    ...byClient,
  },
  oversized: {
    title: 'answers with many times the bytes, all of them harmless',
    expects: null,
    recoverable: true,
    ...byClient,
  },
  'repeated-page': {
    title: 'serves the page before once more',
    expects: 'ANSWER_INVALID',
    recoverable: false,
    noticedBy: 'connector',
    needs: null,
  },
  'empty-page': {
    title: 'says that there is nothing although there is',
    expects: 'ANSWER_INVALID',
    recoverable: false,
    noticedBy: 'connector',
    needs: 'empty',
  },
  drift: {
    title: 'has renamed or retyped fields of its rows',
    expects: 'ROW_INVALID',
    recoverable: false,
    noticedBy: 'connector',
    needs: 'drift',
  },
} as const satisfies Record<string, FaultKindInfo>

export type FaultKind = keyof typeof faultKinds

/** Every kind, for those who go through them all. */
export const allFaultKinds = Object.keys(faultKinds) as FaultKind[]
