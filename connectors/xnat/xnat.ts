import { z } from 'zod'
import { GatewayError, type HttpClient } from '#sdk'
import { itemOf, type WireItem } from './items.ts'
import { pathOf } from './links.ts'
import type { Session } from './session.ts'
import { rowsOf, type TableRow } from './tables.ts'

/** XNAT's REST routes below `/data`: https://wiki.xnat.org/xnat-api. */
export interface Xnat {
  /**
   * A whole list. `limit=*` is the documented way to all of it on sites that page, and others pass it over.
   *
   * @param wanted Columns that every row has to have.
   * @throws {GatewayError} As `rowsOf`, `Session.read` and `HttpClient.json`.
   */
  table(
    steps: readonly string[],
    parameters: Record<string, string>,
    wanted: readonly string[],
  ): Promise<TableRow[]>
  /** An experiment with all that hangs on it; throws as `itemOf` and like `table`. */
  experiment(id: string): Promise<WireItem>
  /** Who may see a project. */
  accessibility(project: string): Promise<Accessibility>
  /** Whether the site knows of a project, or of a part of it, and shows it to this account. */
  shows(project: string, part?: string): Promise<boolean>
  /** Whether the site shows public projects to those without a login. */
  isOpen(): Promise<boolean>
}

export const accessibilities = ['public', 'protected', 'private'] as const
export type Accessibility = (typeof accessibilities)[number]

/** What a site says of a project's accessibility in one place or another; null when it is none of the three. */
export function accessibilityOf(value: unknown): Accessibility | null {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return accessibilities.find((one) => one === text) ?? null
}

const refusals = [301, 302, 303, 307, 308, 401, 403]

export function createXnat(http: HttpClient, root: string, session: Session): Xnat {
  function json(path: string, parameters: Record<string, string>): Promise<unknown> {
    // Lists are JSON by themselves, single things are HTML.
    const query = new URLSearchParams({ ...parameters, format: 'json' })
    return session.read(({ headers, onHead }) =>
      http.json(`${root}${path}?${query}`, z.unknown(), { headers, onHead }),
    )
  }

  return {
    async table(steps, parameters, wanted) {
      return rowsOf(await json(pathOf(...steps), parameters), wanted)
    },
    async experiment(id) {
      return itemOf(await json(pathOf('experiments', id), {}), id)
    },
    async accessibility(project) {
      const text = await session.read(({ headers, onHead }) =>
        http.text(`${root}${pathOf('projects', project, 'accessibility')}`, {
          accept: ['text/plain'],
          headers,
          onHead,
        }),
      )
      const accessibility = accessibilityOf(text)
      if (accessibility !== null) return accessibility
      const message = 'The source says of a project neither public nor protected nor private.'
      throw new GatewayError('ANSWER_INVALID', { message })
    },
    async shows(project, part) {
      const path =
        part === undefined ? pathOf('projects', project) : pathOf('projects', project, part)
      const { status } = await session.read(({ headers, onHead }) =>
        http.request(`${root}${path}?columns=ID&limit=*&format=json`, {
          statuses: [403, 404],
          headers,
          onHead,
        }),
      )
      return status === 200
    },
    async isOpen() {
      const { status, headers } = await http.request(
        `${root}${pathOf('projects')}?format=json&columns=ID`,
        { statuses: refusals },
      )
      return status === 200 && /json/i.test(headers['content-type'] ?? '')
    },
  }
}
