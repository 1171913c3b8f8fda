import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.mjs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in the repository's folder, with this process's own streams unless `options` says otherwise, and
 * resolves to the exit code that a shell would show. `watch` is handed the child, to read a piped stream.
 */
export function run(command, args, options = {}, watch = () => {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
  watch(child)
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)))
  }).finally(stopForwarding)
}

/** Ctrl-C on a terminal reaches the child by itself (same process group): only a signal sent to us alone is passed on. */
function forwardSignals(child) {
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of signals) process.on(signal, forward)
  const stopWatching = watchShell(() => child.kill('SIGTERM'))
  return () => {
    stopWatching()
    for (const signal of signals) process.removeListener(signal, forward)
  }
}

/** npm passes a signal to the shell it started us with, which dies of it and tells nobody: then it is meant for us. */
function watchShell(onGone) {
  const shell = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    onGone()
  }, 250)
  return () => clearInterval(timer)
}
