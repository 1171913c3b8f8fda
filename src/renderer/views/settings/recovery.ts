/** What an analyst does about a store that cannot be written. */
export interface Recovery {
  readonly steps: readonly string[]
  /** What is still possible in the backup folder, which lies on the same disk. */
  readonly backups: 'all' | 'removal' | 'none'
}

export const stillWorks =
  'Every screen can be looked at, searched and filtered; reports, rows and captures can be exported; everything can be verified. Sensors keep their events until they can be stored.'

/** By the engine's words (src/engine/store/error.ts, damage.ts): the first that are part of its reason count. */
const known: readonly (readonly [part: string, Recovery])[] = [
  [
    'no space left',
    {
      backups: 'removal',
      steps: [
        'Remove backups that are not needed, or make room on this disk in another way.',
        'Storing goes on by itself as soon as there is room.',
      ],
    },
  ],
  [
    'damaged',
    {
      backups: 'all',
      steps: [
        'Back up or export what can still be read.',
        'Verify everything: when nothing wrong is found any more, storing goes on after the next start.',
        'Otherwise restore the newest backup that was tried, as “How to restore” below says. Sensors then send again what they still hold.',
      ],
    },
  ],
  [
    'read-only',
    {
      backups: 'none',
      steps: [
        'Let the account that runs the console write to the data folder and to the database in it.',
        'Then close the console and start it again.',
      ],
    },
  ],
  [
    'read or write errors',
    {
      backups: 'all',
      steps: [
        'Copy the data folder to another disk while this one can still be read.',
        'Then start the console on that copy.',
      ],
    },
  ],
]

const otherwise: Recovery = {
  backups: 'all',
  steps: [
    'Mend what the reason names, then close the console and start it again.',
    'If that does not help, restore the newest backup that was tried, as “How to restore” below says.',
  ],
}

/** @param reason why nothing can be written, as the engine says it. */
export const recoveryFor = (reason: string): Recovery => known.find(([part]) => reason.includes(part))?.[1] ?? otherwise

/** Why what writes is closed; `undefined` when it is open. */
export interface Closed {
  readonly store: string | undefined
  /** Making backups and trying them. */
  readonly backups: string | undefined
  readonly removal: string | undefined
}

export function closedBy(reason: string | undefined): Closed {
  if (reason === undefined) return { store: undefined, backups: undefined, removal: undefined }
  const words = `Nothing can be written: ${reason}`
  const { backups } = recoveryFor(reason)
  return {
    store: words,
    backups: backups === 'all' ? undefined : words,
    removal: backups === 'none' ? words : undefined,
  }
}
