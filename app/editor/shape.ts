export const shapeVersion = 1
export const baseOf = (client: number): number => client % 2 ** 32
