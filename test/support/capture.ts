import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runTool } from './sip-tools.ts'

export interface Capture {
  /** Ends the capture and counts the datagrams sent to the port. */
  countTo(port: number): Promise<number>
}

/** Captures UDP on loopback with tshark: the count of somebody who does not know our code. */
export async function startCapture(port: number): Promise<Capture> {
  const directory = await mkdtemp(join(tmpdir(), 'honeynet-capture-'))
  const file = join(directory, 'loopback.pcapng')
  const args = ['-i', 'lo', '-q', '-B', '64', '-f', `udp port ${port}`, '-w', file]
  const child = spawn('tshark', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  for (let waited = 0; !log.includes('Capturing on'); waited += 50) {
    if (waited > 15_000 || child.exitCode !== null) throw new Error(`tshark did not start: ${log}`)
    await sleep(50)
  }
  await sleep(500) // "Capturing on" is printed just before the socket is open
  return {
    async countTo(to) {
      await sleep(1000) // let the kernel's capture buffer reach the file
      child.kill('SIGINT')
      await once(child, 'close')
      const listed = await runTool('tshark', [
        '-r',
        file,
        '-Y',
        `udp.dstport == ${to}`,
        '-T',
        'fields',
        '-e',
        'frame.number',
      ])
      await rm(directory, { recursive: true })
      return listed.output.split('\n').filter((line) => /^\d+$/.test(line)).length
    },
  }
}
