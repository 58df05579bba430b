/** One document of an index. */
export interface Line {
  /** The document's id. */
  id: string
  /** The document as JSON, on one line. */
  json: string
}

/** Documents as NDJSON, to be sent as one and, if need be, to be cut into smaller ones. */
export interface Body {
  ids: readonly string[]
  /** Where the line of each id ends, in bytes from the beginning of `bytes`. */
  ends: readonly number[]
  bytes: Buffer
}

/** Puts lines together to bodies of at most `maxBytes`; a longer line becomes a body of its own. */
export function* bodiesOf(lines: Iterable<Line>, maxBytes: number): Generator<Body> {
  let ids: string[] = []
  let ends: number[] = []
  let text: string[] = []
  let size = 0
  const take = (): Body => {
    const body = { ids, ends, bytes: Buffer.from(text.join('')) }
    ids = []
    ends = []
    text = []
    size = 0
    return body
  }
  for (const { id, json } of lines) {
    const line = Buffer.byteLength(json) + 1
    if (size > 0 && size + line > maxBytes) yield take()
    ids.push(id)
    text.push(json, '\n')
    size += line
    ends.push(size)
  }
  if (size > 0) yield take()
}

/** The two halves by bytes of a body of two lines or more; each has one line at least. */
export function halvesOf(body: Body): [Body, Body] {
  const middle = body.bytes.length / 2
  const found = body.ends.findIndex((end) => end > middle)
  return cutAfter(body, Math.min(Math.max(found, 1), body.ids.length - 1))
}

/** The first `lines` lines of a body, and the others. */
export function cutAfter({ ids, ends, bytes }: Body, lines: number): [Body, Body] {
  const at = ends[lines - 1] ?? 0
  return [
    { ids: ids.slice(0, lines), ends: ends.slice(0, lines), bytes: bytes.subarray(0, at) },
    {
      ids: ids.slice(lines),
      ends: ends.slice(lines).map((end) => end - at),
      bytes: bytes.subarray(at),
    },
  ]
}
