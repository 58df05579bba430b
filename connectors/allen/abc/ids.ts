/** @param release Of a version that a newer release has replaced; null for what stands. */
export function directoryId(name: string, release: string | null = null): string {
  return release === null ? `abc:${name}` : `abc:${name}@${release}`
}

export function releaseId(release: string): string {
  return `abc:release:${release}`
}
