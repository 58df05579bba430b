import type { S3LazyObjects, S3StandinBucket, S3StandinObject } from './buckets.ts'

/** The objects of a bucket in the order in which S3 lists them. */
export interface Contents extends S3LazyObjects {
  /** Index of the first key that is not `before`; all that are come first. */
  firstNot(before: (key: string) => boolean): number
  /** Null when there is no such object. Default: its current version. */
  find(key: string, versionId?: string): S3StandinObject | null
}

/** Orders keys as S3 does, by their UTF-8 bytes; UTF-16, which `<` goes by, puts surrogates before U+E000. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x1_0000 : unit
}

export function contentsOf({ objects }: S3StandinBucket): Contents {
  const versions = new Map<string, S3StandinObject[]>()
  if (Array.isArray(objects)) {
    for (const object of objects) {
      const same = versions.get(object.key)
      if (same === undefined) versions.set(object.key, [object])
      else same.push(object)
    }
  }
  const listed = Array.isArray(objects) ? inOrder([...versions.values()]) : objects

  function firstNot(before: (key: string) => boolean): number {
    let [low, high] = [0, listed.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (before(listed.at(middle).key)) low = middle + 1
      else high = middle
    }
    return low
  }

  function versionsOf(key: string): S3StandinObject[] {
    if (Array.isArray(objects)) return versions.get(key) ?? []
    const index = firstNot((one) => compareKeys(one, key) < 0)
    const found = index < objects.count ? objects.at(index) : undefined
    return found?.key === key ? [found] : []
  }

  return {
    count: listed.count,
    at: (index) => listed.at(index),
    firstNot,
    find(key, versionId) {
      const all = versionsOf(key)
      if (versionId === undefined) return all.at(-1) ?? null
      return all.find((one) => (one.versionId ?? 'null') === versionId) ?? null
    },
  }
}

function inOrder(versions: S3StandinObject[][]): S3LazyObjects {
  const current = versions.flatMap((same) => same.slice(-1))
  current.sort((a, b) => compareKeys(a.key, b.key))
  return { count: current.length, at: (index) => current[index] as S3StandinObject }
}
