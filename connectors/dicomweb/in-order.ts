/** What `work` makes of each item, in the order of the items, with at most `width` of them under way at once. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  for (const item of items) {
    const next = work(item)
    // Whoever waits for an earlier one hears of this one's fault only when its turn comes.
    next.catch(() => {})
    running.push(next)
    if (running.length >= width) yield (await running.shift()) as Result
  }
  for (const next of running) yield await next
}
