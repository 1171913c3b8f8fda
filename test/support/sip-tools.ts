import { spawn } from 'node:child_process'

export interface ToolRun {
  readonly code: number | null
  readonly output: string
}

/** Runs a real tool to its end; it is ended by pid when it takes longer than `seconds`. */
export function runTool(program: string, args: readonly string[], seconds = 120, cwd?: string): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd ? { cwd } : {}) })
    const timer = setTimeout(() => child.kill('SIGTERM'), seconds * 1000)
    let output = ''
    const keep = (chunk: Buffer) => {
      if (output.length < 1_000_000) output += chunk.toString('latin1')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output })
    })
  })
}
