import { testManifest } from './conform.ts'

testManifest('openneuro')
