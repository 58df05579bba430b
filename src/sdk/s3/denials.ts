import { GatewayError } from '../../model/index.ts'
import type { S3Question, S3Reply } from './exchange.ts'
import { forbidden } from './refusals.ts'
import type { Requests } from './requests.ts'

const needsWord =
  'Whoever reads this bucket pays for it, and the source does not say so: set requesterPays.'

/**
 * Tells the causes of an `AccessDenied` apart, which the service does not. Null when there may just be no such object:
 * a bucket whose objects are open while its listing is not answers so for what is not there.
 *
 * A bucket that nothing was read from yet is asked once more, for as little as can be, with the word that the caller
 * pays: if that opens it, the word is what is missing. It is not read on like that, since nobody agreed to pay.
 */
export async function denialOf(
  requests: Requests,
  question: S3Question,
  { fault }: S3Reply,
): Promise<GatewayError | null> {
  const code = fault?.code ?? ''
  const { bucket, path } = question
  const state = requests.state(bucket)
  if (!requests.isSigned) {
    if (path !== null && state.isRead && !state.isListed) return null
    return forbidden('The bucket is not open to everybody: the source needs credentials.', code)
  }
  const mayNeedWord = !bucket.requesterPays && !state.isListed && !state.isRead
  if (mayNeedWord && (await opensWithWord(requests, question))) return forbidden(needsWord, code)
  if (path !== null && state.isRead && !state.isListed) return null
  return forbidden('These credentials have no grant to read here.', code)
}

async function opensWithWord(requests: Requests, question: S3Question): Promise<boolean> {
  const state = requests.state(question.bucket)
  if (state.needsPayer !== null) return state.needsPayer
  try {
    const reply = await requests.ask({ ...smallest(question), saysWhoPays: true })
    state.needsPayer = reply.fault === null || reply.fault.code !== 'AccessDenied'
  } catch (thrown) {
    // A budget that does not cover the attempt leaves the cause untold.
    if (!(thrown instanceof GatewayError) || thrown.code !== 'BUDGET_EXCEEDED') throw thrown
    return false
  }
  return state.needsPayer
}

/** The same question for one byte, or one key. */
export function smallest(question: S3Question): S3Question {
  if (question.path === null) {
    return { ...question, query: { ...question.query, 'max-keys': '1' }, maxBytes: 16 * 1024 }
  }
  return { ...question, method: 'GET', unsigned: { range: 'bytes=0-0' }, maxBytes: 1 }
}
