import { onScopeDispose } from 'vue'
import { register, type Command } from './registry.ts'

/** Offers commands for as long as the component lives. */
export function useCommands(commands: readonly Command[]): void {
  onScopeDispose(register(commands))
}
