import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Viewer } from '../../model/index.ts'
import { textFields } from '../document.ts'
import type { Classes } from '../forward/classes.ts'
import { ForwardIndex } from '../forward/forward-index.ts'
import type { FileKind } from '../forward/schema.ts'
import type { Values } from '../forward/values.ts'
import type { Words } from '../forward/words.ts'
import { Columns } from './columns.ts'
import { Postings } from './postings.ts'

export const embeddedFile: FileKind = {
  name: 'index',
  applicationId: 0x41744978,
  version: 2,
  // Words come cut and folded, in letters and digits, so the tokenizer only parts them at spaces.
  tables: `
    CREATE VIRTUAL TABLE match USING fts5(${textFields.join(', ')}, content='', contentless_delete=1, tokenize='ascii');`,
}

/** One generation: a forward index, FTS5 in the same file, and in memory what every search looks at. */
export class Generation {
  readonly forward: ForwardIndex
  columns = new Columns()
  postings = new Postings()

  /** Opens or makes the file. Throws when it is damaged, foreign, or of another version of this program. */
  constructor(path: string, number: number) {
    this.forward = ForwardIndex.open(path, number, embeddedFile, {
      clear: () => {
        this.columns = new Columns()
        this.postings = new Postings()
      },
      put: (...record) => this.columns.put(...record),
      remove: (doc) => this.columns.remove(doc),
    })
  }

  get number(): number {
    return this.forward.number
  }
  get db(): DatabaseSync {
    return this.forward.db
  }
  get classes(): Classes {
    return this.forward.classes
  }
  get values(): Values {
    return this.forward.values
  }
  get words(): Words {
    return this.forward.words
  }

  visibleTo(viewer: Viewer): Uint8Array {
    return this.forward.visibleTo(viewer)
  }

  docOf(id: string): number | undefined {
    return this.forward.docOf(id)
  }

  isVisible(doc: number, visible: Uint8Array): boolean {
    return visible[this.columns.classOf[doc] as number] === 1
  }

  statement(sql: string): StatementSync {
    return this.forward.statement(sql)
  }

  close(): void {
    this.forward.close()
  }
}
