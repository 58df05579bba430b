import { toGatewayError } from '../../model/index.ts'

/** Whether a stream may go on: it was begun with credentials that may be revoked, or expire, meanwhile. */
export interface Standing {
  /** Aborted with the GatewayError that the credentials are refused with, as soon as that is known. */
  readonly lost: AbortSignal
  /** Nobody looks any more. */
  end(): void
}

/** Looks one after another that tell nothing, before the stream ends as if it had been refused. */
const patience = 6

/** Of streams that everybody may have. */
export const lasting: Standing = { lost: new AbortController().signal, end() {} }

/**
 * Looks every so often whether credentials are still taken, until the standing is ended or `gone` is aborted. While that
 * cannot be told, since the catalogue or the issuer does not answer, the stream goes on, but not for long.
 *
 * @param prove Takes the credentials again; `UNAUTHENTICATED` when they are refused.
 * @param every Milliseconds from one look to the next.
 */
export function keepLooking(
  prove: () => Promise<unknown>,
  every: number,
  gone: AbortSignal,
): Standing {
  const lost = new AbortController()
  let doubts = 0
  let hasEnded = false
  let timer: NodeJS.Timeout | undefined

  function end(): void {
    hasEnded = true
    clearTimeout(timer)
    gone.removeEventListener('abort', end)
  }
  async function look(): Promise<void> {
    const fault = await prove().then(() => null, toGatewayError)
    if (hasEnded) return
    doubts = fault === null ? 0 : doubts + 1
    if (fault === null || (fault.code !== 'UNAUTHENTICATED' && doubts < patience)) return wait()
    end()
    lost.abort(fault)
  }
  function wait(): void {
    timer = setTimeout(look, every)
  }

  gone.addEventListener('abort', end)
  if (gone.aborted) end()
  else wait()
  return { lost: lost.signal, end }
}
