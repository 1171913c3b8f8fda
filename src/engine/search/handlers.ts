import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { quickSearch } from '../store/search.ts'
import type { Workspace } from '../workspace.ts'

export const searchHandlers = ({ store }: Workspace): Pick<ConsoleCallHandlers, 'search.quick'> => ({
  'search.quick': ({ text }) => quickSearch(store.reader, text),
})
