import { ParagraphNode } from 'lexical'
import { BracketNode } from './nodes/bracket-node'
import { SubItemNode } from './nodes/sub-item-node'

/** Every node that a text may hold besides paragraphs and words; nothing else can be pasted in. */
export const editorNodes = [SubItemNode, BracketNode]

/** The nodes that stand directly in a text. */
export const blockNodes = [ParagraphNode, SubItemNode]
