/** Largest first, for writing. */
const units = [
  { letter: 'd', name: 'day', seconds: 86_400 },
  { letter: 'h', name: 'hour', seconds: 3_600 },
  { letter: 'm', name: 'minute', seconds: 60 },
  { letter: 's', name: 'second', seconds: 1 },
] as const

/** `30m`, `24h` or `7d`, as seconds; null for what is none. */
export function durationSeconds(text: string): number | null {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text)
  const unit = units.find(({ letter }) => letter === match?.[2])
  return unit === undefined ? null : Number(match?.[1]) * unit.seconds
}

/** As `durationSeconds` reads it. */
export function durationText(seconds: number): string {
  const { letter, seconds: size } = unitOf(seconds)
  return `${seconds / size}${letter}`
}

/** For people: `24 hours`, `1 minute`, `90 seconds`. */
export function describeDuration(seconds: number): string {
  const { name, seconds: size } = unitOf(seconds)
  const count = seconds / size
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** The largest that tells it in whole numbers; one day is told in hours, as people write it. */
function unitOf(seconds: number): (typeof units)[number] {
  const whole = units.find(
    ({ letter, seconds: size }) =>
      seconds >= size && seconds % size === 0 && (letter !== 'd' || seconds > size),
  )
  return whole ?? units[3]
}
