import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { quickSearch } from '../store/search.ts'

export const searchReads = ({ reader }: Reading): Pick<ConsoleCallHandlers, 'search.quick'> => ({
  'search.quick': ({ text }) => quickSearch(reader, text),
})
