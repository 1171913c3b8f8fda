import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { run } from '../launch/run.mjs'

/** What the tests use of the system, and the command that shows it is there where dpkg cannot say. */
const needed = [
  { name: 'chromium', why: 'end-to-end tests', command: 'chromium' },
  { name: 'xvfb', why: 'end-to-end tests with a window', command: 'Xvfb' },
  { name: 'sip-tester', why: 'sipp', command: 'sipp' },
  { name: 'sipvicious', why: 'svmap, svwar, svcrack', command: 'svmap' },
  { name: 'sipsak', why: 'a second SIP client', command: 'sipsak' },
  { name: 'kamailio', why: 'a proxy that pulls the feed; htable, rtimer', command: 'kamailio' },
  { name: 'kamailio-extra-modules', why: 'jansson' },
  { name: 'kamailio-json-modules', why: 'json' },
  { name: 'kamailio-utils-modules', why: 'http_client' },
  { name: 'tshark', why: 'an independent count of packets', command: 'tshark' },
  { name: 'poppler-utils', why: 'reading PDF reports', command: 'pdftotext' },
  { name: 'iproute2', why: 'tc, ss', command: 'ss' },
]

/** Installs what is missing where it may; otherwise says exactly what is missing and how to get it. */
export async function ensureSystemPackages() {
  const debian = isDebian()
  const missing = needed.filter((each) => !(debian ? hasPackage(each.name) : hasCommand(each.command)))
  if (missing.length === 0) return
  console.error(`> missing on this system: ${missing.map(({ name, why }) => `${name} (${why})`).join(', ')}`)
  if (!debian) return console.error('> tests that need them will fail')
  const names = missing.map(({ name }) => name)
  if (!(await install(names))) {
    console.error(`> install them with:  sudo apt-get install ${names.join(' ')}`)
    console.error('> until then, tests that need them will fail')
  }
}

function isDebian() {
  const file = '/etc/os-release'
  return existsSync(file) && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, 'utf8'))
}

function hasPackage(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' })
  return stdout === 'installed'
}

function hasCommand(command) {
  if (command === undefined) return true
  const look = process.platform === 'win32' ? 'where' : 'which'
  return spawnSync(look, [command], { stdio: 'ignore' }).status === 0
}

/** @returns whether all are there now. A password is never asked for: tests run unattended. */
async function install(names) {
  const asRoot = rootPrefix()
  if (asRoot === undefined) return false
  console.error('> installing them with apt-get')
  // tshark asks who may capture; "false" is its own default, said beforehand so that it never asks.
  const answer = 'wireshark-common wireshark-common/install-setuid boolean false\n'
  const [first, ...others] = [...asRoot, 'debconf-set-selections']
  spawnSync(first, others, { input: answer, stdio: ['pipe', 2, 2] })
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
    return run(command, rest, { stdio: ['ignore', 2, 2] })
  }
  await apt('update')
  await apt('install', '-y', '--no-install-recommends', ...names)
  return names.every(hasPackage)
}

function rootPrefix() {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}
