/* What an invented Girder holds. Ids are those of MongoDB; names of people are none's. */

export interface SampleFolder {
  _id: string
  name: string
  description: string
  public: boolean
  folders: SampleFolder[]
  items: SampleItem[]
}

export interface SampleItem {
  _id: string
  name: string
  description: string
  meta: Record<string, unknown>
  files: { _id: string; name: string; size: number; mimeType: string | null }[]
}

let last = 0
function id(): string {
  last += 1
  return `5f0000000000000000${String(last).padStart(6, '0')}`
}

function item(name: string, meta: Record<string, unknown>, files: string[]): SampleItem {
  return {
    _id: id(),
    name,
    description: '',
    meta,
    files: files.map((file, at) => ({
      _id: id(),
      name: file,
      size: 4_096 * (at + 1),
      mimeType: file.endsWith('.json') ? 'application/json' : null,
    })),
  }
}

function folder(name: string, parts: Partial<SampleFolder> = {}): SampleFolder {
  return {
    _id: id(),
    name,
    description: `Folder of ${name}.`,
    public: true,
    folders: [],
    items: [],
    ...parts,
  }
}

const mouse = { species: 'Mus musculus', license: 'CC-BY-4.0' }

/** Collections, which have folders but no items of their own. */
export const collections: readonly SampleFolder[] = [
  folder('Whole slide images', {
    folders: [
      folder('Cortex', {
        items: [
          item('Slide 1', { ...mouse, modality: 'brightfield microscopy' }, ['slide-1.svs']),
          item('Slide 2', { ...mouse, modality: 'brightfield microscopy' }, [
            'slide-2.svs',
            'slide-2.json',
          ]),
          item('Slide 3', mouse, ['slide-3.svs']),
          item('Slide 4', { stain: { name: 'H&E' } }, ['slide-4.svs']),
          item('Slide 5', {}, ['a.json', 'b.json', 'c.json', 'd.json']),
        ],
        folders: [
          folder('Annotated', { items: [item('Slide 1, regions', mouse, ['regions.json'])] }),
        ],
      }),
      folder('Hippocampus', { items: [item('Slide 6', mouse, ['slide-6.ome.tif'])] }),
      folder('Empty'),
    ],
  }),
  folder('Volumes', {
    folders: [folder('Templates', { items: [item('Average', mouse, ['average.nii.gz'])] })],
  }),
  folder('Without folders'),
  folder('Private', {
    public: false,
    folders: [folder('Kept back', { public: false, items: [item('Draft', {}, ['draft.nii'])] })],
  }),
]
