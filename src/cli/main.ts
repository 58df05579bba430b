#!/usr/bin/env node
import { exitCodes } from './exit.ts'
import { runCommand } from './program.ts'

// A reader that has seen enough (`atlas search … | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.OK)
  throw error
})

process.exitCode = await runCommand(process.argv.slice(2))
