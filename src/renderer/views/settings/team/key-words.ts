import type { KeyPlace } from '../../../../contract/console/app.ts'

/** Where the analyst's key lies. */
export const keptWords: Readonly<Record<KeyPlace['kept'], string>> = {
  keystore: 'sealed by this computer’s keystore',
  file: 'in a file of the data folder that only you can read, not in the system’s keystore',
  nowhere: 'nowhere: the data folder cannot be written, and this key ends with the console',
  sealed: 'sealed; it cannot be used here, so that this console reads everything and signs nothing',
}

/** Compared as the engine does: however it was spaced. */
export const isFingerprint = (typed: string, fingerprint: string): boolean => bare(typed) === bare(fingerprint)

const bare = (text: string): string => text.replace(/[^0-9a-f]/gi, '').toLowerCase()
