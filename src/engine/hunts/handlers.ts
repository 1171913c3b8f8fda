import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Workspace } from '../workspace.ts'

type HuntHandlers = Pick<
  ConsoleCallHandlers,
  'hunts.list' | 'hunt.start' | 'hunt.again' | 'hunt.cancel' | 'hunt.remove'
>

/** How far a running hunt is nobody knows but its engine; its hits are read elsewhere (reads.ts). */
export const huntHandlers = ({ hunts }: Workspace): HuntHandlers => ({
  'hunts.list': () => hunts.list(),
  'hunt.start': ({ query }) => ({ id: hunts.start(query) }),
  'hunt.again': ({ id, range }) => ({ id: hunts.again(id, range) }),
  'hunt.cancel': ({ id }) => hunts.cancel(id),
  'hunt.remove': ({ id }) => hunts.remove(id),
})
