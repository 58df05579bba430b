import { pino } from 'pino'
import { redacted, safeText } from './redact.ts'

/** Particulars of an entry. Fields named like secrets are blanked, URLs lose user and query, at any depth. */
export type LogFields = Record<string, unknown>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A log whose entries all carry these fields. */
  child(fields: LogFields): Log
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogOptions {
  /** The least that is written. Default `info`. */
  level?: LogLevel
  /** Which part is speaking: `store`, `harvest`. */
  name: string
  /** File descriptor. Default 2, standard error: standard output belongs to what a command answers. */
  descriptor?: number
}

/**
 * A log of one JSON object a line, with `time` in RFC 3339 UTC. Writes at once, so that the last words of a process
 * that dies are kept; worker threads make their own.
 */
export function createLog({ level = 'info', name, descriptor = 2 }: LogOptions): Log {
  const logger = pino(
    {
      name,
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: descriptor, sync: true }),
  )
  return wrap(logger)
}

/** For those who are given no log. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
}

function wrap(logger: pino.Logger): Log {
  function write(level: 'debug' | 'info' | 'warn' | 'error') {
    return (message: string, fields: LogFields = {}) => {
      if (!logger.isLevelEnabled(level)) return
      logger[level](redacted(fields) as LogFields, safeText(message))
    }
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger.child(redacted(fields) as LogFields)),
  }
}
