import type { Actor } from '../actor.ts'
import { disguise } from './disguise.ts'
import { enumeration } from './enumeration.ts'
import { fuzzing } from './fuzzing.ts'
import { injection } from './injection.ts'
import { optionsSweep } from './options-sweep.ts'
import { passwords } from './passwords.ts'
import { prefixSweep } from './prefix-sweep.ts'
import { research } from './research.ts'
import { spoofing } from './spoofing.ts'
import { stream } from './stream.ts'

export const actors = {
  optionsSweep,
  enumeration,
  passwords,
  disguise,
  injection,
  fuzzing,
  spoofing,
  research,
  stream,
  // Last, because it would fill every gap: when the rate is at its bound, the others go first.
  prefixSweep,
} as const satisfies Record<string, Actor>
