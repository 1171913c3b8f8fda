import { z } from 'zod'
import { backupSchedule, retention, type BackupSchedule, type Retention } from '../../contract/console/data.ts'
import type { Reader, Writer } from '../store/connection.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

const checked = z.object({ at: z.number(), ok: z.boolean(), words: z.string() })
/** When the whole file was last checked, and how that went. */
export type LastCheck = z.infer<typeof checked>

export const keepEverything: Retention = { raw: null, events: null, rollups: null, entities: null, budget: null }
export const noSchedule: BackupSchedule = { every: 'never', keep: 7 }

export const retentionIn = (reader: Reader): Retention => readSetting(reader, 'retention', retention) ?? keepEverything
export const scheduleIn = (reader: Reader): BackupSchedule =>
  readSetting(reader, 'backup-schedule', backupSchedule) ?? noSchedule
export const lastCheckIn = (reader: Reader): LastCheck | undefined => readSetting(reader, 'checked', checked)

export const putRetention = (writer: Writer, value: Retention): void => writeSetting(writer, 'retention', value)
export const putSchedule = (writer: Writer, value: BackupSchedule): void =>
  writeSetting(writer, 'backup-schedule', value)
export const putCheck = (writer: Writer, value: LastCheck): void => writeSetting(writer, 'checked', value)

export const deletesSomething = (value: Retention): boolean => Object.values(value).some((limit) => limit !== null)
