import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { messageOf } from '../atomic-file.ts'
import { sensorConfig, type SensorConfig } from './schema.ts'

/** The configuration cannot be used; the message names every wrong entry by its path. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

/** @throws ConfigError */
export function loadConfig(path: string): SensorConfig {
  const parsed = sensorConfig.safeParse(readYaml(path))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`)
  throw new ConfigError(`${path}: ${faults.join('; ')}`)
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path}: ${messageOf(error)}`)
  }
}
