import { meetingIs, type MeetingStatus } from '#domain/status'

/** A reported meeting's items are what its report says: nothing comes to them any more. */
export const acceptsImports = ({ status }: { status: MeetingStatus }): boolean =>
  meetingIs.notReported(status)
