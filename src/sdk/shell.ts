/** A word as a POSIX shell reads it: in single quotes unless it needs none. Control characters are left out. */
export function quoted(word: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would act on them
  const clean = word.replaceAll(/[\u0000-\u001f\u007f]/g, '')
  return /^[\w@%+=:,./-]+$/.test(clean) && !clean.startsWith('-')
    ? clean
    : `'${clean.replaceAll("'", `'\\''`)}'`
}
