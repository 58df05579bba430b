import type { SourceReport } from '../upkeep/source-report.ts'
import type { HarvestWorker } from '../worker.ts'
import type { Registrar } from './registrar.ts'

/** Everything that is done to sources, as the API asks for it. */
export function sourceControl(
  registrar: Registrar,
  harvests: Pick<HarvestWorker, 'remap' | 'replay'>,
  report: (source: string) => Promise<SourceReport>,
) {
  return {
    managed: () => registrar.managed(),
    check: registrar.check.bind(registrar),
    register: registrar.register.bind(registrar),
    update: registrar.update.bind(registrar),
    approve: registrar.approve.bind(registrar),
    pause: registrar.pause.bind(registrar),
    resume: registrar.resume.bind(registrar),
    remove: registrar.remove.bind(registrar),
    remap: harvests.remap,
    replay: (source: string, by: string) => harvests.replay(source, { by }),
    report,
  }
}
