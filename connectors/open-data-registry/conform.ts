import type { ConnectorSetup } from '#sdk/testing'
import {
  bucket,
  planted,
  type RegistryStandin,
  registryOptions,
  sampleFiles,
  startRegistryStandin,
} from './standin.ts'

const prefix = 'registry/datasets/'

const setup: ConnectorSetup<RegistryStandin> = {
  play: () => startRegistryStandin(),
  options: registryOptions,
  ids: 21,
  rejected: 3,
  planted,
  evolve(standin) {
    standin.replace(bucket, (objects) =>
      objects.flatMap((object) => {
        if (object.key === `${prefix}naip.yaml`) return []
        if (object.key !== `${prefix}openalex.yaml`) return [object]
        const body = String(object.body)
        return [
          { ...object, body: body.replace('Name: OpenAlex dataset', 'Name: OpenAlex anew') },
          { ...object, key: `${prefix}zz-added.yaml`, body },
        ]
      }),
    )
  },
  async playLarger() {
    const files = Object.entries(await sampleFiles())
    const copies = files.flatMap(([path, text]) =>
      Array.from({ length: 10 }, (_, nth): [string, string] => [
        nth === 0 ? path : path.replace('datasets/', `datasets/copy${nth}-`),
        text,
      ]).filter(([copy]) => copy === path || copy.startsWith('datasets/copy')),
    )
    return { standin: await startRegistryStandin({ files: Object.fromEntries(copies) }), ids: 210 }
  },
}

export default setup
