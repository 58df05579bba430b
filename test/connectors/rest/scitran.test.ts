import { testManifest } from './conform.ts'

testManifest('scitran')
