import { two } from './content.ts'

/** `YYYY-MM-DD HH:mm:ss.SSS` as XNAT writes a time in a table: no zone, and 1 to 6 digits after the point. */
export function serverTime(epoch: number, digits: number): string {
  const date = new Date(epoch)
  const text = date.toISOString().replace('T', ' ').slice(0, 19)
  const fraction = String(1_000_000 + ((epoch / 7) % 999_983)).replace(/\D/g, '')
  return `${text}.${fraction.slice(1, 1 + digits)}`
}

/** `Thu Mar 18 11:33:11 CDT 2021`, as Java prints a date. */
export function javaDate(serverText: string): string {
  const date = new Date(`${serverText.slice(0, 19).replace(' ', 'T')}Z`)
  const [weekday, number, month, year] = date.toUTCString().split(/,? /)
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${weekday} ${month} ${number} ${time} CDT ${year}`
}
