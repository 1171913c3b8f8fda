import type { DialogMessage } from '../../../contract/console/dialogs.ts'
import { clock, type Zone } from '../../text/time.ts'

/** How the ladder tells time: the clock, since the first message, or since the message before. */
export const timeModes = ['clock', 'since-first', 'since-previous'] as const
export type TimeMode = (typeof timeModes)[number]

export const timeModeNames: Readonly<Record<TimeMode, string>> = {
  clock: 'Clock',
  'since-first': 'Since first',
  'since-previous': 'Since previous',
}

export const nextTimeMode = (mode: TimeMode): TimeMode =>
  timeModes[(timeModes.indexOf(mode) + 1) % timeModes.length] ?? 'clock'

/** Time label of the message at `index`. */
export function timeLabel(messages: readonly DialogMessage[], index: number, mode: TimeMode, zone: Zone): string {
  const time = messages[index]?.time ?? 0
  if (mode === 'clock') return clock(time, zone)
  const from = messages[mode === 'since-first' ? 0 : Math.max(0, index - 1)]?.time ?? time
  return `+${((time - from) / 1000).toFixed(4)} s`
}
