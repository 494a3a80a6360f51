/** Short form for badges: 2 to 16 characters that are seen, without spaces, commas and semicolons. */
export const isDelegationCode = (code: string): boolean => /^[\p{L}\p{N}._/&-]{2,16}$/u.test(code)
