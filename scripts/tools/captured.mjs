import { run } from '../launch/run.mjs'

/** Runs a file of a tool and keeps what it prints until it is done, so that tools running together do not mix lines. */
export async function captured(args) {
  const chunks = []
  const began = performance.now()
  const env = { ...process.env, ...(process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}) }
  const code = await run(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }, (child) => {
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk))
  })
  return { code, output: Buffer.concat(chunks).toString(), seconds: (performance.now() - began) / 1000 }
}
