import { realpathSync } from 'node:fs'
import { admitOutside } from './outside.ts'

/*
 * For tests of connectors that lie outside of the gateway: `node --import …/src/harvest/admit-here.ts --test`, in their folder.
 */
admitOutside(realpathSync(process.cwd()))
