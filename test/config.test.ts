import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { GatewayError } from '../src/model/index.ts'

function faultsOf(variables: Record<string, string>): string {
  try {
    readConfig(variables)
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code === 'CONFIG_INVALID') return thrown.message
    throw thrown
  }
  throw new Error('it was accepted')
}

describe('config', () => {
  test('lists every variable at fault at once, by name and what was expected', () => {
    const message = faultsOf({
      PORT: 'eighty',
      ATLAS_LOG_LEVEL: 'loud',
      ATLAS_URL: 'ftp://example.org',
      ATLAS_CORS_ORIGINS: 'https://example.org/page',
    })
    expect(message.split('\n')).toEqual([
      'The environment is not valid:',
      '  PORT: expected a port, 0 to 65535',
      '  ATLAS_LOG_LEVEL: expected one of debug, info, warn, error, silent',
      '  ATLAS_URL: expected an http or https address',
      '  ATLAS_CORS_ORIGINS: expected * or origins such as https://example.org, with commas between',
    ])
  })

  test('a port past 65535 is refused', () => {
    expect(faultsOf({ PORT: '65536' })).toContain('PORT: expected a port')
  })

  test('never shows the value of a token that is too short', () => {
    const message = faultsOf({ ATLAS_OPERATOR_TOKEN: 'swordfish' })
    expect(message).toContain('ATLAS_OPERATOR_TOKEN: expected at least 16 characters')
    expect(message).not.toContain('swordfish')
  })

  test('an empty environment gives the documented defaults', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      data: `${process.cwd()}/data`,
      sources: `${process.cwd()}/sources.yaml`,
      operatorToken: null,
      production: false,
      logLevel: 'info',
      url: 'http://127.0.0.1:4000',
      corsOrigins: ['*'],
    })
  })

  test('an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', ATLAS_OPERATOR_TOKEN: '', ATLAS_URL: '' })).toEqual(
      readConfig({}),
    )
  })

  test('the command line looks for the gateway on PORT unless ATLAS_URL says where', () => {
    expect(readConfig({ PORT: '4111' }).url).toBe('http://127.0.0.1:4111')
    expect(readConfig({ PORT: '4111', ATLAS_URL: 'https://atlas.example.org/' }).url).toBe(
      'https://atlas.example.org',
    )
  })
})
