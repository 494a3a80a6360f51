/** Whether a live text on this part of the page holds words that the server has not stored. For browsers only. */
export const hasUnsentWords = (within: ParentNode = document): boolean =>
  within.querySelector('[data-unsent="true"]') !== null
