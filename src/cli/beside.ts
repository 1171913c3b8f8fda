import { openBeside, type Beside } from '../engine/store/beside.ts'
import type { Context } from './command.ts'

/** Opens the data folder for reading alone; a copy that has to be made for that is told of, and ends with an interrupt. */
export const openToRead = ({ data, progress, signal }: Context): Promise<Beside> =>
  openBeside(data, (share) => {
    signal.throwIfAborted()
    progress.show(`the data folder is read-only: copying the database aside, ${Math.floor(100 * share)} %`)
  })
