import { GatewayError } from '../model/index.ts'

export interface StreamOptions {
  /** Aborted when nobody waits for it any more. */
  gone: AbortSignal
  /** Milliseconds that whoever reads may take for one piece. */
  patience: number
  /** Ends the connection that the stream goes out by, so that it cannot look complete; false when there is none. */
  breakOff(): boolean
  /** Told of what the pieces failed with. */
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
  { gone, patience, breakOff, onFault, onEnd }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let waiting: NodeJS.Timeout | undefined
  let hasEnded = false

  function end(): void {
    hasEnded = true
    clearTimeout(waiting)
    gone.removeEventListener('abort', stop)
    onEnd()
  }
  /** Gives whether a connection was broken. */
  function leave(): boolean {
    end()
    // What is being read is let finish; then the generator ends.
    pieces.return().catch(() => {})
    return breakOff()
  }
  let stop = () => {}

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => {
          if (hasEnded) return
          // A connection that is broken tells its client; without one the reader has to be told.
          if (leave()) controller.close()
          else controller.error(new GatewayError('CANCELLED'))
        }
        gone.addEventListener('abort', stop)
        if (gone.aborted) stop()
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
          waiting = setTimeout(stop, patience)
        } catch (fault) {
          if (hasEnded) return
          onFault(fault)
          stop()
        }
      },
      cancel() {
        if (!hasEnded) leave()
      },
    },
    { highWaterMark: 0 },
  )
}
