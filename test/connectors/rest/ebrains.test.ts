import { testManifest } from './conform.ts'

testManifest('ebrains')
