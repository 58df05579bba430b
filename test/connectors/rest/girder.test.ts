import { testManifest } from './conform.ts'

testManifest('girder')
