import { GatewayError } from '../../model/index.ts'
import type { HttpClient, HttpRequest } from '../../sdk/http.ts'

/** A client that is watched by whoever lent it. */
export interface WatchedHttp {
  http: HttpClient
  /** Requests that wait for their answers, pauses before another attempt included. */
  readonly underWay: number
  /** Answers of which the head has come. */
  readonly heads: number
  /** From now on nothing is sent, and `onAsk` is told once when something would be. */
  freeze(onAsk: () => void): void
}

export function watchedHttp(http: HttpClient): WatchedHttp {
  let underWay = 0
  let heads = 0
  let frozen: (() => void) | null = null

  function watched<Request extends HttpRequest>(request: Request): Request {
    return {
      ...request,
      onHead(head) {
        heads += 1
        request.onHead?.(head)
      },
    }
  }
  async function during<T>(ask: () => Promise<T>): Promise<T> {
    if (frozen !== null) {
      frozen()
      throw new GatewayError('CANCELLED')
    }
    underWay += 1
    try {
      return await ask()
    } finally {
      underWay -= 1
    }
  }

  return {
    http: {
      json: (url, shape, request = {}) => during(() => http.json(url, shape, watched(request))),
      text: (url, request) => during(() => http.text(url, watched(request))),
      request: (url, request = {}) => during(() => http.request(url, watched(request))),
      get stats() {
        return http.stats
      },
    },
    get underWay() {
      return underWay
    },
    get heads() {
      return heads
    },
    freeze(onAsk) {
      frozen = onAsk
    },
  }
}
