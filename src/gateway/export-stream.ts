import { GatewayError, toGatewayError } from '../model/index.ts'

export interface StreamOptions {
  /** Aborted when nobody waits for it any more. */
  gone: AbortSignal
  /** Aborted, with why, when they may have it no longer. */
  lost: AbortSignal
  /** Milliseconds that whoever reads may take for one piece. */
  patience: number
  /** Ends the connection that the stream goes out by, so that it cannot look complete; false when there is none. */
  breakOff(): boolean
  /** Told of what the pieces failed with, and of why they are lost. */
  onFault(fault: unknown): void
  /** Called once, whatever the end. */
  onEnd(): void
}

/**
 * Pieces of text as a body: the next one is made when the one before has gone out, so that a slow reader costs no
 * memory. A fault, or a reader who stops, breaks the connection: only a complete body ends well.
 */
export function streamOf(
  pieces: AsyncGenerator<string, void, void>,
  { gone, lost, patience, breakOff, onFault, onEnd }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let waiting: NodeJS.Timeout | undefined
  let hasEnded = false

  function end(): void {
    hasEnded = true
    clearTimeout(waiting)
    gone.removeEventListener('abort', abandon)
    lost.removeEventListener('abort', refuse)
    onEnd()
  }
  /** Gives whether a connection was broken. */
  function leave(): boolean {
    end()
    // What is being read is let finish; then the generator ends.
    pieces.return().catch(() => {})
    return breakOff()
  }
  let stop = (_: GatewayError) => {}
  const abandon = () => stop(new GatewayError('CANCELLED'))
  const refuse = () => fail(lost.reason)
  function fail(fault: unknown): void {
    if (hasEnded) return
    onFault(fault)
    stop(toGatewayError(fault))
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = (why) => {
          if (hasEnded) return
          // A connection that is broken tells its client; without one the reader has to be told.
          if (leave()) controller.close()
          else controller.error(why)
        }
        gone.addEventListener('abort', abandon)
        lost.addEventListener('abort', refuse)
        if (gone.aborted) abandon()
      },
      async pull(controller) {
        clearTimeout(waiting)
        try {
          const { done, value } = await pieces.next()
          if (hasEnded) return
          if (done) {
            end()
            controller.close()
            return
          }
          controller.enqueue(encoder.encode(value))
          waiting = setTimeout(abandon, patience)
        } catch (fault) {
          fail(fault)
        }
      },
      cancel() {
        if (!hasEnded) leave()
      },
    },
    { highWaterMark: 0 },
  )
}
