/** What a Field shows of a message at it; nothing for none. */
export function invalid(message: string | undefined) {
  return message ? ({ validationState: "error", validationMessage: message } as const) : {};
}
