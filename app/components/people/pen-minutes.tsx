/** For how long the pen may be given, in minutes. */
export const penMinutes = ['15', '30', '60', '180'] as const
