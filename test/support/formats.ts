import { readMigrations } from '../../src/engine/store/migrate.ts'

/** Of today's console. */
export const latestFormat = readMigrations().length
