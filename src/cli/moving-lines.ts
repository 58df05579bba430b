const barWidth = 24
const redrawMs = 80
const plainMs = 5_000

/**
 * Lines that tell how far things are: on a terminal they move, elsewhere a plain line is written now and then, without
 * control characters.
 */
export interface MovingLines {
  set(key: string, line: string): void
  /** Takes a line away and leaves a verdict on the screen, if there is one. */
  end(key: string, verdict?: string): void
  /** Takes the moving lines away. */
  clear(): void
}

/** `verdicts` is where verdicts are told; `now` is in milliseconds. */
export function createMovingLines(
  stream: NodeJS.WriteStream = process.stderr,
  verdicts: NodeJS.WriteStream = stream,
  now: () => number = () => performance.now(),
): MovingLines {
  const pause = stream.isTTY ? redrawMs : plainMs
  const lines = new Map<string, string>()
  let shown = now()
  let moving = 0

  function wipe(): void {
    if (moving > 0) stream.write(`\x1b[${moving}A\x1b[J`)
    moving = 0
  }
  function draw(): void {
    if (!stream.isTTY) return
    const width = (stream.columns ?? 80) - 1
    for (const line of lines.values()) stream.write(`${line.slice(0, width)}\n`)
    moving = lines.size
  }
  return {
    set(key, line) {
      lines.set(key, line)
      if (now() - shown < pause) return
      shown = now()
      if (!stream.isTTY) stream.write(`${line}\n`)
      wipe()
      draw()
    },
    end(key, verdict) {
      lines.delete(key)
      wipe()
      if (verdict !== undefined) verdicts.write(`${verdict}\n`)
      draw()
    },
    clear() {
      lines.clear()
      wipe()
    },
  }
}

/** `[############------------]  50 %` */
export function bar(share: number): string {
  const whole = Math.min(1, share)
  const filled = Math.round(whole * barWidth)
  const percent = `${Math.floor(whole * 100)}`.padStart(3)
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${percent} %`
}

/** Seconds as people read them, e.g. `2.5 s`, `40 s`, `12 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}
