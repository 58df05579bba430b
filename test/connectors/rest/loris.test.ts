import { testManifest } from './conform.ts'

testManifest('loris')
