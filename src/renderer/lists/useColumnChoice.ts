import { shallowRef, watch, type ShallowRef } from 'vue'
import { readChoice, writeChoice, type Choosable, type ColumnChoice } from './column-choice.ts'

/** The columns chosen for a list, kept in this browser under its name. */
export function useColumnChoice(name: string, columns: readonly Choosable[]): ShallowRef<ColumnChoice> {
  const key = `honeynet.columns.${name}`
  const choice = shallowRef(readChoice(columns, localStorage.getItem(key)))
  watch(choice, (chosen) => localStorage.setItem(key, writeChoice(columns, chosen)))
  return choice
}
