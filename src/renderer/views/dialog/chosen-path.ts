import { ref } from 'vue'

/**
 * The path of the field that is chosen: the same field stays chosen from message to message and from dialog to dialog,
 * so that it can be watched changing.
 */
export const chosenPath = ref<string>()
