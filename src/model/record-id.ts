/** `<source>:<native id>`. A source's id has no colon, so the first one parts the two. */
export function recordId(source: string, nativeId: string): string {
  return `${source}:${nativeId}`
}
