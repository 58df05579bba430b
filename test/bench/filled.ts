import { access, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fewestTrained } from '../../src/search/embed/keep-vectors.ts'
import { timed } from './measure.ts'
import {
  embedded,
  type HarvestTimes,
  type Rig,
  type Service,
  searchable,
  startRig,
  startUpstream,
} from './rig.ts'

/** A catalogue of `size` records that several benches share; harvested when the first one wants it. */
export class Filled {
  readonly size: number
  #folder: string | null
  #kept: boolean
  #upstream: Service | null = null
  #first: { run: HarvestTimes; searchableMs: number } | null = null

  /** `folder` is used as it is when it holds a catalogue already, and is left behind; null: a fresh one. */
  constructor(size: number, folder: string | null) {
    this.size = size
    this.#folder = folder && resolve(folder)
    this.#kept = folder !== null
  }

  async upstream(): Promise<Service> {
    this.#upstream ??= await startUpstream(this.size)
    return this.#upstream
  }

  /** A gateway on the filled catalogue; `environment` is added to its own. */
  async start(environment: Record<string, string> = {}): Promise<Rig> {
    const folder = await this.#filled()
    return startRig({ bench: (await this.upstream()).url }, folder, environment)
  }

  /** How the first harvest went; null when the folder was filled before. */
  async first(): Promise<{ run: HarvestTimes; searchableMs: number } | null> {
    await this.#filled()
    return this.#first
  }

  async close(): Promise<void> {
    await this.#upstream?.stop()
    if (!this.#kept && this.#folder) await rm(this.#folder, { recursive: true, force: true })
  }

  async #filled(): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'atlas-bench-'))
    const folder = this.#folder
    if (this.#first !== null) return folder
    await mkdir(folder, { recursive: true })
    if (
      await access(join(folder, 'catalogue.db')).then(
        () => true,
        () => false,
      )
    )
      return folder
    const rig = await startRig({ bench: (await this.upstream()).url }, folder)
    try {
      const { ms, value } = await timed(async () => {
        const run = await rig.harvest('bench')
        await searchable(rig, this.size)
        return run
      })
      this.#first = { run: value, searchableMs: ms }
      // A model is made when there is time, and kept: what is measured is the gateway as it serves.
      if (this.size >= fewestTrained) await embedded(rig)
    } finally {
      await rig.stop()
    }
    return folder
  }
}
