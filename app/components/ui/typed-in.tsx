/** What was typed into the form that was refused, if it is the one with this intent; a page may have several forms. */
export const typedIn = (
  answer: { typed: Record<string, string> } | undefined,
  intent: string,
): Record<string, string> | undefined => (answer?.typed['intent'] === intent ? answer.typed : undefined)
