import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from './sip-tools.ts'
import { until } from './until.ts'

export interface Capture {
  /** Ends the capture and counts the datagrams sent to the port. */
  countTo(port: number): Promise<number>
}

/** Captures UDP on loopback with tshark: the count of somebody who does not know our code. */
export async function startCapture(port: number): Promise<Capture> {
  const directory = mkdtempSync(join(tmpdir(), 'honeynet-capture-'))
  const file = join(directory, 'loopback.pcapng')
  const beacon = createSocket('udp4').bind(0, '127.0.0.1')
  await once(beacon, 'listening')
  const filter = `udp port ${port} or udp port ${beacon.address().port}`
  const child = spawn('tshark', ['-i', 'lo', '-q', '-B', '64', '-f', filter, '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  await seen(beacon, file, 'the capture begins').catch((error: unknown) => {
    child.kill('SIGKILL')
    throw new Error(`tshark did not start: ${log}`, { cause: error })
  })
  return {
    async countTo(to) {
      // What came before it is in the file when it is.
      await seen(beacon, file, 'the capture ends')
      beacon.close()
      child.kill('SIGINT')
      await once(child, 'close')
      const fields = ['-Y', `udp.dstport == ${to}`, '-T', 'fields', '-e', 'frame.number']
      const listed = await runTool('tshark', ['-r', file, ...fields])
      rmSync(directory, { recursive: true })
      return listed.output.split('\n').filter((line) => /^\d+$/.test(line)).length
    },
  }
}

/** Sends a word to itself until it is found in the capture. */
function seen(beacon: Socket, file: string, word: string): Promise<boolean> {
  return until(`tshark has written that ${word}`, () => {
    beacon.send(word, beacon.address().port, '127.0.0.1')
    return existsSync(file) && readFileSync(file).includes(word)
  })
}
