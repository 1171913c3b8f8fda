import type { Retention, RetentionPreview } from '../../contract/console/data.ts'
import { pinsOf } from '../store/retention/pinned.ts'
import { retentionPlan, type RetentionPlan } from '../store/retention/plan.ts'
import { previewOf } from '../store/retention/preview.ts'
import { openReadOnly } from '../store/read-only.ts'
import { writeBack } from '../store/write-back.ts'
import type { TaskContext } from './context.ts'
import { makeBackup, type BackupParams, type MadeBackup } from './make-backup.ts'
import { tryRestore, type DrillParams } from './try-restore.ts'
import { checkAll, checkFile, type Checked } from './check.ts'

interface AtPath {
  /** A store's `readPath`. */
  readonly path: string
}

/** What takes long and changes nothing that is stored: done in a thread that ends with it. */
export interface Tasks {
  readonly plan: (
    params: AtPath & { readonly retention: Retention; readonly now: number },
    context: TaskContext,
  ) => Promise<{ readonly plan: RetentionPlan; readonly preview: RetentionPreview }>
  readonly backup: (params: BackupParams, context: TaskContext) => Promise<MadeBackup>
  readonly drill: (params: DrillParams, context: TaskContext) => Promise<Checked>
  readonly check: (params: AtPath, context: TaskContext) => Promise<Checked>
  readonly verify: (params: AtPath, context: TaskContext) => Promise<Checked>
  /** Until it is cancelled. */
  readonly 'write-back': (params: AtPath, context: TaskContext) => Promise<void>
}

export const tasks: Tasks = {
  plan: ({ path, retention, now }) => {
    const store = openReadOnly(path)
    const { reader } = store
    try {
      return Promise.resolve(
        store.atOneMoment(() => {
          const pins = pinsOf(reader)
          const plan = retentionPlan(reader, pins, retention, now)
          return { plan, preview: previewOf(reader, plan, pins) }
        }),
      )
    } finally {
      store.close()
    }
  },
  backup: makeBackup,
  drill: tryRestore,
  check: checkFile,
  verify: checkAll,
  'write-back': ({ path }, { signal, report }) => writeBack(path, { signal, onLook: () => report(0, 0) }),
}
