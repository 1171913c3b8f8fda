const coloured = ['INVITE', 'REGISTER', 'OPTIONS', 'ACK', 'BYE', 'CANCEL', 'MESSAGE']

/** Whether a SIP method has a colour of its own; more than these few could not be told apart. */
export const hasColour = (method: string): boolean => coloured.includes(method)

/** Name of the custom property that paints a SIP method. */
export const methodToken = (method: string): string => `--method-${hasColour(method) ? method.toLowerCase() : 'other'}`
