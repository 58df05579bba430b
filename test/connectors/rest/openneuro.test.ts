import { testManifest } from './conform.ts'

testManifest('openneuro', 3)
