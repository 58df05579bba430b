/** Text as people read it: without Markdown's links and emphasis, HTML, and addresses of people. */
export function plainText(text: string): string {
  return withoutAddresses(text)
    .replace(/<[^<>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1')
    .replace(/(^|[\s(])([*_]{1,3})(?=\S)(.*?\S)\2(?=$|[\s).,;:-])/g, '$1$3')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Without e-mail addresses, those written with `(at)` too. */
export function withoutAddresses(text: string): string {
  return text.replace(
    /[\w.+-]+(?:@|\s?[([]at[)\]]\s?)[\w-]+(?:(?:\.|\s?[([]dot[)\]]\s?)[\w-]+)*(?:\.|\s?[([]dot[)\]]\s?)[a-z]{2,}/gi,
    '',
  )
}
