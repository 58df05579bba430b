import { z } from 'zod'

const Root = z
  .url({ protocol: /^https?$/ })
  .refine(isPlain, 'expected an address without a login, a query or a fragment')
  .transform((url) => url.replace(/\/+$/, ''))

const StudyId = z.int().positive()

export const Options = z.strictObject({
  /** Root of the server, without `/shanoir-ng`: `https://shanoir.example.org`. */
  baseUrl: Root,
  /** Root that links are built on, where readers reach the server by another address. Default: `baseUrl`. */
  publicUrl: Root.nullable().default(null),
  /**
   * Whether it is read with an account, to which `atlas login` logs in. Default false: only what is shown to everybody,
   * unless credentials are given.
   */
  account: z.boolean().default(false),
  /** The client that the account logs in with. */
  clientId: z.string().min(1).default('shanoir-uploader'),
  /** Numbers of the studies to read. Empty: all that the account may see. */
  studies: z.array(StudyId).default([]),
  /** Numbers of studies to leave out. */
  withoutStudies: z.array(StudyId).default([]),
  /** Datasets asked for at a time; a server gives no more than 2,000. */
  pageSize: z.int().min(2).max(2_000).default(1_000),
  /** Days after which a study is read anew as a whole: only that shows what was edited. 0: every time. */
  sweepEvery: z.number().nonnegative().default(7),
  /** Whether comments on examinations are kept. False where people write of patients in them. */
  comments: z.boolean().default(true),
})
export type Options = z.output<typeof Options>

/** An offline token, for those who do not log in by `atlas login`. What takes its place later is kept by the gateway. */
export const Credentials = z.strictObject({
  refreshToken: z.string().regex(/^[\x21-\x7e]+$/, 'expected a token'),
})

/** Root that links are built on. */
export function publicRoot({ publicUrl, baseUrl }: Options): string {
  return publicUrl ?? baseUrl
}

export function isWanted({ studies, withoutStudies }: Options, id: number): boolean {
  return (studies.length === 0 || studies.includes(id)) && !withoutStudies.includes(id)
}

function isPlain(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null && [url.username, url.password, url.search, url.hash].every((one) => one === '')
  )
}
