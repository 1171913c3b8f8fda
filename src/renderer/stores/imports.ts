import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ImportAccount } from '../../contract/console/imports.ts'

/** The account that is open, and whether it is: while it closes it still shows. */
export const useImports = defineStore('imports', () => {
  const account = shallowRef<ImportAccount>()
  const open = ref(false)
  const show = (which: ImportAccount): void => {
    account.value = which
    open.value = true
  }
  return { account, open, show }
})
