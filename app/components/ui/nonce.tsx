import { createContext, useContext } from 'react'

/** The nonce of this page's inline scripts; known on the server only, browsers hide it from scripts. */
export const NonceContext = createContext<string | undefined>(undefined)

export const useNonce = () => useContext(NonceContext)
