import { parseArgs } from 'node:util'
import { destination, pino } from 'pino'
import { messageOf } from './atomic-file.ts'
import { ConfigError, loadConfig } from './config/load.ts'
import { startSensor, type RunningSensor } from './sensor.ts'

/** `node main.ts --config FILE.yaml [--exit-with-parent]`. Exit code 2: not configured rightly; 1: could not run. */
const log = pino({ name: 'sensor' }, destination({ fd: 2, sync: true }))
const stopWithinMs = 5000

try {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, 'exit-with-parent': { type: 'boolean', default: false } },
  })
  if (values.config === undefined) throw new ConfigError('--config FILE is missing')
  const sensor = await startSensor(loadConfig(values.config), log)
  stopOnSignals(sensor, values['exit-with-parent'])
  process.stdout.write(`${JSON.stringify({ ready: sensor.ready })}\n`)
} catch (error) {
  log.fatal({ reason: messageOf(error) }, 'the sensor cannot start')
  const isMisuse = error instanceof ConfigError || (error instanceof TypeError && 'code' in error)
  process.exit(isMisuse ? 2 : 1)
}

function stopOnSignals(sensor: RunningSensor, withParent: boolean): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    void sensor.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (!withParent) return
  process.stdin.resume()
  process.stdin.on('end', stop)
  process.stdin.on('error', stop)
}
