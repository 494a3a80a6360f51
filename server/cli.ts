import { administratorCommand } from '#server/cli/administrator'
import { backupCommand, restoreCommand } from '#server/cli/backup'
import { delegationCommand } from '#server/cli/delegation'
import { exportCommand } from '#server/cli/export'
import { groupCommand } from '#server/cli/group'
import { importCommand } from '#server/cli/import'
import { listCommand, meetingCommand } from '#server/cli/listing'
import { participantCommand } from '#server/cli/participant'
import { permissionsCommand } from '#server/cli/permissions'
import {
  CommandError,
  letReadersLeave,
  print,
  withDatabase,
  withDatabaseAsItIs,
  type Command,
} from '#server/cli/program'
import { verifyCommand } from '#server/cli/verify'
import { workplanCommand } from '#server/cli/workplan'
import { StartError } from './env'

/** The operator's commands. */
const commands: Record<string, Command> = {
  import: importCommand,
  export: exportCommand,
  verify: verifyCommand,
  backup: backupCommand,
  restore: restoreCommand,
  administrator: administratorCommand,
  group: groupCommand,
  delegation: delegationCommand,
  workplan: workplanCommand,
  participant: participantCommand,
  meeting: meetingCommand,
  list: listCommand,
  permissions: permissionsCommand,
}

function overview(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)} ${summary}`)
  return ['rapporteur COMMAND [--help]', '', ...lines].join('\n')
}

async function main([name, ...words]: string[]): Promise<number> {
  const command = name === undefined ? undefined : commands[name]
  if (!command) {
    if (name === undefined || name === '--help') return (print(overview()), 0)
    throw new CommandError(`There is no command "${name}". ${Object.keys(commands).join(', ')} there are.`)
  }
  if (words.includes('--help')) return (print(command.help), 0)
  if (command.database === 'none') return command.run(words)
  const open = command.database === 'as-it-is' ? withDatabaseAsItIs : withDatabase
  return open((db) => command.run(words, db))
}

const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

letReadersLeave()
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.exitCode = 1
    const expected = error instanceof CommandError || error instanceof StartError || isArgumentError(error)
    process.stderr.write(
      `${expected ? error.message.split('\n')[0] : String(error instanceof Error ? error.stack : error)}\n`,
    )
  },
)
