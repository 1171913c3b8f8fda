#!/usr/bin/env node
// honeynet COMMAND …: the engine for scripts (docs/cli.md), from wherever the user stands.
delete process.env.npm_lifecycle_event
process.argv.splice(2, 0, 'cli')
await import('./launch.mjs')
