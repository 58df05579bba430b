import { testManifest } from './conform.ts'

testManifest('dandi')
