import { testManifest } from './conform.ts'

testManifest('scitran', 3)
