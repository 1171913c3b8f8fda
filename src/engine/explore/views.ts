import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { guardedWrite } from '../store/guarded.ts'
import { forgetFilters, isNameTaken, rememberFilter, removeView, renameView, saveView } from '../store/views.ts'
import type { Workspace } from '../workspace.ts'

type ViewHandlers = Pick<
  ConsoleCallHandlers,
  'view.save' | 'view.rename' | 'view.remove' | 'filters.used' | 'filters.forget'
>

/** Saved views and the history of filters: what changes them. */
export function viewHandlers({ store, changes, now }: Workspace): ViewHandlers {
  const { writer } = store
  const change = <Result>(write: () => Result): Result => {
    const result = guardedWrite(store, () => writer.transaction(write))
    changes.publish('views')
    return result
  }
  return {
    'view.save': ({ name, filter, tab }) => change(() => ({ id: saveView(writer, name, filter, tab, now()) })),
    'view.rename': ({ id, name }) =>
      change(() => {
        if (isNameTaken(writer, id, name)) throw new RpcError('conflict', `there is another view called ${name}`)
        found(renameView(writer, id, name, now()))
      }),
    'view.remove': ({ id }) => change(() => found(removeView(writer, id))),
    'filters.used': ({ filter }) => {
      if (filter.trim() !== '') change(() => rememberFilter(writer, filter.trim(), now()))
    },
    'filters.forget': () => change(() => forgetFilters(writer)),
  }
}

function found(exists: boolean): void {
  if (!exists) throw new RpcError('not-found', 'this view was removed meanwhile')
}
