import { judgeMessage } from '../analyse.ts'
import { prepareFrames } from './answering.ts'

/** Entry of the thread that judges: by the rules of today. */
prepareFrames(judgeMessage)
